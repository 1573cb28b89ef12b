/* SPDX-License-Identifier: GPL-2.0-only */
/* Between origin.c, which solves, and expand.c, which says what depends on what. */
#ifndef ORIGIN_PRIV_H
#define ORIGIN_PRIV_H

#include "origin.h"

struct origin {
	struct graph *g;
	struct arena mem;
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
