// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include "arena.h"
#include "util.h"

#define CHUNK 65536

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	_Alignas(16) char data[];
};

void *arena_alloc(struct arena *a, size_t n, size_t size)
{
	size_t bytes = (n * size + 15) & ~(size_t)15;
	struct arena_chunk *c = a->chunks;
	void *p;

	if (!c || bytes > c->size - c->used) {
		size_t room = bytes > CHUNK ? bytes : CHUNK;

		c = xcalloc(1, sizeof(*c) + room);
		c->size = room;
		c->next = a->chunks;
		a->chunks = c;
	}
	p = c->data + c->used;
	c->used += bytes;
	return p;
}

void arena_release(struct arena *a)
{
	struct arena_chunk *c, *next;

	for (c = a->chunks; c; c = next) {
		next = c->next;
		free(c);
	}
	a->chunks = NULL;
}
