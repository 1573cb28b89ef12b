// SPDX-License-Identifier: GPL-2.0-only
/*
 * One walk over the file, which keeps the column each byte had and the one it
 * gets. Breaking a line is one more change, and another walk.
 */
#include <stdlib.h>
#include <string.h>
#include "text/text.h"
#include "align.h"

#define TAB 8

/* A column before and after; from 0, tabs expanded. */
struct column {
	long was, is;
};

/* An open bracket: where what it holds starts. A '#' holds a directive. */
struct bracket {
	char kind;
	struct column in;
	size_t owner;		/* whose change moved it */
};

/* A comma after which the line can be broken: [off, end) is the space there. */
struct comma {
	size_t off, end, depth;
	long column;		/* the new one, after the comma */
};

struct walk {
	const char *buf;
	size_t len, pos;
	struct strtab *st;
	const struct changes *in;
	size_t k;		/* the next change */
	struct changes *out;
	struct column col;
	size_t owner;		/* of what moved the rest of this line */
	size_t space;		/* where the white space before pos starts */
	struct column space_col;
	struct bracket *open;
	size_t n_open;
	struct comma *commas;	/* of this line */
	size_t n_commas;
	bool broken;		/* a break was added: walk again */
	bool long_seen;		/* this line was looked at for a break */
};

static long next_column(long col, char c)
{
	if (c == '\n')
		return 0;
	if (c == '\t')
		return col + TAB - col % TAB;
	/* Of a character of several bytes, the first counts. */
	return col + (((unsigned char)c & 0xc0) != 0x80);
}

/* White space from column from to column to: tabs, then spaces; or spaces only. */
static const char *pad(struct strtab *st, long from, long to, bool tabs)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s;

	strbuf_reset(&sb);
	while (tabs && next_column(from, '\t') <= to) {
		strbuf_add(&sb, "\t", 1);
		from = next_column(from, '\t');
	}
	for (; from < to; from++)
		strbuf_add(&sb, " ", 1);
	s = strtab_add(st, sb.buf);
	strbuf_release(&sb);
	return s;
}

/* The line's indentation starts at pos; move it when it was aligned. */
static void line_starts(struct walk *w)
{
	const struct bracket *b = w->n_open ? &w->open[w->n_open - 1] : NULL;
	size_t end = w->pos;
	long col = 0;

	w->n_commas = 0;
	w->long_seen = false;
	while (end < w->len && (w->buf[end] == ' ' || w->buf[end] == '\t'))
		col = next_column(col, w->buf[end++]);
	if (!b || b->kind != '(' || b->in.was != col || b->in.is == col)
		return;
	if (w->buf[end] == '\n' || (w->k < w->in->n && w->in->v[w->k].off < end))
		return;
	changes_add(w->out, w->pos, end - w->pos,
		    pad(w->st, 0, b->in.is, col < TAB || memchr(w->buf + w->pos, '\t', end - w->pos)),
		    b->owner);
	w->owner = b->owner;
	w->col = (struct column){ col, b->in.is };
	w->pos = end;
}

/* A backslash that ends a macro's line stays where it was, if it was aligned. */
static void continue_macro(struct walk *w)
{
	bool tabs = memchr(w->buf + w->space, '\t', w->pos - w->space);
	long to = w->col.was;

	if (w->col.is == w->col.was || (w->pos - w->space < 2 && !tabs))
		return;
	if (to <= w->space_col.is)
		to = tabs ? next_column(w->space_col.is, '\t') : w->space_col.is + 1;
	changes_add(w->out, w->space, w->pos - w->space, pad(w->st, w->space_col.is, to, tabs),
		    w->owner);
	w->col.is = to;
}

static void apply_change(struct walk *w)
{
	const struct change *ch = &w->in->v[w->k++];
	size_t end = ch->off + ch->len;

	for (const char *s = ch->text; *s; s++) {
		w->col.is = next_column(w->col.is, *s);
		if (*s == '\n') {
			w->n_commas = 0;
			w->long_seen = false;
		}
	}
	for (; w->pos < end; w->pos++)
		w->col.was = next_column(w->col.was, w->buf[w->pos]);
	w->owner = ch->owner;
	w->space = w->pos;
	w->space_col = w->col;
}

static void step(struct walk *w)
{
	char c = w->buf[w->pos];

	if (c == '\\' && w->buf[w->pos + 1] == '\n')
		continue_macro(w);
	w->col.was = next_column(w->col.was, c);
	w->col.is = next_column(w->col.is, c);
	w->pos++;
	if (c == '\n')
		line_starts(w);
	if (c != ' ' && c != '\t') {
		w->space = w->pos;
		w->space_col = w->col;
	}
}

/* Go to an offset, or past it where a change covers it. */
static void advance(struct walk *w, size_t to)
{
	while (w->pos < to) {
		if (w->k < w->in->n && w->in->v[w->k].off == w->pos)
			apply_change(w);
		else
			step(w);
	}
	while (w->k < w->in->n && w->in->v[w->k].off == to && !w->in->v[w->k].len)
		apply_change(w);
}

static void bracket_push(struct walk *w, char kind)
{
	GROW(w->open, w->n_open);
	w->open[w->n_open++] = (struct bracket){ kind, w->col, w->owner };
}

/* Close the innermost bracket of this kind; one that is not open is ignored. */
static void bracket_pop(struct walk *w, char kind)
{
	for (size_t i = w->n_open; i-- > 0;) {
		if (w->open[i].kind == kind) {
			w->n_open = i;
			while (w->n_commas && w->commas[w->n_commas - 1].depth >= i)
				w->n_commas--;
			return;
		}
		if (w->open[i].kind == '#')
			return;
	}
}

