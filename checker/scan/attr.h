/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attributes, which libclang shows as places in the text: what they mean is
 * read from the declaration as it prints it, where no macro is left.
 */
#ifndef ATTR_H
#define ATTR_H

#include "cx.h"

/* Is an attribute, which is a child of what has it, spelled so, or __so__? */
bool attr_is(struct cx *cx, CXCursor attr, const char *name);

/* "F<id>" of the function that runs when the variable goes out of scope, or NULL. */
const char *attr_cleanup(struct cx *cx, CXCursor var);
/* "F<id>" of the function that this is another name of, or NULL. */
const char *attr_alias(struct cx *cx, CXCursor fn);
bool attr_weak(struct cx *cx, CXCursor fn);
/* Declared so, or found so by attr_set_noreturn(). */
bool attr_noreturn(struct cx *cx, CXCursor fn);
/* A function's type, as that of a pointer to one. */
bool attr_noreturn_type(CXType fn);
void attr_set_noreturn(struct cx *cx, CXCursor fn);

#endif
