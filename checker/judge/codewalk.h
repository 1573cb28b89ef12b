/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One file by its tokens, and where in it each of them is: in which function,
 * directive and branch of a conditional. No branch is left out.
 */
#ifndef CODEWALK_H
#define CODEWALK_H

#include "base/base.h"
#include "text/text.h"

#define MAX_COND 64	/* nesting of conditionals; what is deeper is not described */

struct cond {
	size_t off;		/* of the directive that opened this branch */
	int line;
	int depth;		/* of braces, where it opened */
};

/* What stands between a bracket and the one that closes it. */
struct bracket {
	size_t end;		/* that one; the number of tokens where there is none */
	int commas;		/* in no bracket further inside */
};

struct walk {
	const char *path, *buf;	/* the file and its text, not owned */
	struct lexer lx;
	struct token *t;
	size_t n;
	struct bracket *at;	/* of the tokens that open one */
	struct cond cond[MAX_COND];
	int n_cond;
	int depth, paren;	/* of braces and parentheses, outside directives */
	int in_line;		/* index of the directive's '#', -1 outside */
	int func;		/* index of the name of the function we are in, -1 */
};

/* Read the tokens; path and text must outlive the walk. */
void walk_start(struct walk *w, const char *path, const char *text, size_t len);
void walk_end(struct walk *w);

/* Go on to token i, the one behind the last. */
void walk_step(struct walk *w, size_t i);

/* Token i, an empty one where there is none. Is it that text? */
const struct token *walk_token(const struct walk *w, size_t i);
bool walk_is(const struct walk *w, size_t i, const char *text);

/* The index of the ')' that closes the '(' at i, the end where there is none; how many arguments. */
size_t walk_closing(const struct walk *w, size_t i);
int walk_count_args(const struct walk *w, size_t open);

/* The function or macro that we are in, "" outside: "f", or "FNAME(f)" as it is written. */
void walk_function(const struct walk *w, struct strbuf *sb);

/* The conditional that decides whether what is here is read: an "#if 0" before others. Or NULL. */
const struct cond *walk_innermost(const struct walk *w);
bool walk_is_if_zero(const struct walk *w, const struct cond *c);

/* Tokens as they are written, white space folded; the directive at off. */
void walk_add_text(struct strbuf *sb, const struct walk *w, size_t i, size_t end);
void walk_add_directive(struct strbuf *sb, const struct walk *w, size_t off);

#endif
