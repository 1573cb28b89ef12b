// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "facts/facts.h"
#include "tables/tables.h"
#include "text/text.h"
#include "changes.h"
#include "meaning.h"
#include "treeforms.h"

#define FIELDS 9
#define ANY "*"		/* a value that is not known before */
enum { BUILD, UNIT, FUNCTION, FILE_, LINE, COLUMN, FORM, VCPU, PLACE };

/* --- What is expected --- */

/* A file, and what it becomes. */
struct edited {
	const char *file;
	struct changes c;
	struct source after;
	struct strbuf text;
};

struct expecting {
	const struct findings *l;
	const struct meaning_build *b;
	size_t n;
	const char *tree;
	struct strtab *st;
	struct strbuf *out;
};

static void edited_make(struct edited *e, const struct expecting *x, const char *file)
{
	char *path = path_normalize(x->tree, file), *buf;
	size_t len = 0;

	buf = read_source(path, &len);
	*e = (struct edited){ .file = file };
	strbuf_reset(&e->text);
	for (size_t i = 0; i < x->l->n; i++)
		for (size_t k = 0; k < x->l->v[i].n_edits && !strcmp(x->l->v[i].file, file); k++)
			changes_add(&e->c, x->l->v[i].edits[k].off, x->l->v[i].edits[k].len,
				    x->l->v[i].edits[k].text, i);
	changes_sort(&e->c);
	changes_apply(&e->c, buf ? buf : "", len, &e->text);
	source_index(&e->after, e->text.buf, e->text.len);
	free(buf);
	free(path);
}

static void edited_release(struct edited *e)
{
	changes_release(&e->c);
	source_unindex(&e->after);
	strbuf_release(&e->text);
}

/*
 * Is the value a parameter that is an object? Its address is that of a local
 * one, whose number only the form tells.
 */
static bool is_object_param(const struct verdict *v, const char *value)
{
	const struct facts *f = v->unit;

	if (*value != 'P' || value[1 + strspn(value + 1, "0123456789")])
		return false;
	for (size_t i = 0; i < f->n_param; i++)
		if (f->params[i].func == v->site->func && f->params[i].idx == atol(value + 1))
			return *f->params[i].type == TYPE_OTHER;
	return true;
}

/* The value of the vCPU that the verdict says is written there. */
static const char *vcpu_value(const struct verdict *v, struct strtab *st)
{
	const struct fact_site *s = v->site;
	const char *last = strrchr(s->value, '>');

	if (*s->form == 'd')
		return !strcmp(s->vcpu, "?") || is_object_param(v, s->vcpu) ? ANY : s->vcpu;
	for (size_t i = 0; v->context == CTX_CALLERS && i < v->unit->n_scope; i++) {
		const struct fact_scope *p = &v->unit->scopes[i];

		if (&v->unit->sites[p->site] == s && p->is_param && !strcmp(p->text, v->vcpu))
			return p->value;
	}
	return last ? strtab_addn(st, s->value, last - s->value) : "";
}

/* Number n of the function's calls, as what it calls. */
static const char *callee(const struct facts *f, int64_t func, long n)
{
	for (size_t i = 0; i < f->n_call; i++)
		if (f->calls[i].func == func && f->calls[i].no == n)
			return f->calls[i].callee;
	return "?";
}

/* The value, with the name of what is called behind the number of each call. */
static const char *with_callees(const char *value, const struct facts *f, int64_t func,
				struct strtab *st)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s = value, *res;

	strbuf_reset(&sb);
	while (*s) {
		bool atom = s == value || s[-1] == '|';
		bool call = atom && (*s == 'C' || *s == 'A');
		size_t n = call ? 1 + strspn(s + 1, "0123456789") : 1;

		strbuf_add(&sb, s, n);
		if (call)
			strbuf_addf(&sb, "{%s}", callee(f, func, atol(s + 1)));
		s += n;
	}
	res = strtab_add(st, sb.buf);
	strbuf_release(&sb);
	return res;
}

/* Where the vCPU form will be: in place of the name, or at the start of the first argument. */
static size_t form_offset(const struct edited *e, const struct fact_site *s, const char *form,
			  bool slot)
{
	size_t off = s->name_off;

	for (size_t i = 0; slot && i < e->c.n; i++)
		if (e->c.v[i].off >= (size_t)s->arg_off && !strncmp(e->c.v[i].text, form, strlen(form))) {
			off = e->c.v[i].off;
			break;
		}
	return changes_map(&e->c, off);
}

