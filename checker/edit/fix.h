/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fixes: how a call is written on a vCPU, and the edits that make it so.
 *
 * Edits touch the tokens that change, the white space that was aligned with
 * them, and declarations that nothing uses any more. They never write a call
 * that would not build: the form must be declared, and within reach of every
 * module that has the code.
 */
#ifndef FIX_H
#define FIX_H

#include "base/base.h"
#include "facts/facts.h"
#include "judge/finding.h"
#include "link/link.h"
#include "text/text.h"

struct fix_input {
	struct facts *const *units;
	size_t n_units;
	const struct verdict *verdicts;
	size_t n_verdicts;
	struct sources *sources;
	struct strtab *strings;
	struct facts *tree;	/* tree_exports(), where units are not the whole program; or NULL */
};

/*
 * Settle vcpu, replacement, no_replacement and edits of the findings, from
 * the verdicts of their places. A finding that has a replacement has edits,
 * unless it is silent, and one that has none says why. The edits of all findings together fit each
 * other; those of one alone may leave a declaration that others still need.
 * All else of the findings, by_design too, must be there.
 */
void fix_findings(struct findings *l, const struct fix_input *in);

/* Where edits go. */
struct fix_target {
	const char *tree;	/* the files are read here */
	const char *out;	/* the changed ones are written below here; NULL: in place */
	struct strbuf *diff;	/* not NULL: nothing is written, the diff is appended here */
};

/*
 * Make the edits of all findings, each file written whole or not at all. The
 * number of files with edits, or -1 after error().
 */
int fix_apply(const struct findings *l, const struct fix_target *to);

#endif
