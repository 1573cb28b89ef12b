// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nodes and edges: nodes are made on demand, each with an edge to every value
 * that it can be.
 */
#include <stdlib.h>
#include <string.h>
#include "origin_priv.h"

struct origin *origin_new(struct graph *g)
{
	struct origin *o = xcalloc(1, sizeof(*o));

	o->g = g;
	o->results.g = g;
	o->load_vcpu_kvm = strtab_add(g->st, LOAD_VCPU_KVM);
	o->load_content = strtab_add(g->st, "*");
	return o;
}

void origin_free(struct origin *o)
{
	if (!o)
		return;
	results_release(&o->results);
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

	if ((map == MAP_STORE || map == MAP_LOCAL) && bits & FROM_UNKNOWN)
		out = (bits & ~FROM_UNKNOWN) | FROM_WEAK;
	if (map == MAP_LOCAL && bits & FROM_ANY_VCPU)
		out = (out & ~FROM_ANY_VCPU) | FROM_UNKNOWN;
	if (map == MAP_VOID || map == MAP_MIXED_MEMBER) {
		out = bits & (map == MAP_VOID ? FROM_VM | FROM_UNKNOWN : FROM_VM);
		if (bits & FROM_ANY_VCPU)
			out |= FROM_UNKNOWN;
	}
	return out;
}

struct origin_node *const *origin_nodes(const struct origin *o, size_t *n)
{
	*n = o->n;
	return o->nodes;
}