static void brackets(struct walk *w, char c)
{
	switch (c) {
	case '(': case '[': case '{':
		bracket_push(w, c);
		break;
	case ')':
		bracket_pop(w, '(');
		break;
	case ']':
		bracket_pop(w, '[');
		break;
	case '}':
		/* What #if and #else left unbalanced ends with the function. */
		if (w->col.was == 1)
			w->n_open = 0;
		else
			bracket_pop(w, '{');
	}
}

/* Brackets of a directive do not mix with those around it. */
static void directive_leave(struct walk *w, bool *in_directive, const struct token *t)
{
	if (!*in_directive || (t->directive && !t->first))
		return;
	while (w->n_open && w->open[w->n_open - 1].kind != '#')
		w->n_open--;
	w->n_open -= !!w->n_open;
	*in_directive = false;
}

static void directive_enter(struct walk *w, bool *in_directive, const struct token *t)
{
	if (!t->directive || *in_directive)
		return;
	bracket_push(w, '#');
	*in_directive = true;
}

/* Remember a comma that code, and nothing else, follows on its line. */
static void remember_comma(struct walk *w)
{
	size_t end = w->pos;

	while (w->buf[end] == ' ')
		end++;
	if (!w->n_open || w->open[w->n_open - 1].kind != '(')
		return;
	if (end == w->pos || !w->buf[end] || strchr("\t\n\\/", w->buf[end]))
		return;
	GROW(w->commas, w->n_commas);
	w->commas[w->n_commas++] = (struct comma){ w->pos, end, w->n_open - 1, w->col.is };
}

static long old_width(const struct walk *w)
{
	size_t from = w->pos;
	long col = 0;

	while (from && w->buf[from - 1] != '\n')
		from--;
	for (; from < w->len && w->buf[from] != '\n'; from++)
		col = next_column(col, w->buf[from]);
	return col;
}

/* The outermost bracket that is still open where the line gets too long, then the last comma. */
static const struct comma *best_comma(const struct walk *w)
{
	const struct comma *best = NULL;

	for (size_t i = 0; i < w->n_commas; i++) {
		const struct comma *c = &w->commas[i];

		if (c->column > MAX_COLUMNS || c->depth >= w->n_open)
			continue;
		if (!best || c->depth <= best->depth)
			best = c;
	}
	return best;
}

/* What cannot go to the next line without this token. */
static long tail_width(const struct walk *w)
{
	const char *s = w->buf + w->pos;
	size_t n = strspn(s, ");,{ ");

	if (s[n] != '\n')
		n = strspn(s, ");,");
	return n;
}

/* After a token: does the line pass the limit here, and did not before? */
static void break_line(struct walk *w)
{
	const struct comma *c;

	if (w->long_seen || w->col.is + tail_width(w) <= MAX_COLUMNS || w->col.is == w->col.was)
		return;
	w->long_seen = true;
	if (old_width(w) > MAX_COLUMNS)
		return;
	c = best_comma(w);
	if (!c)
		return;
	changes_add(w->out, c->off, c->end - c->off,
		    strtab_addf(w->st, "\n%s", pad(w->st, 0, w->open[c->depth].in.is, true)),
		    w->owner);
	w->broken = true;
}

static void walk_token(struct walk *w, const struct token *t)
{
	char c = w->buf[t->off];

	advance(w, t->off);
	if (w->k < w->in->n && w->in->v[w->k].off == t->off)
		apply_change(w);
	if (w->pos > t->off) {
		advance(w, t->off + t->len);
		return;
	}
	advance(w, t->off + t->len);
	if (!t->directive)
		break_line(w);
	if (t->kind != TOK_PUNCT)
		return;
	brackets(w, c);
	if (c == ',' && !t->directive)
		remember_comma(w);
}

static void walk_init(struct walk *w, const struct changes *in, struct changes *out,
		      const char *buf, size_t len, struct strtab *st)
{
	memset(w, 0, sizeof(*w));
	w->buf = buf;
	w->len = len;
	w->st = st;
	w->in = in;
	w->out = out;
}

/* Walk the file until its end, or until a break was added. */
static bool walk(const struct changes *in, struct changes *out, const char *buf, size_t len,
		 struct strtab *st)
{
	bool in_directive = false;
	struct lexer lx;
	struct token t;
	struct walk w;

	walk_init(&w, in, out, buf, len, st);
	lex_init(&lx, buf, len);
	while (!w.broken && lex_next(&lx, &t)) {
		directive_leave(&w, &in_directive, &t);
		advance(&w, t.off);
		directive_enter(&w, &in_directive, &t);
		walk_token(&w, &t);
	}
	if (!w.broken)
		advance(&w, len);
	free(w.open);
	free(w.commas);
	return w.broken;
}

void align_changes(struct changes *c, const char *buf, size_t len, struct strtab *st)
{
	struct changes extra = { NULL, 0 };
	size_t tries = c->n + 8;

	while (walk(c, &extra, buf, len, st) && tries--) {
		/* Keep the break, and find the rest again with it. */
		struct change br = extra.v[extra.n - 1];

		changes_add(c, br.off, br.len, br.text, br.owner);
		changes_sort(c);
		changes_release(&extra);
	}
	for (size_t i = 0; i < extra.n; i++)
		changes_add(c, extra.v[i].off, extra.v[i].len, extra.v[i].text, extra.v[i].owner);
	changes_sort(c);
	changes_release(&extra);
}
