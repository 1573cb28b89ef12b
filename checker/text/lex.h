/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A lexer for C as the kernel writes it, before preprocessing: for finding
 * names fast, not for parsing. Comments, white space and spliced lines are
 * skipped; directives are tokens like others, marked as such.
 */
#ifndef LEX_H
#define LEX_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind { TOK_END, TOK_IDENT, TOK_NUMBER, TOK_STRING, TOK_CHAR, TOK_PUNCT };

/* A token is bytes [off, off + len) of the buffer, splices included. */
struct token {
	enum token_kind kind;
	size_t off, len;
	int line, column;	/* from 1; column in bytes */
	bool directive;		/* inside a preprocessor directive, its '#' included */
	bool first;		/* the first token of its line */
};

/* The buffer must be NUL-terminated and outlive the lexer. */
struct lexer {
	const char *buf;
	size_t len, pos, line_off;
	int line;
	bool directive, bol;
};

void lex_init(struct lexer *lx, const char *buf, size_t len);
/* The next token; false, and TOK_END, at the end. Punctuators: "->", "##" whole, else one byte. */
bool lex_next(struct lexer *lx, struct token *t);
bool token_is(const struct lexer *lx, const struct token *t, const char *text);

#endif
