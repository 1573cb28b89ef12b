/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a call returns, what it leaves behind a pointer, and what a local object
 * holds: in terms of the body that asks, or of some body that the value goes
 * through where that cannot be (body says which).
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

/* What was asked: {.g = graph} to begin with. */
struct result_cache {
	struct graph *g;
	struct ptrmap entries;		/* by body and value */
	struct entry **open;		/* those that are being found out */
	size_t n_open;
	int depth;
	bool circular;			/* one was needed before it was found */
};
void results_release(struct result_cache *rc);

/*
 * v, whose atom is a call of b or what one leaves, or which is a member of a
 * local object of b, replaced by what that can be: v itself where nothing is
 * seen. Caller frees out->v.
 */
void call_results(struct result_cache *rc, const struct body *b, const struct val *v,
		  struct results *out);

#endif
