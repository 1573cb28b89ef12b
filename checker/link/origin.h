/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Origins: where a value of a body can come from, over the whole program.
 *
 * A question is a node: a value in a body's terms, taken as a struct kvm *, as
 * a vCPU or as a gfn. An answer is a set of bits, the union over all ways the
 * value can get there. Ask for nodes, solve once, then read their bits; nodes
 * asked for later need another origin_solve(). Demand-driven: only what the
 * sites ask about is ever looked at.
 */
#ifndef ORIGIN_H
#define ORIGIN_H

#include "callgraph.h"
#include "origin_bits.h"

/* What happens to bits on their way along an edge. */
enum origin_map {
	MAP_SAME,
	MAP_STORE,		/* unknown becomes weak */
	MAP_LOCAL,		/* the same, in a local object, which this need not be: a vCPU's becomes unknown */
	MAP_VOID,		/* through a void *: a vCPU's becomes unknown */
	/* Through a member that other types are kept in too: as MAP_VOID, and unknown says nothing. */
	MAP_MIXED_MEMBER,
};

enum edge_kind {
	EDGE_SAME,		/* the same place seen in another way: no step of its own */
	EDGE_CALL,		/* a caller passes it: call, arg */
	EDGE_RETURN,		/* a callee returns it: call */
	EDGE_STORE,		/* a store put it there: store */
	EDGE_END,		/* nothing behind it: bits, and why in words */
};

struct origin_edge {
	struct origin_edge *next;	/* of the same node */
	struct origin_edge *next_user;	/* of those that lead to the same one */
	struct origin_node *from;
	struct origin_node *to;	/* NULL for EDGE_END */
	enum edge_kind kind;
	enum origin_map map;
	unsigned int bits;	/* of EDGE_END */
	const struct call *call;
	const struct fact_arg *arg;
	const struct store *store;
	const char *why;	/* of EDGE_END: a clause that says why it ends */
	const char *file;	/* where that is, or NULL */
	int line;
};

struct origin_node {
	const struct body *body;	/* NULL: a member, whoever holds it */
	const struct val *val;
	enum origin_mode mode;
	unsigned int bits;
	struct origin_edge *edges, **tail;
	struct origin_edge *users;	/* those that lead here */
	bool queued;
	const struct origin_edge *via;	/* for searches (why.c): how it was met */
	unsigned int search;
};

struct origin;

struct origin *origin_new(struct graph *g);
void origin_free(struct origin *o);

struct origin_node *origin_node(struct origin *o, enum origin_mode mode, const struct body *b,
				const struct val *v);
void origin_solve(struct origin *o);
/* All nodes there are, asked for or met on the way. */
struct origin_node *const *origin_nodes(const struct origin *o, size_t *n);
unsigned int origin_map_bits(enum origin_map map, unsigned int bits);

/* Whether v is some vCPU's kvm by what this body alone says, its callees' results included. */
bool origin_is_local(struct origin *o, const struct body *b, const struct val *v);
/* Whether v is a vCPU's kvm member. */
bool val_is_vcpu_kvm(const struct val *v);

#endif
