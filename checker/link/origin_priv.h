/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of origins: origin.c has the nodes and edges, expand.c says what depends
 * on what, solve.c carries the bits along.
 */
#ifndef ORIGIN_PRIV_H
#define ORIGIN_PRIV_H

#include "origin.h"
#include "results.h"

struct origin {
	struct graph *g;
	struct arena mem;
	struct result_cache results;
	struct ptrmap by_value[3];	/* by mode: (body, value) */
	struct origin_node **nodes;
	size_t n, n_expanded;
	struct origin_node **queue;
	size_t n_queue;
	const char *load_vcpu_kvm, *load_content;
};

/* Give a new node its edges. */
void origin_expand(struct origin *o, struct origin_node *n);

/* A new edge of n, after those it has. */
struct origin_edge *origin_edge(struct origin *o, struct origin_node *n, enum edge_kind kind,
				struct origin_node *to);
struct origin_edge *origin_end(struct origin *o, struct origin_node *n, unsigned int bits,
			       const char *why);

#endif
