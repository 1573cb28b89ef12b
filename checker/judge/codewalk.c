// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "codewalk.h"

const struct token *walk_token(const struct walk *w, size_t i)
{
	static const struct token none;

	return i < w->n ? &w->t[i] : &none;
}

bool walk_is(const struct walk *w, size_t i, const char *text)
{
	return i < w->n && token_is(&w->lx, &w->t[i], text);
}

static void read_tokens(struct walk *w, size_t len)
{
	struct token t;

	lex_init(&w->lx, w->buf, len);
	while (lex_next(&w->lx, &t)) {
		GROW(w->t, w->n);
		w->t[w->n++] = t;
	}
}

static bool is_any(const struct walk *w, size_t i, const char *chars)
{
	return w->t[i].kind == TOK_PUNCT && w->t[i].len == 1 && strchr(chars, w->buf[w->t[i].off]);
}

/* Once over the file: brackets may be nested as deep as there are tokens. */
static void match_brackets(struct walk *w)
{
	size_t *open = xcalloc(w->n, sizeof(*open)), n = 0;

	w->at = xcalloc(w->n, sizeof(*w->at));
	for (size_t i = 0; i < w->n; i++) {
		w->at[i].end = w->n;
		if (is_any(w, i, "([{"))
			open[n++] = i;
		else if (n && is_any(w, i, ")]}"))
			w->at[open[--n]].end = i;
		else if (n && is_any(w, i, ","))
			w->at[open[n - 1]].commas++;
	}
	free(open);
}

size_t walk_closing(const struct walk *w, size_t i)
{
	return i < w->n ? w->at[i].end : w->n;
}

int walk_count_args(const struct walk *w, size_t open)
{
	return w->at[open].commas + (w->at[open].end > open + 1);
}

void walk_start(struct walk *w, const char *path, const char *text, size_t len)
{
	*w = (struct walk){ .path = path, .buf = text, .in_line = -1, .func = -1 };
	read_tokens(w, len);
	match_brackets(w);
}

void walk_end(struct walk *w)
{
	free(w->t);
	free(w->at);
}

static void step_conditional(struct walk *w, size_t i)
{
	struct cond *c;

	if (walk_is(w, i + 1, "if") || walk_is(w, i + 1, "ifdef") || walk_is(w, i + 1, "ifndef")) {
		if (w->n_cond < MAX_COND)
			w->cond[w->n_cond] = (struct cond){ w->t[i].off, w->t[i].line, w->depth };
		w->n_cond++;
	} else if (w->n_cond && (walk_is(w, i + 1, "else") || walk_is(w, i + 1, "elif"))) {
		if (w->n_cond > MAX_COND)
			return;
		c = &w->cond[w->n_cond - 1];
		c->off = w->t[i].off;
		c->line = w->t[i].line;
		w->depth = c->depth;	/* the branches open the same braces */
	} else if (w->n_cond && walk_is(w, i + 1, "endif")) {
		w->n_cond--;
	}
}

/* The first name in front of a '(' outside all braces; "__" is for attributes. */
static void step_function(struct walk *w, size_t i)
{
	const char *s = w->buf + w->t[i].off, *old;

	if (w->depth || w->paren || w->t[i].kind != TOK_IDENT || !walk_is(w, i + 1, "("))
		return;
	old = w->func < 0 ? NULL : w->buf + w->t[w->func].off;
	if (!old || (!strncmp(old, "__", 2) && strncmp(s, "__", 2)))
		w->func = i;
}

static void step_punct(struct walk *w, size_t i)
{
	switch (w->buf[w->t[i].off]) {
	case '{':
		w->depth++;
		break;
	case '}':
		w->depth -= w->depth > 0;
		w->func = w->depth ? w->func : -1;
		w->paren = 0;
		break;
	case '(':
		w->paren++;
		break;
	case ')':
		w->paren -= w->paren > 0;
		break;
	case ';':
		if (!w->depth) {
			w->func = -1;
			w->paren = 0;
		}
		break;
	}
}

void walk_step(struct walk *w, size_t i)
{
	const struct token *t = &w->t[i];

	if (!t->directive) {
		w->in_line = -1;
		step_function(w, i);
		if (t->kind == TOK_PUNCT)
			step_punct(w, i);
	} else if (t->first) {
		w->in_line = i;
		step_conditional(w, i);
	}
}

void walk_add_text(struct strbuf *sb, const struct walk *w, size_t i, size_t end)
{
	for (size_t k = i; k < end; k++) {
		const struct token *t = walk_token(w, k), *prev = walk_token(w, k - 1);

		if (k > i && prev->off + prev->len < t->off)
			strbuf_add(sb, " ", 1);
		strbuf_add(sb, w->buf + t->off, t->len);
	}
}

/* The directive at off as it is written, on one line. */
void walk_add_directive(struct strbuf *sb, const struct walk *w, size_t off)
{
	size_t i = 0, end;

	while (i < w->n && w->t[i].off < off)
		i++;
	for (end = i + 1; end < w->n && w->t[end].directive && !w->t[end].first; end++)
		;
	walk_add_text(sb, w, i, end);
}

bool walk_is_if_zero(const struct walk *w, const struct cond *c)
{
	return !strncmp(w->buf + c->off, "#if 0", 5);
}

/* The guard of a header is no condition that is worth a word. */
static bool is_guard(const struct walk *w, const struct cond *c)
{
	return ends_in(w->path, ".h") && c == w->cond && !strncmp(w->buf + c->off, "#ifndef", 7);
}

const struct cond *walk_innermost(const struct walk *w)
{
	int n = w->n_cond < MAX_COND ? w->n_cond : MAX_COND;

	for (int i = 0; i < n; i++)
		if (walk_is_if_zero(w, &w->cond[i]))
			return &w->cond[i];
	return n && !is_guard(w, &w->cond[n - 1]) ? &w->cond[n - 1] : NULL;
}

void walk_function(const struct walk *w, struct strbuf *sb)
{
	size_t f = w->func, end = w->func < 0 ? 0 : walk_closing(w, f + 1) + 1;	/* of FNAME(f) */

	if (w->in_line >= 0)	/* a macro is a function's place, as in findings */
		walk_add_text(sb, w, w->in_line + 2, w->in_line + 3);
	else if (w->func >= 0 && w->depth)
		walk_add_text(sb, w, f, walk_is(w, end, "(") ? end : f + 1);
}
