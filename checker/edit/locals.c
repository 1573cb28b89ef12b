// SPDX-License-Identifier: GPL-2.0-only
/*
 * The facts say how often the compiler sees a local used, the text where it
 * is written. The two differ where a macro's body names it, and where code
 * that this build leaves out does; then the declaration is not touched.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "text/text.h"
#include "locals.h"

struct range {
	size_t off, end;
};

/* One file being settled. */
struct settle {
	struct local_use *uses;
	size_t n_uses;
	const char *buf;
	size_t len;
	struct changes *c;	/* where removals go */
	size_t c_old;		/* how many changes c had before */
	struct strtab *st;
};

/* What is written of one local after its declarator. */
struct mentions {
	size_t edited;		/* in arguments that will be rewritten */
	size_t removed;		/* in what was removed already */
	size_t assigned;	/* statements that assign it */
	size_t others;
	size_t sets;		/* of all, those that only set it */
	struct range *stmt;	/* those statements */
	size_t owner;		/* the last finding that takes a mention away */
	size_t *owners;		/* all of them, some more than once */
	size_t n_owners;
};

const struct fact_local *local_of(const struct facts *f, const struct fact_site *s)
{
	for (size_t i = 0; s->local >= 0 && i < f->n_local; i++)
		if (f->locals[i].func == s->func && f->locals[i].idx == s->local)
			return &f->locals[i];
	return NULL;
}

static void lex_from(struct lexer *lx, const struct settle *s, size_t off)
{
	lex_init(lx, s->buf, s->len);
	lx->pos = off;
	lx->bol = false;
}

static bool is_punct(const struct settle *s, const struct token *t, char c)
{
	return t->kind == TOK_PUNCT && t->len == 1 && s->buf[t->off] == c;
}

/* +1 for a bracket that opens, -1 for one that closes. */
static int nesting(const struct settle *s, const struct token *t)
{
	char c = s->buf[t->off];

	if (t->kind != TOK_PUNCT || t->len != 1)
		return 0;
	return c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
}

/* The next mark, or the end of the block, outside of brackets. Its offset; len where none is. */
static size_t find_mark(const struct settle *s, size_t from, char mark)
{
	struct lexer lx;
	struct token t;
	int depth = 0;

	lex_from(&lx, s, from);
	while (lex_next(&lx, &t)) {
		int d = nesting(s, &t);

		if ((!depth && is_punct(s, &t, mark)) || depth + d < 0)
			return t.off;
		depth += d;
	}
	return s->len;
}

/* Is there a preprocessor directive in [from, end), or part of one? */
static bool has_directive(const struct settle *s, size_t from, size_t end)
{
	struct lexer lx;
	struct token t;

	lex_from(&lx, s, from);
	while (lex_next(&lx, &t) && t.off < end)
		if (t.directive)
			return true;
	return false;
}

static const struct local_use *use_at(const struct settle *s, size_t off)
{
	for (size_t i = 0; i < s->n_uses; i++)
		if (!s->uses[i].refused && off >= s->uses[i].off &&
		    off < s->uses[i].off + s->uses[i].len)
			return &s->uses[i];
	return NULL;
}

static const struct change *removal_at(const struct settle *s, size_t off)
{
	for (size_t i = s->c_old; i < s->c->n; i++)
		if (off >= s->c->v[i].off && off < s->c->v[i].off + s->c->v[i].len)
			return &s->c->v[i];
	return NULL;
}

/* Statements are between these. */
static bool ends_statement(const struct settle *s, const struct token *t)
{
	return !t->directive && (is_punct(s, t, ';') || is_punct(s, t, '{') || is_punct(s, t, '}'));
}

/* The last statement of a "({ ... })" is its value. */
static bool is_value(const struct settle *s, size_t semi)
{
	struct lexer lx;
	struct token t;

	lex_from(&lx, s, semi + 1);
	return lex_next(&lx, &t) && is_punct(s, &t, '}') && lex_next(&lx, &t) && is_punct(s, &t, ')');
}

/* "name = ...;" at t as a statement: note it; the offset after it, or 0 where it is none. */
static size_t assignment(const struct settle *s, const struct token *t, const struct token *prev,
			 struct mentions *m)
{
	struct lexer lx;
	struct token eq;
	size_t end;

	lex_from(&lx, s, t->off + t->len);
	if (!lex_next(&lx, &eq) || !is_punct(s, &eq, '=') || s->buf[eq.off + 1] == '=')
		return 0;
	m->sets += !is_punct(s, prev, '*');
	end = find_mark(s, eq.off + 1, ';');
	if (!ends_statement(s, prev) || end == s->len || s->buf[end] != ';' || is_value(s, end) ||
	    has_directive(s, t->off, end))
		return 0;
	GROW(m->stmt, m->assigned);
	m->stmt[m->assigned++] = (struct range){ t->off, end + 1 };
	return end + 1;
}