static void expect_verdict(const struct expecting *x, const struct edited *e,
			   const struct finding *f, const struct meaning_build *b,
			   const struct verdict *v)
{
	const char *form = strtab_addn(x->st, f->replacement, strcspn(f->replacement, "( "));
	bool slot = !accessor_is_vcpu_form(form);
	int line, col;

	form = slot ? TO_SLOT : form;
	source_position(&e->after, form_offset(e, v->site, form, slot), &line, &col);
	strbuf_addf(x->out, "%s\t%s\t%s\t%s\t%d\t%d\t%s\t%s\t%s:%d\n", b->name, v->unit->unit,
		    v->func ? v->func->id : "", f->file, line, col, form,
		    with_callees(vcpu_value(v, x->st), v->unit, v->site->func, x->st), f->file,
		    f->line);
}

static void expect_finding(const struct expecting *x, const struct edited *e,
			   const struct finding *f)
{
	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < x->b[i].n_verdicts; k++) {
			const struct verdict *v = &x->b[i].verdicts[k];

			if (v->site->line == f->line && v->site->col == f->column && !v->internal &&
			    !strcmp(v->site->file, f->file) && !strcmp(v->site->accessor, f->accessor))
				expect_verdict(x, e, f, &x->b[i], v);
		}
}

void meaning_expect(const struct findings *l, const struct meaning_build *b, size_t n,
		    const char *tree, struct strtab *st, struct strbuf *out)
{
	struct expecting x = { l, b, n, tree, st, out };
	struct edited e;

	for (size_t i = 0; i < l->n; i++) {
		bool first = l->v[i].replacement && l->v[i].n_edits;

		for (size_t k = 0; k < i && first; k++)
			first = !l->v[k].n_edits || strcmp(l->v[k].file, l->v[i].file);
		if (!first)
			continue;
		edited_make(&e, &x, l->v[i].file);
		for (size_t k = i; k < l->n; k++)
			if (l->v[k].replacement && l->v[k].n_edits && !strcmp(l->v[k].file, e.file))
				expect_finding(&x, &e, &l->v[k]);
		edited_release(&e);
	}
}

/* --- What there is --- */

/* One line, and the call that it is about. */
struct expectation {
	const char *field[FIELDS];
	const char *is;			/* the value there is; NULL: there is no such call */
};

struct expectations {
	struct expectation *v;
	size_t n;
};

static bool read_line(struct expectation *e, const char *s, size_t len, struct strtab *st)
{
	const char *end = s + len;

	for (int i = 0; i < FIELDS; i++) {
		const char *tab = memchr(s, '\t', end - s);

		if (!tab != (i == FIELDS - 1))
			return false;
		e->field[i] = strtab_addn(st, s, (tab ? tab : end) - s);
		s = tab ? tab + 1 : end;
	}
	return true;
}

static int read_expectations(struct expectations *x, const char *text, struct strtab *st)
{
	size_t len;

	for (; *text; text += len + (text[len] == '\n')) {
		struct expectation e = { .is = NULL };

		len = strcspn(text, "\n");
		if (!read_line(&e, text, len, st))
			return error("what is expected is not what \"fix --expect\" wrote");
		GROW(x->v, x->n);
		x->v[x->n++] = e;
	}
	return 0;
}

static bool is_form(const struct expectation *e, const struct facts *f, const struct fact_form *c)
{
	return c->line == atol(e->field[LINE]) && c->col == atol(e->field[COLUMN]) &&
	       !strcmp(c->name, e->field[FORM]) && !strcmp(c->file, e->field[FILE_]) &&
	       !strcmp(c->func < 0 ? "" : f->funcs[c->func].id, e->field[FUNCTION]);
}

static void find_in(struct expectation *e, const struct facts *f, struct strtab *st)
{
	for (size_t i = 0; i < f->n_form && !e->is; i++)
		if (is_form(e, f, &f->forms[i]))
			e->is = with_callees(f->forms[i].vcpu, f, f->forms[i].func, st);
}

/* In its unit; a header's functions can be another's now. */
static void find_form(struct expectation *e, const struct meaning_build *b, size_t n,
		      struct strtab *st)
{
	for (int any = 0; any < 2 && !e->is; any++)
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < b[i].n && !strcmp(b[i].name, e->field[BUILD]); k++)
				if (any || !strcmp(b[i].units[k]->unit, e->field[UNIT]))
					find_in(e, b[i].units[k], st);
}

/* Numbers that an edit shifts, as their rank among those of the function. */
struct ranks {
	long *v;
	size_t n;
};

/* Of a number that the character before it says the kind of: 'C' of a call, '#' of an event. */
static bool is_shifted(const char *start, const char *s, char kind)
{
	bool atom = s == start + 1 || (s > start + 1 && s[-2] == '|');

	if (kind == '#')
		return s > start && s[-1] == '#';
	return s > start && (s[-1] == 'C' || s[-1] == 'A') && atom;
}

