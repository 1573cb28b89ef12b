/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory that is given back all at once. What it holds never moves.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

struct arena {
	struct arena_chunk *chunks;
};
#define ARENA_INIT { NULL }

/* Zeroed room for n elements. */
void *arena_alloc(struct arena *a, size_t n, size_t size);
void arena_release(struct arena *a);

#endif