static void add_owner(struct mentions *m, size_t owner)
{
	GROW(m->owners, m->n_owners);
	m->owners[m->n_owners++] = owner;
	if (owner > m->owner)
		m->owner = owner;
}

static void mention(const struct settle *s, const struct token *t, struct mentions *m)
{
	const struct local_use *u = use_at(s, t->off);
	const struct change *c = u ? NULL : removal_at(s, t->off);

	if (u)
		m->edited++;
	else if (c)
		m->removed++;
	else
		m->others++;
	if (u || c)
		add_owner(m, u ? u->owner : c->owner);
}

/* Every mention of the local in its scope, its declarator left out. */
static void find_mentions(const struct settle *s, const struct fact_local *l, struct mentions *m)
{
	size_t scope = find_mark(s, l->end, '}'), after;
	struct token t, prev = { .kind = TOK_END };
	struct lexer lx;

	memset(m, 0, sizeof(*m));
	lex_from(&lx, s, l->end);
	for (; lex_next(&lx, &t) && t.off < scope; prev = t) {
		if (!token_is(&lx, &t, l->name) || is_punct(s, &prev, '.') ||
		    token_is(&lx, &prev, "struct") ||
		    (prev.len == 2 && s->buf[prev.off] == '-'))
			continue;
		after = removal_at(s, t.off) ? 0 : assignment(s, &t, &prev, m);
		if (!after)
			mention(s, &t, m);
		else
			lex_from(&lx, s, after - 1);
	}
}

static bool blank_until(const char *buf, size_t from, size_t to)
{
	for (; from < to; from++)
		if (!isspace((unsigned char)buf[from]) && buf[from] != '\\')
			return false;
	return true;
}

/* Where the line of off starts, and the next one. */
static struct range line_of(const struct settle *s, size_t off)
{
	struct range r = { off, off };

	while (r.off && s->buf[r.off - 1] != '\n')
		r.off--;
	while (r.end < s->len && s->buf[r.end] != '\n')
		r.end++;
	r.end += r.end < s->len;
	return r;
}

/* Does the line that ends there go on in the next one? */
static bool is_spliced(const struct settle *s, size_t end)
{
	while (end && (s->buf[end - 1] == '\n' || s->buf[end - 1] == '\r'))
		end--;
	return end && s->buf[end - 1] == '\\';
}

/* Is there nothing but comments from off to the end of its line, which end there too? */
static bool only_comment(const struct settle *s, size_t off, size_t end)
{
	const char *close;

	for (;;) {
		while (off < end && blank_until(s->buf, off, off + 1))
			off++;
		if (off >= end)
			return true;
		if (!strncmp(s->buf + off, "//", 2))
			return !is_spliced(s, end);
		close = strncmp(s->buf + off, "/*", 2) ? NULL : strstr(s->buf + off + 2, "*/");
		if (!close)
			return false;
		off = close + 2 - s->buf;
		if (off > end)
			return false;
	}
}

/* The blank line that would otherwise follow an opening brace goes too. */
static size_t skip_blank_line(const struct settle *s, const struct range *r)
{
	size_t i = r->off;
	struct range next = line_of(s, r->end);

	while (i && isspace((unsigned char)s->buf[i - 1]))
		i--;
	if (!i || s->buf[i - 1] != '{' || next.end == next.off ||
	    !blank_until(s->buf, next.off, next.end) ||
	    memchr(s->buf + next.off, '\\', next.end - next.off))
		return r->end;
	return next.end;
}

/* Remove a statement or declaration, with its lines where it has them alone. */
static void remove_range(struct settle *s, size_t off, size_t end, size_t owner)
{
	struct range r = { line_of(s, off).off, line_of(s, end - 1).end };

	if (blank_until(s->buf, r.off, off) && only_comment(s, end, r.end)) {
		r.end = skip_blank_line(s, &r);
	} else {
		r = (struct range){ off, end };
		while (s->buf[r.end] == ' ')
			r.end++;
	}
	changes_add(s->c, r.off, r.end - r.off, "", owner);
}

/* A declaration as written: [off, semi], and its commas. */
struct declaration {
	size_t off, semi;
	size_t comma[16];
	size_t n_commas, idx;	/* idx: which declarator is the local's */
};

/* The token before off. */
static struct token token_before(const struct settle *s, size_t off)
{
	struct token t, prev = { .kind = TOK_END };
	struct lexer lx;

	lex_init(&lx, s->buf, s->len);
	while (lex_next(&lx, &t) && t.off < off)
		prev = t;
	return prev;
}

