/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes of tokens: what both texts have stays where it is, and so do comments.
 */
#ifndef RETOKEN_H
#define RETOKEN_H

#include "base/base.h"
#include "changes.h"

/* Where the tokens of a piece of code are: without comments and space around them. */
struct code_span {
	size_t off, end;	/* equal: there is none */
	bool directive;		/* a preprocessor directive is among them */
};

struct code_span code_span(const char *buf, size_t len, size_t off, size_t end);

/* Add to c what makes the tokens of buf's [off, end) those of text, for that owner. */
void retoken(struct changes *c, const char *buf, size_t len, size_t off, size_t end,
	     const char *text, size_t owner, struct strtab *st);

#endif
