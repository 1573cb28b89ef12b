/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The inside of struct program: for link.c, why.c and what looks further into
 * the call graph (explain.c, discover.c). Others use link.h.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "link.h"
#include "origin.h"
#include "reach.h"

struct program {
	struct facts *const *units;
	size_t n_units;
	struct strtab *st;
	struct graph *graph;
	struct origin *origin;
	struct reach *reach;		/* NULL: there is one address space */
	bool shadow_pages;		/* there are any, so a gfn can be one's */
	struct verdict *verdicts;
	const struct body **bodies;	/* that they are in, NULL at file scope */
	size_t n;
	struct step **chains;		/* owned, one for each why */
	size_t n_chains;
	unsigned int search;
};

/* Questions about one value set: a node each. */
struct roots {
	struct origin_node *v[VALUE_SET + 1];
	size_t n;
	unsigned int bits;		/* of all, once solved */
};

/* What reach_site() says of a verdict's site in body b; asked of vCPU contexts alone. */
const char *program_reach(struct program *p, const struct verdict *v, const struct body *b);

/* Steps that are being collected. */
struct chain {
	struct step *v;
	size_t n;
};
void chain_add(struct chain *c, const char *file, int line, const char *text);

/*
 * why.c: append the shortest chain from where one of the wanted bits comes
 * from to where the roots are; false, and nothing, where there is none.
 * intro goes before the first step's text.
 */
bool why_chain(struct program *p, const struct roots *r, unsigned int want, const char *intro,
	       struct chain *out);
/* The whole why of a site. */
void why_site(struct program *p, const struct verdict *v, const struct body *b,
	      const struct roots *r, struct chain *out);

#endif