/*
 * False where it is not a declaration of a block, or preprocessor directives
 * are in it or before it: other builds may have another one there.
 */
static bool parse_declaration(const struct settle *s, const struct fact_local *l,
			      struct declaration *d)
{
	struct token before = token_before(s, l->decl_off);
	size_t at;

	memset(d, 0, sizeof(*d));
	d->off = l->decl_off;
	if (before.kind == TOK_END || !ends_statement(s, &before))
		return false;
	d->semi = find_mark(s, d->off, ';');
	if (d->semi == s->len || s->buf[d->semi] != ';' || has_directive(s, d->off, d->semi))
		return false;
	for (at = find_mark(s, d->off, ','); at < d->semi; at = find_mark(s, at + 1, ',')) {
		if (d->n_commas == ARRAY_SIZE(d->comma) || s->buf[at] != ',')
			return false;
		d->idx += at < (size_t)l->end - 1;
		d->comma[d->n_commas++] = at;
	}
	return true;
}

/* Where the first declarator starts: after the type. */
static size_t first_declarator(const struct settle *s, const struct declaration *d,
			       const char *name)
{
	struct token t, prev = { .kind = TOK_END };
	struct lexer lx;

	lex_from(&lx, s, d->off);
	for (; lex_next(&lx, &t) && t.off < d->semi; prev = t)
		if (is_punct(s, &t, '*') ||
		    (token_is(&lx, &t, name) && !token_is(&lx, &prev, "struct")))
			return t.off;
	return d->off;
}

/* What was removed of [off, end) already becomes part of a larger removal. */
static void absorb(struct settle *s, size_t off, size_t end, struct mentions *m)
{
	size_t n = s->c_old;

	for (size_t i = s->c_old; i < s->c->n; i++) {
		const struct change *ch = &s->c->v[i];

		if (ch->off < off || ch->off + ch->len > end)
			s->c->v[n++] = *ch;
		else
			add_owner(m, ch->owner);
	}
	s->c->n = n;
}

/* The first of several: with the comma before the next one that stays, if any does. */
static void remove_first(struct settle *s, const struct fact_local *l, const struct declaration *d,
			 struct mentions *m)
{
	size_t off = first_declarator(s, d, l->name), end, next = 0;

	while (next < d->n_commas && removal_at(s, d->comma[next]))
		next++;
	if (next == d->n_commas) {
		absorb(s, d->off, d->semi, m);
		remove_range(s, d->off, d->semi + 1, m->owner);
		return;
	}
	end = d->comma[next] + 1;
	while (isspace((unsigned char)s->buf[end]))
		end++;
	absorb(s, off, end, m);
	changes_add(s->c, off, end - off, "", m->owner);
}

/* Later ones are removed before earlier ones. */
static void remove_declarator(struct settle *s, const struct fact_local *l,
			      const struct declaration *d, struct mentions *m)
{
	size_t off, end;

	if (!d->idx) {
		remove_first(s, l, d, m);
		return;
	}
	off = d->comma[d->idx - 1];
	end = d->idx < d->n_commas ? d->comma[d->idx] : d->semi;
	changes_add(s->c, off, end - off, "", m->owner);
}

/* Refuse every use that takes a mention of the local away. */
static void refuse(struct settle *s, const struct fact_local *l, size_t owner, const char *why)
{
	for (size_t i = 0; i < s->n_uses; i++)
		if (s->uses[i].local == l || s->uses[i].owner == owner ||
		    (s->uses[i].local && s->uses[i].local->off == l->off))
			s->uses[i].refused = why;
}

static bool has_dup(const struct settle *s, const struct fact_local *l)
{
	for (size_t i = 0; i < s->n_uses; i++)
		if (s->uses[i].dup && s->uses[i].local && s->uses[i].local->off == l->off)
			return true;
	return false;
}

static size_t *group_of(struct settle *s, size_t owner)
{
	for (size_t i = 0; i < s->n_uses; i++)
		if (s->uses[i].owner == owner)
			return &s->uses[i].group;
	return NULL;
}

/* None of those that take a mention away can be had without the others. */
static void join_owners(struct settle *s, const struct mentions *m)
{
	size_t to = *group_of(s, m->owner);

	for (size_t i = 0; i < m->n_owners; i++) {
		size_t from = *group_of(s, m->owners[i]);

		for (size_t k = 0; k < s->n_uses; k++)
			if (s->uses[k].group == from)
				s->uses[k].group = to;
	}
}

/* Why the local cannot go although nothing would use it; NULL where it can, and does. */
static const char *remove_local(struct settle *s, const struct fact_local *l,
				struct mentions *m)
{
	struct declaration d;

