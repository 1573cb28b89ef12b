/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Threading: where every caller of a helper passes a vCPU's kvm and none of
 * the helper's parameters is that vCPU, the parameter itself can become the
 * vCPU, through as many levels of helpers as needed. That is a change of
 * signatures, written as a semantic patch for people to look at.
 */
#ifndef THREAD_H
#define THREAD_H

#include "base/base.h"
#include "judge/finding.h"
#include "link/link.h"

/* A line of a file of the tree. */
struct mention {
	const char *file;
	int line;
};

/*
 * Append the semantic patch to cocci, and to out a line for each
 *
 *	file<TAB>FILE			file that the patch is for
 *	edit<TAB>FILE<TAB>OFFSET<TAB>LENGTH<TAB>TEXT
 *					before that: a call in a function that Coccinelle
 *					cannot parse, as one whose name a macro makes
 *	thread<TAB>FUNCTION		function whose parameter becomes a vCPU
 *	refuse<TAB>FILE:LINE<TAB>WHY	finding that stays as it is, and why
 *
 * unparsed: lines that Coccinelle has said it cannot parse; what they are in is
 * left as it is, but for the calls. The number of functions, or -1 after error().
 */
int thread_plan(struct program *const *p, size_t n, const struct findings *l, const char *tree,
		const struct mention *unparsed, size_t n_unparsed, struct strbuf *cocci,
		struct strbuf *out);

#endif
