/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a call returns, and what a local object holds: in terms of the body that
 * asks, or of some body that the value goes through where that cannot be
 * (body says which).
 */
#ifndef RESULTS_H
#define RESULTS_H

#include "callgraph.h"

struct result {
	const struct body *body;
	const struct val *val;
};
struct results {
	struct result *v;
	size_t n;
};

/* What bodies return, once it was asked: {.g = graph} to begin with. */
struct result_cache {
	struct graph *g;
	struct ptrmap by_body;		/* struct results */
};
void results_release(struct result_cache *rc);

/* v, whose atom is a call of b, replaced by what the call returns. Caller frees out->v. */
void call_results(struct result_cache *rc, const struct body *b, const struct val *v,
		  struct results *out);

/* The content of a member of local object v->base's atom, as b stores it; appended to out. */
void local_contents(struct graph *g, const struct body *b, const struct val *v,
		    struct results *out);

#endif
