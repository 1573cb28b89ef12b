// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "base/base.h"
#include "lex.h"

enum { C_IDENT = 1, C_DIGIT = 2, C_SPACE = 4 };

/* Bytes beyond ASCII are taken for letters: they are in comments and strings. */
static const unsigned char class[256] = {
	['a' ... 'z'] = C_IDENT, ['A' ... 'Z'] = C_IDENT, ['_'] = C_IDENT, ['$'] = C_IDENT,
	[0x80 ... 0xff] = C_IDENT, ['0' ... '9'] = C_DIGIT,
	[' '] = C_SPACE, ['\t'] = C_SPACE, ['\r'] = C_SPACE, ['\v'] = C_SPACE, ['\f'] = C_SPACE,
};

static int class_of(char c)
{
	return class[(unsigned char)c];
}

void lex_init(struct lexer *lx, const char *buf, size_t len)
{
	memset(lx, 0, sizeof(*lx));
	lx->buf = buf;
	lx->len = len;
	lx->line = 1;
	lx->bol = true;
}

/* pos is behind a newline. */
static void new_line(struct lexer *lx)
{
	lx->line++;
	lx->line_off = lx->pos;
}

/* Step over a backslash and the newline behind it, if that is what pos is at. */
static bool skip_splice(struct lexer *lx)
{
	const char *p = lx->buf + lx->pos;
	size_t n = p[0] != '\\' ? 0 : p[1] == '\n' ? 2 : p[1] == '\r' && p[2] == '\n' ? 3 : 0;

	if (!n)
		return false;
	lx->pos += n;
	new_line(lx);
	return true;
}

static void skip_line_comment(struct lexer *lx)
{
	while (lx->pos < lx->len && lx->buf[lx->pos] != '\n')
		if (!skip_splice(lx))
			lx->pos++;
}

static void skip_block_comment(struct lexer *lx)
{
	for (lx->pos += 2; lx->pos < lx->len; ) {
		char c = lx->buf[lx->pos++];

		if (c == '\n') {
			new_line(lx);
		} else if (c == '*' && lx->buf[lx->pos] == '/') {
			lx->pos++;
			return;
		}
	}
}

/* White space, comments and splices; true if there was anything. */
static bool skip_blank(struct lexer *lx)
{
	char c = lx->buf[lx->pos];

	if (class_of(c) & C_SPACE) {
		lx->pos++;
	} else if (c == '\n') {
		lx->pos++;
		new_line(lx);
		lx->bol = true;
		lx->directive = false;
	} else if (c == '/' && lx->buf[lx->pos + 1] == '*') {
		skip_block_comment(lx);
	} else if (c == '/' && lx->buf[lx->pos + 1] == '/') {
		skip_line_comment(lx);
	} else {
		return skip_splice(lx);
	}
	return true;
}

/* A literal that is not closed ends with its line. */
static void skip_quoted(struct lexer *lx, char quote)
{
	lx->pos++;
	while (lx->pos < lx->len && lx->buf[lx->pos] != '\n') {
		if (skip_splice(lx))
			continue;
		if (lx->buf[lx->pos] == quote) {
			lx->pos++;
			return;
		}
		lx->pos += lx->buf[lx->pos] == '\\' && lx->pos + 1 < lx->len ? 2 : 1;
	}
}

static void skip_ident(struct lexer *lx)
{
	while (lx->pos < lx->len && (class_of(lx->buf[lx->pos]) & (C_IDENT | C_DIGIT)))
		lx->pos++;
}

/* A preprocessing number: 0x1p-3, 1.5e+7, 10UL */
static void skip_number(struct lexer *lx)
{
	for (; lx->pos < lx->len; lx->pos++) {
		char c = lx->buf[lx->pos], prev = lx->buf[lx->pos - 1] | 0x20;

		if ((c == '+' || c == '-') && (prev == 'e' || prev == 'p'))
			continue;
		if (!(class_of(c) & (C_IDENT | C_DIGIT)) && c != '.')
			return;
	}
}

static enum token_kind skip_punct(struct lexer *lx)
{
	const char *p = lx->buf + lx->pos;

	if (*p == '#' && lx->bol)
		lx->directive = true;
	lx->pos += (p[0] == '-' && p[1] == '>') || (p[0] == '#' && p[1] == '#') ? 2 : 1;
	return TOK_PUNCT;
}

static enum token_kind skip_token(struct lexer *lx)
{
	char c = lx->buf[lx->pos];

	if (c == '"' || c == '\'') {
		skip_quoted(lx, c);
		return c == '"' ? TOK_STRING : TOK_CHAR;
	}
	if (class_of(c) & C_IDENT) {
		skip_ident(lx);
		return TOK_IDENT;
	}
	if ((class_of(c) & C_DIGIT) || (c == '.' && (class_of(lx->buf[lx->pos + 1]) & C_DIGIT))) {
		lx->pos++;
		skip_number(lx);
		return TOK_NUMBER;
	}
	return skip_punct(lx);
}

bool lex_next(struct lexer *lx, struct token *t)
{
	while (lx->pos < lx->len && skip_blank(lx))
		;
	memset(t, 0, sizeof(*t));
	t->off = lx->pos;
	t->line = lx->line;
	t->column = lx->pos - lx->line_off + 1;
	t->first = lx->bol;
	if (lx->pos >= lx->len)
		return false;
	t->kind = skip_token(lx);
	t->len = lx->pos - t->off;
	t->directive = lx->directive;
	lx->bol = false;
	return true;
}

bool token_is(const struct lexer *lx, const struct token *t, const char *text)
{
	return !strncmp(lx->buf + t->off, text, t->len) && !text[t->len];
}
