/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sets as interned strings "a|b": equal sets have equal addresses. The empty
 * set is "". Definitions are kept so; values are scan's own type.
 */
#ifndef VSET_H
#define VSET_H

#include "base/base.h"

/* Both sets; "?" alone when there would be more than VALUE_SET values. */
const char *vset_union(struct strtab *st, const char *a, const char *b);

#endif