static void add_ranks(struct ranks *r, const char *value, char kind)
{
	for (const char *s = value; *s; s++) {
		long n = atol(s);
		size_t i;

		if (*s < '0' || *s > '9' || !is_shifted(value, s, kind))
			continue;
		for (i = 0; i < r->n && r->v[i] < n; i++)
			;
		if (i < r->n && r->v[i] == n)
			continue;
		GROW(r->v, r->n);
		memmove(&r->v[i + 1], &r->v[i], (r->n - i) * sizeof(r->v[0]));
		r->v[i] = n;
		r->n++;
	}
}

static const char *ranked(const char *value, const struct ranks *calls, const struct ranks *events,
			  struct strtab *st)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s = value, *res;

	strbuf_reset(&sb);
	while (*s) {
		bool event = is_shifted(value, s, '#');
		const struct ranks *r = event ? events : calls;
		size_t i = 0;

		if (*s < '0' || *s > '9' || (!event && !is_shifted(value, s, 'C'))) {
			strbuf_add(&sb, s++, 1);
			continue;
		}
		while (i < r->n && r->v[i] != atol(s))
			i++;
		strbuf_addf(&sb, "%zu", i);
		s += strspn(s, "0123456789");
	}
	res = strtab_add(st, sb.buf);
	strbuf_release(&sb);
	return res;
}

static int word_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/*
 * The values of a set in one order. A null pointer is none: a vCPU was read
 * through, so that it cannot have been one.
 */
static const char *sorted(const char *set, struct strtab *st)
{
	const char *v[VALUE_SET + 2];
	struct strbuf sb = STRBUF_INIT;
	const char *res;
	size_t n = 0;

	for (const char *s = set; n < ARRAY_SIZE(v); s += strcspn(s, "|") + 1) {
		v[n] = strtab_addn(st, s, strcspn(s, "|"));
		n += strcmp(v[n], "0") != 0;
		if (!s[strcspn(s, "|")])
			break;
	}
	qsort(v, n, sizeof(*v), word_cmp);
	strbuf_reset(&sb);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(&sb, "%s%s", i ? "|" : "", v[i]);
	res = strtab_add(st, sb.buf);
	strbuf_release(&sb);
	return res;
}

static bool same_function(const struct expectation *a, const struct expectation *b)
{
	return a->field[BUILD] == b->field[BUILD] && a->field[UNIT] == b->field[UNIT] &&
	       a->field[FUNCTION] == b->field[FUNCTION];
}

/* Is the value that there is the one expected, numbers that edits shift aside? */
static bool holds(const struct expectations *x, const struct expectation *e, struct strtab *st)
{
	struct ranks calls[2] = { { .n = 0 } }, events[2] = { { .n = 0 } };
	bool same;

	if (!strcmp(e->field[VCPU], ANY))
		return true;
	for (size_t i = 0; i < x->n; i++) {
		const struct expectation *o = &x->v[i];

		if (!same_function(o, e) || !o->is)
			continue;
		add_ranks(&calls[0], o->field[VCPU], 'C');
		add_ranks(&calls[1], o->is, 'C');
		add_ranks(&events[0], o->field[VCPU], '#');
		add_ranks(&events[1], o->is, '#');
	}
	same = sorted(ranked(e->field[VCPU], &calls[0], &events[0], st), st) ==
	       sorted(ranked(e->is, &calls[1], &events[1], st), st);
	for (int i = 0; i < 2; i++) {
		free(calls[i].v);
		free(events[i].v);
	}
	return same;
}

int meaning_confirm(const char *expected, const struct meaning_build *b, size_t n,
		    struct strtab *st, struct strbuf *out)
{
	struct expectations x = { NULL, 0 };
	int bad = read_expectations(&x, expected, st);

	for (size_t i = 0; !bad && i < x.n; i++)
		find_form(&x.v[i], b, n, st);
	for (size_t i = 0; bad >= 0 && i < x.n; i++) {
		const struct expectation *e = &x.v[i];

		if (e->is && holds(&x, e, st))
			continue;
		strbuf_addf(out, "%s\t", e->field[PLACE]);
		if (e->is)
			strbuf_addf(out, "%s() would be called on another vCPU: %s, not %s\n",
				    e->field[FORM], e->is, e->field[VCPU]);
		else
			strbuf_addf(out, "%s() cannot be found again in %s\n", e->field[FORM],
				    e->field[UNIT]);
		bad++;
	}
	free(x.v);
	return bad;
}

const char **meaning_units(const char *expected, size_t *n, struct strtab *st)
{
	const char **v = NULL;
	size_t len;

	*n = 0;
	for (; *expected; expected += len + (expected[len] == '\n')) {
		const char *tab, *unit;

		len = strcspn(expected, "\n");
		tab = memchr(expected, '\t', len);
		unit = tab ? strtab_addn(st, tab + 1, strcspn(tab + 1, "\t\n")) : NULL;
		if (!unit || (*n && v[*n - 1] == unit))
			continue;
		GROW(v, *n);
		v[(*n)++] = unit;
	}
	return v;
}
