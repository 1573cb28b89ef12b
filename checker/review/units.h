/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The units of a git tree: the base's build, read in a tree of our own.
 * A file that is gone has no unit; one that the series adds gets the flags of
 * a neighbour once a Makefile names it. Makefiles are read as text, never run.
 */
#ifndef UNITS_H
#define UNITS_H

#include "gather/gather.h"
#include "judge/judge.h"
#include "sparse.h"

/* Tell s what the units of these builds, as read from their own tree, can read. */
void units_want(const struct compdb *builds, size_t n, struct sparse *s, struct strtab *st);

/*
 * Settle the units of a build that is read in the tree of s. is_new: whether a path is one
 * that the base has not. Files that have no command are added to na: added by
 * the series, and not compiled as far as its Makefiles tell.
 */
typedef bool is_new_fn(void *ctx, const char *path);
void units_settle(struct compdb *db, const struct sparse *s, is_new_fn *is_new, void *ctx,
		struct strtab *st, struct findings *na);

#endif
