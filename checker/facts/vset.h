/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sets of values (value.h) as interned strings: equal sets have equal
 * addresses. The empty set is "".
 */
#ifndef VSET_H
#define VSET_H

#include "base/base.h"

/* Both sets; "?" alone when there would be more than VALUE_SET values. */
const char *vset_union(struct strtab *st, const char *a, const char *b);

/* Each value of the set, read through load. */
const char *vset_load(struct strtab *st, const char *set, const char *load);

#endif
