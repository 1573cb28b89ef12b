/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which site of the tree after a patch is which of the tree before.
 *
 * A line that the patch leaves alone is the same site, wherever it comes to
 * be. Of the lines that it removes and adds, those that belong together are
 * paired: the same call in the same function, the same call elsewhere, a call
 * that was edited where it stands, a call whose locals have other names. Each
 * is paired once: a second one is new.
 */
#ifndef PAIR_H
#define PAIR_H

#include "judge/judge.h"
#include "change.h"

/* A site as it was last seen. */
struct site {
	const struct finding *f;
	const char *file;	/* where it is now, though it may not have been seen there */
	int line;
	size_t origin;		/* the patch that made it a finding, from 1; 0: the base has it */
	bool lost;		/* nothing could be told of it since; f is of when it could */
};

enum pairing {
	PAIR_NONE,
	PAIR_LINE,		/* on a line that the patch leaves alone */
	PAIR_EDITED,		/* on one that it rewrites, in its place */
	PAIR_MOVED,		/* elsewhere */
};

struct pairs {
	size_t *after_of, *before_of;	/* index + 1; 0: none */
	enum pairing *how;		/* by the index of the site before */
};

void pair_sites(const struct change *c, const struct git *g, const struct site *before,
		size_t n_before, const struct findings *after, struct strtab *st,
		struct pairs *out);
void pairs_release(struct pairs *p);

#endif
