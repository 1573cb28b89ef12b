/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which texts mention an accessor, found fast: most files mention none.
 */
#ifndef MENTIONS_H
#define MENTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* What to look for before any words are: each name has one of these in it. */
struct mentions {
	const char **needles;
	size_t n;
};

void mentions_init(struct mentions *m);
void mentions_release(struct mentions *m);

/* Is any accessor's name a whole token of the code? Pasted names are not seen. */
bool mentions_accessor(const struct mentions *m, const char *buf, size_t len);

#endif
