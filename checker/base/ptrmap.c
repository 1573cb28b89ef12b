// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>
#include "ptrmap.h"
#include "util.h"

static size_t hash(const void *a, const void *b)
{
	uint64_t h = (uintptr_t)a * 0x9e3779b97f4a7c15ULL;

	h ^= (uintptr_t)b * 0xc2b2ae3d27d4eb4fULL;
	return h ^ (h >> 29);
}

/* The slot of (a, b), or the free one where it belongs. */
static struct ptrmap_slot *probe(const struct ptrmap *m, const void *a, const void *b)
{
	size_t i = hash(a, b) & (m->alloc - 1);

	while (m->slots[i].value && (m->slots[i].a != a || m->slots[i].b != b))
		i = (i + 1) & (m->alloc - 1);
	return &m->slots[i];
}

static void grow(struct ptrmap *m)
{
	struct ptrmap old = *m;

	m->alloc = old.alloc ? old.alloc * 2 : 64;
	m->slots = xcalloc(m->alloc, sizeof(*m->slots));
	for (size_t i = 0; i < old.alloc; i++)
		if (old.slots[i].value)
			*probe(m, old.slots[i].a, old.slots[i].b) = old.slots[i];
	free(old.slots);
}

void *ptrmap_get(const struct ptrmap *m, const void *a, const void *b)
{
	return m->n ? probe(m, a, b)->value : NULL;
}

/*
 * A slot is in use when it has a value, so a caller that is given a NULL must
 * fill it in. It is counted here, which at worst makes the table grow early.
 */
void **ptrmap_at(struct ptrmap *m, const void *a, const void *b)
{
	struct ptrmap_slot *s;

	if (m->n * 4 >= m->alloc * 3)
		grow(m);
	s = probe(m, a, b);
	if (!s->value) {
		s->a = a;
		s->b = b;
		m->n++;
	}
	return &s->value;
}

bool ptrmap_first(struct ptrmap *m, const void *a, const void *b)
{
	void **slot = ptrmap_at(m, a, b);

	if (*slot)
		return false;
	*slot = m;
	return true;
}

void ptrmap_release(struct ptrmap *m)
{
	free(m->slots);
	*m = (struct ptrmap)PTRMAP_INIT;
}
