/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hash table from a pair of pointers to a pointer: for interned strings and
 * objects, which compare by address. Nothing is ever removed; a value may be
 * replaced. Neither keys nor values are owned.
 */
#ifndef PTRMAP_H
#define PTRMAP_H

#include <stdbool.h>
#include <stddef.h>

struct ptrmap_slot {
	const void *a, *b;
	void *value;
};

struct ptrmap {
	struct ptrmap_slot *slots;
	size_t n, alloc;
};
#define PTRMAP_INIT { NULL, 0, 0 }

/* The value of (a, b), or NULL. */
void *ptrmap_get(const struct ptrmap *m, const void *a, const void *b);

/* Where the value of (a, b) is kept, NULL at first; holds until the next call. */
void **ptrmap_at(struct ptrmap *m, const void *a, const void *b);

/* As a set: true the first time that (a, b) is asked for, which gets a value that is not NULL. */
bool ptrmap_first(struct ptrmap *m, const void *a, const void *b);

void ptrmap_release(struct ptrmap *m);

#endif
