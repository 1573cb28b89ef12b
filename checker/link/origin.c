// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fixpoint: nodes are made on demand, each with an edge to every value
 * that it can be; bits flow from the ends back to who asked. What one node
 * depends on is in expand.c.
 */
#include <stdlib.h>
#include <string.h>
#include "origin_priv.h"

struct origin *origin_new(struct graph *g)
{
	struct origin *o = xcalloc(1, sizeof(*o));

	o->g = g;
	o->load_vcpu_kvm = strtab_add(g->st, LOAD_VCPU_KVM);
	o->load_content = strtab_add(g->st, "*");
	return o;
}

void origin_free(struct origin *o)
{
	if (!o)
		return;
	arena_release(&o->mem);
	for (size_t i = 0; i < ARRAY_SIZE(o->by_value); i++)
		ptrmap_release(&o->by_value[i]);
	free(o->nodes);
	free(o->queue);
	free(o);
}

struct origin_node *origin_node(struct origin *o, enum origin_mode mode, const struct body *b,
				const struct val *v)
{
	void **slot = ptrmap_at(&o->by_value[mode], b, v);
	struct origin_node *n = *slot;

	if (n)
		return n;
	n = *slot = arena_alloc(&o->mem, 1, sizeof(*n));
	n->tail = &n->edges;
	n->mode = mode;
	n->body = b;
	n->val = v;
	GROW(o->nodes, o->n);
	o->nodes[o->n++] = n;
	return n;
}

struct origin_edge *origin_edge(struct origin *o, struct origin_node *n, enum edge_kind kind,
				struct origin_node *to)
{
	struct origin_edge *e = arena_alloc(&o->mem, 1, sizeof(*e));

	e->kind = kind;
	e->from = n;
	e->to = to;
	*n->tail = e;
	n->tail = &e->next;
	if (to) {
		e->next_user = to->users;
		to->users = e;
	}
	return e;
}

struct origin_edge *origin_end(struct origin *o, struct origin_node *n, unsigned int bits,
			       const char *why)
{
	struct origin_edge *e = origin_edge(o, n, EDGE_END, NULL);

	e->bits = bits;
	e->why = why;
	return e;
}

unsigned int origin_map_bits(enum origin_map map, unsigned int bits)
{
	unsigned int out = bits;

	if (map == MAP_STORE && bits & FROM_UNKNOWN)
		out = (bits & ~FROM_UNKNOWN) | FROM_WEAK;
	if (map == MAP_VOID || map == MAP_PRIVATE) {
		out = bits & (map == MAP_VOID ? FROM_VM | FROM_UNKNOWN : FROM_VM);
		if (bits & FROM_ANY_VCPU)
			out |= FROM_UNKNOWN;
	}
	return out;
}

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

struct origin_node *const *origin_nodes(const struct origin *o, size_t *n)
{
	*n = o->n;
	return o->nodes;
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
