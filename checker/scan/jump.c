// SPDX-License-Identifier: GPL-2.0-only
/*
 * Labels and what goes to them: goto, computed goto, asm goto. libclang does
 * not say which operands of an asm it writes nor where it jumps to, nor which
 * parts of a for header are missing: that is read from the text.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "text/text.h"
#include "jump.h"
#include "place.h"

/* A label is where it stands: two macros' local labels can have one name. */
static struct label *label_of(struct flow *f, CXCursor stmt)
{
	CXSourceLocation at = clang_getCursorLocation(stmt);
	unsigned int i;

	for (i = 0; i < f->n_labels; i++)
		if (clang_equalLocations(clang_getCursorLocation(f->labels[i].stmt), at))
			return &f->labels[i];
	GROW(f->labels, f->n_labels);
	memset(&f->labels[i], 0, sizeof(*f->labels));
	f->labels[i].stmt = stmt;
	f->labels[i].name = cx_name(f->cx, stmt);
	f->n_labels++;
	return &f->labels[i];
}

static enum CXChildVisitResult find_label(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_LabelRef)
		return CXChildVisit_Recurse;
	*(CXCursor *)data = c;
	return CXChildVisit_Break;
}

/* The statement that a goto's or &&'s label stands before. */
static struct label *referenced(struct flow *f, CXCursor c)
{
	CXCursor ref = clang_getNullCursor();

	clang_visitChildren(c, find_label, &ref);
	if (clang_Cursor_isNull(ref))
		return NULL;
	ref = clang_getCursorReferenced(ref);
	if (clang_getCursorKind(ref) != CXCursor_LabelStmt)
		return NULL;
	return label_of(f, ref);
}

/* Backwards, it is the next turn of a loop. */
static void jump(struct flow *f, struct label *l, const struct env *from)
{
	struct env old = { 0 }, now = { 0 };

	if (!from->live)
		return;
	env_copy(&now, from);
	env_copy(&old, &l->env);
	if (l->passed) {
		env_age(f, &now, l->since);
		f->changed |= !l->back;
		l->back = true;
	}
	env_join(f, &l->env, &now, flow_event_at(f, l->stmt));
	f->changed |= l->passed && !env_equal(&old, &l->env);
	env_release(&old);
	env_release(&now);
}

void stmt_goto(struct flow *f, CXCursor c)
{
	struct label *l = referenced(f, c);

	flow_leave(f, 0);
	if (l)
		jump(f, l, &f->env);
	f->env.live = false;
}

void stmt_label(struct flow *f, CXCursor c)
{
	struct label *l = label_of(f, c);

	l->passed = true;
	if (!l->since)
		l->since = ++f->n_events;
	env_join(f, &f->env, &l->env, l->since);
	if (l->back)
		f->env.when = l->since;
}

void flow_take_label(struct flow *f, CXCursor c)
{
	struct label *l = referenced(f, c);

	if (!l || l->taken)
		return;
	l->taken = true;
	f->changed |= f->computed.live && l->passed;
	jump(f, l, &f->computed);
}

void stmt_computed_goto(struct flow *f, CXCursor c)
{
	CXCursor e = first_expr(c);

	if (!clang_Cursor_isNull(e))
		flow_eval(f, e);
	env_join(f, &f->computed, &f->env, flow_event_at(f, c));
	for (unsigned int i = 0; i < f->n_labels; i++)
		if (f->labels[i].taken)
			jump(f, &f->labels[i], &f->env);
	f->env.live = false;
}

void jump_release(struct flow *f)
{
	for (unsigned int i = 0; i < f->n_labels; i++)
		env_release(&f->labels[i].env);
	free(f->labels);
	env_release(&f->computed);
	free(f->printed);
}

/* What stands between a parenthesis' separators; text is behind the parenthesis. */
struct part {
	const char *s;
	size_t len;
};

/* How many parts there are up to the bracket that ends them; those beyond max are not kept. */
static unsigned int split(const char *s, size_t len, const char *sep, struct part *out,
			  unsigned int max)
{
	size_t from = 0, end;
	unsigned int n = 0;

	do {
		end = part_end(s, len, from, sep);
		if (n++ < max)
			out[n - 1] = (struct part){ s + from, end - from };
		from = end + 1;
	} while (end < len && s[end] == *sep);
	return n;
}

static bool is_empty(const struct part *p)
{
	for (size_t i = 0; i < p->len; i++) {
		size_t next = skip_opaque(p->s, p->len, i);

		if (next != i && strchr("\"'", p->s[i]))
			return false;
		if (next == i && !isspace((unsigned char)p->s[i]) && p->s[i] != '\\')
			return false;
		i = next == i ? i : next - 1;
	}
	return true;
}

static bool starts_with(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len > n && !strncmp(s, word, n) && !is_word_char(s[n]);
}

