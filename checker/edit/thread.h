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

/*
 * Append the semantic patch to cocci, and to out a line for each
 *
 *	file<TAB>FILE			file that the patch is for
 *	edit<TAB>FILE<TAB>OFFSET<TAB>LENGTH<TAB>TEXT
 *					before that: a call in a function whose name a
 *					macro makes, which Coccinelle cannot parse
 *	thread<TAB>FUNCTION		function whose parameter becomes a vCPU
 *	refuse<TAB>FILE:LINE<TAB>WHY	finding that stays as it is, and why
 *
 * The number of functions, or -1 after error().
 */
int thread_plan(struct program *const *p, size_t n, const struct findings *l, const char *tree,
		struct strbuf *cocci, struct strbuf *out);

/*
 * "gfncheck thread": the semantic patch to stdout; with output it goes there,
 * and the lines about it to stdout. 0, or -1 after error().
 */
int cmd_thread(struct program *const *p, size_t n, const struct findings *l, const char *tree,
	       const char *output);

struct mention {
	const char *file;
	int line;
};

/* Files that declare a function; whoever has it frees v. */
struct declared {
	const char **v;
	size_t n;
};

/*
 * thread_text.c: why the function cannot be threaded, from its text and
 * others', or NULL. Prototypes that are met on the way go to declared.
 */
const char *thread_text_refuses(const char *tree, const char *function, const char *param,
				const char *file, int line, int end_line, bool everywhere,
				const struct mention *known, size_t n, struct strtab *st,
				struct declared *declared);

#endif
