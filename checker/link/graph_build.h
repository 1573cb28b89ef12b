/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Making the call graph: graph_new(), then graph_resolve_indirect(), which asks
 * the direct calls what the others can be.
 */
#ifndef GRAPH_BUILD_H
#define GRAPH_BUILD_H

#include "callgraph.h"

/* Functions, stores, and calls by name. units and st must outlive it. */
struct graph *graph_new(struct facts *const *units, size_t n, struct strtab *st);
void graph_free(struct graph *g);

/* indirect.c: give calls through pointers their targets, and find hidden callers. */
void graph_resolve_indirect(struct graph *g);

void graph_add_target(struct call *c, struct function *f);
/* Call each function that the id means to a unit. */
typedef void function_fn(void *data, struct function *f);
void graph_resolve_id(const struct graph *g, const struct body *b, const char *id,
		      function_fn *fn, void *data);

#endif
