/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * UTF-8. Old kernels have sources in Latin-1, and a byte of theirs must not
 * become another: a format that has to be UTF-8 shows it as "\xe9", and has no
 * suggestion that would put that into the file.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>

struct strbuf;

/* Length of the UTF-8 sequence that s begins with, of n bytes at most; 0: it is none. */
size_t utf8_len(const char *s, size_t n);

bool utf8_valid(const char *s, size_t n);

/* Add text with what is not UTF-8 as "\xe9". */
void utf8_add(struct strbuf *out, const char *s, size_t n);

#endif
