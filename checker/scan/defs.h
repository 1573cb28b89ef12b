/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sets of definitions of locals, as interned strings "d0|d3": equal sets have
 * equal addresses. The empty set is ""; "?" is one of too many.
 */
#ifndef DEFS_H
#define DEFS_H

#include "base/base.h"

/* Both sets; "?" where there would be more than VALUE_SET definitions. */
const char *defs_join(struct strtab *st, const char *a, const char *b);

/* Take each definition of a set in turn, in the order of their names; -1 at the end. */
int defs_next(const char **set);

#endif
