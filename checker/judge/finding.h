/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A finding: one accessor call, where it is spelled, and what is said of it.
 *
 * Judge makes findings, reports print them; docs/findings.md names the keys of
 * the JSON ones. All strings are interned and outlive the list; NULL only where said.
 */
#ifndef FINDING_H
#define FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include "link/link.h"

enum severity { SEV_NOTE, SEV_WARNING, SEV_ERROR };

/* One textual change: bytes [off, off + len) of file become text. */
struct edit {
	const char *file;
	size_t off, len;
	const char *text;
};

struct finding {
	const char *file;
	int line, column;
	const char *function, *accessor, *kvm_arg;
	const char *entries;		/* functions by which others get to it, as link has them */
	enum effect effect;		/* of the call, or of what then gets its slot */
	const char *slot_use;		/* NULL, or what is done with the slot, as a clause */
	bool passed;			/* the kvm_arg is a parameter of the function */
	enum context context;
	enum finding_id id;
	const char *replacement;	/* NULL: none */
	const char *no_replacement;	/* why there is none; NULL where there is one */
	bool lacks_vcpu;		/* and a vCPU here is all that there would have to be */
	const char *vcpu;		/* the vCPU expression that serves here; NULL: none */
	const char *by_design;		/* NULL, or the reason */
	const char *reach;		/* NULL, or why no vCPU is in another address space here */
	enum severity severity;
	struct step *why;
	size_t n_why;
	struct edit *edits;		/* what makes it so; none: not to be rewritten */
	size_t n_edits;
	size_t group;			/* the same for findings whose edits only build together */
	const char *fingerprint;
	const char *call;		/* the call as written, white space folded */
	const char *macro;		/* the macro it is spelled in, or "" */
	const char *module;
	const char *builds;		/* comma-separated names of the builds that have it */
	const char *baseline_state;	/* NULL, or SARIF's word for what a series does to it */
	const char *known;		/* NULL, or the reason that a baseline or a marker gives */
	bool marked;			/* known by a comment in the source */
	bool silent;			/* shown by --all-sites only (vm, by design, unknown) */
};

struct not_analysed {
	const char *file;
	int line;			/* 0: the whole file */
	const char *function;		/* "" : the whole file */
	const char *reason;
	const char *builds;
	bool other_arch;		/* no build of its architecture was given */
};
#define NO_BUILD_OF_ARCH "no build of this architecture was given"

struct findings {
	struct finding *v;
	size_t n;
	struct not_analysed *na;
	size_t n_na;
	const char *tree;		/* the kernel tree, as given */
	size_t n_units;			/* that were looked at, parsed or found not to matter */
};

/* Add one, zeroed; the pointer holds until the next add. */
struct finding *findings_add(struct findings *l);
struct not_analysed *findings_add_na(struct findings *l);
void findings_sort(struct findings *l);

/*
 * All edits that the finding's fix is made of, those of its group with it, in
 * the order of their files; n of them, the caller's to free. NULL without one.
 */
struct edit *findings_fix(const struct findings *l, const struct finding *f, size_t *n);
void findings_release(struct findings *l);

#endif