/* What is spelled from that place on. */
static struct part spelled_from(struct flow *f, CXSourceLocation loc, unsigned int *off)
{
	struct cx_place p = cx_spelled_at(f->cx, loc);

	*off = p.off;
	if (!p.file || p.off > p.file->len)
		return (struct part){ "", 0 };
	return (struct part){ p.file->text + p.off, p.file->len - p.off };
}

static struct part rest_of_file(struct flow *f, CXCursor c)
{
	unsigned int off;

	return spelled_from(f, clang_getRangeStart(clang_getCursorExtent(c)), &off);
}

#define ASM_TEXT 4000	/* bytes before its first operand that an asm is looked for in */

/* Where "asm" itself is a macro's, that is in another place than the rest. */
static struct part asm_around(struct flow *f, CXCursor operand)
{
	unsigned int off;
	struct part p = spelled_from(f, clang_getRangeStart(clang_getCursorExtent(operand)), &off);

	for (unsigned int n = 1; n < ASM_TEXT && n + 2 < off; n++) {
		const char *s = p.s - n;

		if (!strncmp(s, "asm", 3) && (!is_word_char(s[-1]) || !strncmp(s - 2, "__asm", 5)))
			return (struct part){ s, p.len + n };
	}
	return (struct part){ "", 0 };
}

bool for_parts(struct flow *f, CXCursor c, bool part[3])
{
	struct part text = rest_of_file(f, c), p[3];
	const char *open;

	if (!starts_with(text.s, text.len, "for"))
		return false;
	open = memchr(text.s, '(', text.len);
	if (!open || split(open + 1, text.len - (open + 1 - text.s), ";", p, 3) != 3)
		return false;
	for (int i = 0; i < 3; i++)
		part[i] = !is_empty(&p[i]);
	return true;
}

/* asm qualifiers (template : outputs : inputs : clobbers : labels) */
struct asm_text {
	struct part part[8];
	unsigned int n;
	bool is_goto;
};

static bool read_asm(const char *s, size_t len, struct asm_text *out)
{
	const char *open = memchr(s, '(', len);

	memset(out, 0, sizeof(*out));
	if (!open || open - s > 200)
		return false;
	for (const char *p = s; p < open; p++)
		out->is_goto |= !strncmp(p, "goto", 4);
	out->n = split(open + 1, len - (open + 1 - s), ":", out->part, 8);
	return out->n <= 8 && (!out->is_goto || out->n >= 5);
}

static unsigned int count_items(const struct part *p)
{
	return is_empty(p) ? 0 : split(p->s, p->len, ",", NULL, 0);
}

/* As many as the asm has: no macro makes more, or less, of one. */
static bool has_operands(const struct asm_text *t, unsigned int n)
{
	return (t->n < 2 ? 0 : count_items(&t->part[1])) +
	       (t->n < 3 ? 0 : count_items(&t->part[2])) == n;
}

struct asm_search {
	CXSourceLocation at;
	int n;			/* how many come before it */
};

static enum CXChildVisitResult count_asm(CXCursor c, CXCursor parent, CXClientData data)
{
	struct asm_search *s = data;

	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_GCCAsmStmt)
		return CXChildVisit_Recurse;
	if (clang_equalLocations(clang_getCursorLocation(c), s->at))
		return CXChildVisit_Break;
	s->n++;
	return CXChildVisit_Recurse;
}

/* The function as libclang prints it has no macros. */
static const char *printed(struct flow *f)
{
	CXPrintingPolicy policy;
	CXString s;

	if (f->printed)
		return f->printed;
	policy = clang_getCursorPrintingPolicy(f->fn);
	s = clang_getCursorPrettyPrinted(f->fn, policy);
	f->printed = xstrdup(clang_getCString(s) ? clang_getCString(s) : "");
	clang_disposeString(s);
	clang_PrintingPolicy_dispose(policy);
	return f->printed;
}

static bool read_printed_asm(struct flow *f, CXCursor c, struct asm_text *out)
{
	const char *s = printed(f);
	size_t len = strlen(s);
	struct asm_search search = { clang_getCursorLocation(c), 0 };

	clang_visitChildren(f->fn, count_asm, &search);
	for (size_t i = 0; i < len; i++) {
		size_t next = skip_opaque(s, len, i);

		if (next != i) {
			i = next - 1;
			continue;
		}
		if (!starts_with(s + i, len - i, "asm") || (i && is_word_char(s[i - 1])))
			continue;
		if (!search.n--)
			return read_asm(s + i, len - i, out);
	}
	return false;
}

static bool is_known_label(struct flow *f, const char *name)
{
	for (unsigned int i = 0; i < f->n_labels; i++)
		if (f->labels[i].name == name)
			return true;
	return false;
}

static enum CXChildVisitResult number_label(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_LabelStmt)
		label_of(data, c);
	return CXChildVisit_Recurse;
}