	if (l->flags & LOCAL_MACRO)
		return strtab_addf(s->st, "%s would be unused, and a macro declares it", l->name);
	if (m->others > m->sets - m->assigned)
		return strtab_addf(s->st, "%s would be unused in this build, and its name is written elsewhere in its scope",
				   l->name);
	/* It is set for the sake of an expression's value, say: that builds. */
	if (m->others)
		return NULL;
	if (*l->effect)
		return strtab_addf(s->st, "%s would be unused, but what sets it has a side effect: %s",
				   l->name, l->effect);
	if (l->flags & LOCAL_ATTRIBUTE || !parse_declaration(s, l, &d))
		return strtab_addf(s->st, "%s would be unused, and its declaration cannot go",
				   l->name);
	remove_declarator(s, l, &d, m);
	for (size_t i = 0; i < m->assigned; i++)
		remove_range(s, m->stmt[i].off, m->stmt[i].end, m->owner);
	join_owners(s, m);
	return NULL;
}

static bool is_written(const struct settle *s, const struct local_use *u)
{
	struct lexer lx;
	struct token t;

	lex_from(&lx, s, u->off);
	while (lex_next(&lx, &t) && t.off < u->off + u->len)
		if (token_is(&lx, &t, u->local->name))
			return true;
	return false;
}

/* Arguments that will be rewritten, and are the local by a macro of another name. */
static long hidden_uses(const struct settle *s, const struct fact_local *l, struct mentions *m)
{
	long n = 0;

	for (size_t i = 0; i < s->n_uses; i++) {
		const struct local_use *u = &s->uses[i];

		if (u->refused || !u->local || u->local->off != l->off || is_written(s, u))
			continue;
		add_owner(m, u->owner);
		n++;
	}
	return n;
}

/* Why the uses that take mentions of the local away must stay, or NULL. */
static const char *judge_local(struct settle *s, const struct fact_local *l,
			       struct mentions *m)
{
	long hidden = hidden_uses(s, l, m);
	long reads = l->uses - l->sets - (long)m->edited - (long)m->removed - hidden;

	if (hidden && reads <= 0 && !(l->flags & LOCAL_CLEANUP))
		return strtab_addf(s->st, "%s would be unused, and a macro of another name is it", l->name);
	if (!m->edited && !m->removed)
		return NULL;
	if ((long)m->sets > l->sets)
		return strtab_addf(s->st, "%s is set in code that this build leaves out", l->name);
	/* What runs at the end of its scope reads it. */
	if (l->flags & LOCAL_CLEANUP || (reads > 0 && (m->others || !has_dup(s, l))))
		return NULL;
	return remove_local(s, l, m);
}

/* One local; false where a use was refused, so that all is to be done again. */
static bool settle_local(struct settle *s, const struct fact_local *l)
{
	struct mentions m;
	const char *why;

	find_mentions(s, l, &m);
	why = judge_local(s, l, &m);
	free(m.stmt);
	free(m.owners);
	if (why)
		refuse(s, l, m.owner, why);
	return !why;
}

static int later_first(const void *pa, const void *pb)
{
	const struct fact_local *const *a = pa, *const *b = pb;

	return ((*a)->off < (*b)->off) - ((*a)->off > (*b)->off);
}

/* The locals of the functions that the uses are in, once each. */
static const struct fact_local **candidates(const struct settle *s, size_t *n)
{
	const struct fact_local **v = NULL, *l;
	size_t m = 0;

	*n = 0;
	for (size_t i = 0; i < s->n_uses; i++) {
		for (size_t j = 0; s->uses[i].local && j < s->uses[i].unit->n_local; j++) {
			l = &s->uses[i].unit->locals[j];
			if (l->func != s->uses[i].local->func || strcmp(l->file, s->uses[i].local->file))
				continue;
			GROW(v, *n);
			v[(*n)++] = l;
		}
	}
	if (!*n)
		return v;
	qsort(v, *n, sizeof(*v), later_first);
	for (size_t i = 1; i < *n; i++)
		if (v[i]->off != v[m]->off)
			v[++m] = v[i];
	*n = m + 1;
	return v;
}

static void reset_groups(struct settle *s)
{
	for (size_t i = 0; i < s->n_uses; i++)
		s->uses[i].group = s->uses[i].owner;
}

void locals_settle(struct local_use *uses, size_t n, const char *buf, size_t len,
		   struct changes *c, struct strtab *st)
{
	struct settle s = { uses, n, buf, len, c, c->n, st };
	const struct fact_local **v;
	size_t n_v;

	v = candidates(&s, &n_v);
	reset_groups(&s);
	/* A local may be set from an earlier one: the later go first. */
	for (size_t i = 0; i < n_v; i++) {
		if (settle_local(&s, v[i]))
			continue;
		c->n = s.c_old;
		reset_groups(&s);
		i = (size_t)-1;
	}
	free(v);
}
