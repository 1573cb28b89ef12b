// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "text/text.h"
#include "retoken.h"

#define MAX_TOKENS 96	/* of what is compared; longer ones are exchanged as a whole */

struct tokens {
	const char *s;
	struct token *v;
	size_t n;
};

/* The lexer at off, which may be where a directive's '#' is. */
static void lex_at(struct lexer *lx, const char *buf, size_t len, size_t off)
{
	size_t i = off;

	lex_init(lx, buf, len);
	lx->pos = off;
	while (i && (buf[i - 1] == ' ' || buf[i - 1] == '\t'))
		i--;
	lx->bol = !i || buf[i - 1] == '\n';
}

struct code_span code_span(const char *buf, size_t len, size_t off, size_t end)
{
	struct code_span r = { off, off, false };
	struct lexer lx;
	struct token t;

	lex_at(&lx, buf, len, off);
	while (lex_next(&lx, &t) && t.off < end) {
		if (r.end == off)
			r.off = t.off;
		r.end = t.off + t.len;
		r.directive |= t.directive;
	}
	return r;
}

static struct tokens read_tokens(const char *s, size_t len, size_t off, size_t end)
{
	struct tokens t = { s, NULL, 0 };
	struct lexer lx;
	struct token next;

	lex_at(&lx, s, len, off);
	while (lex_next(&lx, &next) && next.off < end) {
		GROW(t.v, t.n);
		t.v[t.n++] = next;
	}
	return t;
}

static size_t token_end(const struct tokens *t, size_t i)
{
	return t->v[i].off + t->v[i].len;
}

static bool same(const struct tokens *a, size_t i, const struct tokens *b, size_t j)
{
	return a->v[i].len == b->v[j].len &&
	       !memcmp(a->s + a->v[i].off, b->s + b->v[j].off, a->v[i].len);
}

/* keep[i]: the token of b that token i of a stays as, or -1: the longest common subsequence. */
static void match(const struct tokens *a, const struct tokens *b, int *keep)
{
	unsigned char best[MAX_TOKENS + 1][MAX_TOKENS + 1];
	size_t i, j;

	for (i = 0; i < a->n; i++)
		keep[i] = -1;
	if (a->n > MAX_TOKENS || b->n > MAX_TOKENS)
		return;
	memset(best, 0, sizeof(best));
	for (i = a->n; i-- > 0;)
		for (j = b->n; j-- > 0;)
			best[i][j] = same(a, i, b, j) ? best[i + 1][j + 1] + 1 :
				     best[i + 1][j] > best[i][j + 1] ? best[i + 1][j] : best[i][j + 1];
	for (i = j = 0; i < a->n; i++) {
		while (j < b->n && !same(a, i, b, j) && best[i][j + 1] == best[i][j])
			j++;
		if (j < b->n && same(a, i, b, j) && best[i][j] == best[i + 1][j + 1] + 1)
			keep[i] = j++;
	}
}

/* Is there nothing but white space in [from, to)? */
static bool blank(const char *s, size_t from, size_t to)
{
	for (; from < to; from++)
		if (!strchr(" \t\n", s[from]))
			return false;
	return true;
}

/* The white space before off, that of a line's end after a // comment excepted. */
static size_t space_before(const char *s, size_t from, size_t off)
{
	size_t i = off, line;

	while (i > from && strchr(" \t\n", s[i - 1]))
		i--;
	for (line = i; line > from && s[line - 1] != '\n'; line--)
		if (line > from + 1 && s[line - 1] == '/' && s[line - 2] == '/')
			return off;
	return i;
}

/* Old tokens [i, end) go, and text comes where they were. */
static void replace(struct changes *c, const struct tokens *a, size_t i, size_t end,
		    const char *text, size_t owner)
{
	while (i < end) {
		size_t off = a->v[i].off, to;

		while (i + 1 < end && blank(a->s, token_end(a, i), a->v[i + 1].off))
			i++;
		to = token_end(a, i++);
		if (!*text && off > a->v[0].off)
			off = space_before(a->s, a->v[0].off, off);
		else if (!*text && i < a->n && blank(a->s, to, a->v[i].off))
			to = a->v[i].off;
		changes_add(c, off, to - off, text, owner);
		text = "";
	}
}

/* New tokens [j, end) as they are written, with the space to what stays around them. */
static const char *new_text(const struct tokens *b, size_t j, size_t end, struct strtab *st)
{
	size_t from, to;

	if (j == end)
		return "";
	from = j ? token_end(b, j - 1) : b->v[j].off;
	to = end < b->n ? b->v[end].off : token_end(b, end - 1);
	return strtab_addn(st, b->s + from, to - from);
}

/* Is there a comment between the tokens? */
static bool has_comment(const struct tokens *t)
{
	for (size_t i = 1; i < t->n; i++)
		if (!blank(t->s, token_end(t, i - 1), t->v[i].off))
			return true;
	return false;
}

/*
 * Text comes before old token i, as part of it: an insertion would be taken to
 * belong to what is before. Behind the last one there is nothing to be part of.
 */
static void insert(struct changes *c, const struct tokens *a, size_t i, const char *text,
		   size_t owner, struct strtab *st)
{
	if (i == a->n)
		changes_add(c, token_end(a, i - 1), 0, text, owner);
	else
		changes_add(c, a->v[i].off, a->v[i].len,
			    strtab_addf(st, "%s%.*s", text, (int)a->v[i].len, a->s + a->v[i].off),
			    owner);
}

/* What is not kept goes, and what is new comes, between the comments. */
static void change_tokens(struct changes *c, const struct tokens *a, const struct tokens *b,
			  size_t owner, struct strtab *st)
{
	int *keep = xcalloc(a->n + 1, sizeof(*keep));
	size_t i = 0, j = 0;

	match(a, b, keep);
	while (i < a->n || j < b->n) {
		size_t from = i, to = i;
		const char *s;

		while (to < a->n && keep[to] < 0)
			to++;
		i = to < a->n ? (size_t)keep[to] : b->n;
		s = new_text(b, j, i, st);
		if (from < to)
			replace(c, a, from, to, s, owner);
		else if (*s)
			insert(c, a, to, s, owner, st);
		j = i + (to < a->n);
		i = to + (to < a->n);
	}
	free(keep);
}

void retoken(struct changes *c, const char *buf, size_t len, size_t off, size_t end,
	     const char *text, size_t owner, struct strtab *st)
{
	struct tokens a = read_tokens(buf, len, off, end);
	struct tokens b = read_tokens(text, strlen(text), 0, strlen(text));

	if (has_comment(&a))
		change_tokens(c, &a, &b, owner, st);
	else
		changes_add(c, off, end - off, text, owner);
	free(a.v);
	free(b.v);
}
