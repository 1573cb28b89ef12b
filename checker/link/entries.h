/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entries: the functions of a file by which others get to one of its calls.
 * Calls that share them and go wrong alike are one bug to a reader.
 */
#ifndef LINK_ENTRIES_H
#define LINK_ENTRIES_H

#include "callgraph.h"

/*
 * The functions of the body's file, as spelled, that lead to it through static
 * functions of that file and are themselves not static, or not called there:
 * sorted, separated by spaces, interned; "" at file scope. Only what the file
 * itself says counts, so that the answer does not depend on what else was scanned.
 */
const char *entries_of(struct graph *g, const struct body *b);

#endif
