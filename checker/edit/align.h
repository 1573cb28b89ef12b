/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeping what is aligned aligned: a longer name moves the parenthesis that
 * continuation lines are aligned with.
 *
 * A line that was indented to the column after the innermost parenthesis that
 * is open there still is; one indented otherwise stays as it is. A macro's
 * trailing backslashes keep their column. A line that passes MAX_COLUMNS, and
 * did not before, is broken after a comma.
 */
#ifndef ALIGN_H
#define ALIGN_H

#include "base/base.h"
#include "changes.h"

#define MAX_COLUMNS 100

/*
 * Add to c, the changes of tokens in buf, those of white space that follow
 * from them. c is sorted and has no overlap, before and after; texts are
 * interned in st. buf must be NUL-terminated.
 */
void align_changes(struct changes *c, const char *buf, size_t len, struct strtab *st);

#endif
