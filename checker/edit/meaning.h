/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Meaning: an edit must leave each call on the same vCPU. What the calls that are
 * rewritten must mean is written down before; afterwards the changed files are
 * scanned again, and what their calls do mean is compared with that.
 */
#ifndef MEANING_H
#define MEANING_H

#include "base/base.h"
#include "judge/finding.h"
#include "link/link.h"

/* One build, before or after. */
struct meaning_build {
	const char *name;
	struct facts *const *units;
	size_t n;
	const struct verdict *verdicts;	/* before */
	size_t n_verdicts;
};

/*
 * Append to out a line for each call that the edits of l make, and each function
 * of each unit that has it:
 *
 *	BUILD UNIT FUNCTION FILE LINE COLUMN FORM VCPU PLACE
 *
 * separated by tabs: where the vCPU form will be called, on which value, and
 * where the call is now.
 */
void meaning_expect(const struct findings *l, const struct meaning_build *b, size_t n,
		    const char *tree, struct strtab *st, struct strbuf *out);

/*
 * What of these lines does not hold in the builds as they are now: appended to out
 * as "PLACE<TAB>why". The number of such lines, or -1 after error().
 */
int meaning_confirm(const char *expected, const struct meaning_build *b, size_t n,
		    struct strtab *st, struct strbuf *out);

/* The units that the lines name, each once; the caller frees the array. */
const char **meaning_units(const char *expected, size_t *n, struct strtab *st);

#endif
