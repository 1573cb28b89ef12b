/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the parts of an expression, a declaration or an argument list end, for
 * those who have a place in the text to start from and need no tokens.
 */
#ifndef BRACKETS_H
#define BRACKETS_H

#include <stddef.h>

/* After a string, a character or a comment that starts at s[i]; i where none does. */
size_t skip_opaque(const char *s, size_t len, size_t i);

/*
 * The index of what ends the part that starts at i: one of the separators, or a
 * closing bracket that opens behind none. What is in brackets, strings and
 * comments does not count. len where nothing does.
 */
size_t part_end(const char *s, size_t len, size_t i, const char *separators);

#endif