/* All of the function's, which jumps can come before. */
static void find_labels(struct flow *f)
{
	if (!f->labels_found)
		clang_visitChildren(f->fn, number_label, f);
	f->labels_found = true;
}

static const char *trimmed(struct flow *f, const struct part *p)
{
	size_t from = 0, to = p->len;

	while (from < to && (isspace((unsigned char)p->s[from]) || p->s[from] == '\\'))
		from++;
	while (to > from && (isspace((unsigned char)p->s[to - 1]) || p->s[to - 1] == '\\'))
		to--;
	return strtab_addn(f->cx->st, p->s + from, to - from);
}

/* Whether each of the labels is the function's own, not a macro's parameter. */
static bool has_labels(struct flow *f, const struct asm_text *t)
{
	struct part l[16];
	unsigned int n;

	if (!t->is_goto)
		return true;
	find_labels(f);
	n = split(t->part[4].s, t->part[4].len, ",", l, 16);
	for (unsigned int i = 0; i < n && i < 16; i++)
		if (!is_known_label(f, trimmed(f, &l[i])))
			return false;
	return n <= 16;
}

static void jump_to_labels(struct flow *f, const struct asm_text *t, bool known)
{
	struct part l[16];
	unsigned int n = known ? split(t->part[4].s, t->part[4].len, ",", l, 16) : 0;

	for (unsigned int i = 0; i < f->n_labels; i++) {
		bool meant = !known;

		for (unsigned int k = 0; k < n; k++)
			meant |= f->labels[i].name == trimmed(f, &l[k]);
		if (meant)
			jump(f, &f->labels[i], &f->env);
	}
}

static void asm_output(struct flow *f, CXCursor c, CXCursor e)
{
	struct place p = flow_place(f, e);

	if (!cx_is_object(p.type))
		place_store(f, &p, c, is_pointer_type(p.type) ? vset_unknown(f->vt) : &vset_none, "");
	else
		flow_forget(f, p.base);
}

static void asm_input(struct flow *f, CXCursor e)
{
	const struct vset *val = flow_eval(f, e);

	if (is_pointer_type(clang_getCursorType(e)))
		flow_forget(f, val);	/* written to, perhaps */
	if (vset_has(val, 'F'))		/* called, perhaps */
		flow_store(f, e, vset_unknown(f->vt), strtab_add(f->cx->st, "an asm"), val, TYPE_FUNC);
}

/* Whether it is an output, where the text does not matter: an input's value is a conversion. */
static bool is_lvalue(CXCursor e)
{
	return clang_getCursorKind(e) != CXCursor_UnexposedExpr;
}

/* Whether what the asm does to its operands, or where it goes on, makes a difference. */
static bool asm_matters(struct flow *f, const struct asm_text *t, const struct cx_children *ch)
{
	for (unsigned int i = 0; i < ch->n; i++) {
		CXType type = clang_getCursorType(ch->v[i]);

		if (is_lvalue(ch->v[i]) && (is_pointer_type(type) || cx_is_object(type)))
			return true;
	}
	if (t->n)
		return t->is_goto;
	find_labels(f);
	return f->n_labels;
}

/* False where neither the text nor what libclang prints says what the asm does. */
static bool find_asm(struct flow *f, CXCursor c, const struct cx_children *ch, struct asm_text *t)
{
	struct part text = rest_of_file(f, c);

	for (int i = 0; i < 2; i++) {
		if (read_asm(text.s, text.len, t) && has_operands(t, ch->n) && has_labels(f, t))
			return true;
		if (ch->n)
			text = asm_around(f, ch->v[0]);
	}
	return read_printed_asm(f, c, t) && has_operands(t, ch->n) && has_labels(f, t);
}

static void asm_operands(struct flow *f, CXCursor c, const struct cx_children *ch, int outputs)
{
	for (unsigned int i = 0; i < ch->n; i++) {
		if (outputs < 0 ? is_lvalue(ch->v[i]) : i < (unsigned int)outputs)
			asm_output(f, c, ch->v[i]);
		else
			asm_input(f, ch->v[i]);
	}
}

static void run_asm(struct flow *f, CXCursor c, const struct cx_children *ch)
{
	struct part text = rest_of_file(f, c);
	struct asm_text t;
	bool known;

	if (!read_asm(text.s, text.len, &t) || !has_operands(&t, ch->n))
		t.n = 0;
	if (!asm_matters(f, &t, ch)) {
		asm_operands(f, c, ch, -1);
		return;
	}
	known = find_asm(f, c, ch, &t);
	asm_operands(f, c, ch, !known ? (int)ch->n : t.n < 2 ? 0 : (int)count_items(&t.part[1]));
	find_labels(f);
	if (!known || t.is_goto)
		jump_to_labels(f, &t, known);
}

void stmt_asm(struct flow *f, CXCursor c)
{
	struct cx_children ch;

	cx_children(c, &ch);
	run_asm(f, c, &ch);
	cx_children_release(&ch);
}
