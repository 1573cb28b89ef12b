// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fixpoint: nodes get their edges, and bits flow from the ends back to who
 * asked until none is new.
 */
#include "origin_priv.h"

static void enqueue(struct origin *o, struct origin_node *n)
{
	if (n->queued)
		return;
	n->queued = true;
	GROW(o->queue, o->n_queue);
	o->queue[o->n_queue++] = n;
}

static unsigned int edge_bits(const struct origin_edge *e)
{
	return e->to ? origin_map_bits(e->map, e->to->bits) : e->bits;
}

static void update(struct origin *o, struct origin_node *n)
{
	unsigned int bits = n->bits;

	for (const struct origin_edge *e = n->edges; e; e = e->next)
		bits |= edge_bits(e);
	if (bits == n->bits)
		return;
	n->bits = bits;
	for (const struct origin_edge *e = n->users; e; e = e->next_user)
		enqueue(o, e->from);
}

void origin_solve(struct origin *o)
{
	size_t first = o->n_expanded;

	for (; o->n_expanded < o->n; o->n_expanded++)
		origin_expand(o, o->nodes[o->n_expanded]);
	for (size_t i = first; i < o->n; i++)
		enqueue(o, o->nodes[i]);
	while (o->n_queue) {
		struct origin_node *n = o->queue[--o->n_queue];

		n->queued = false;
		update(o, n);
	}
}
