/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Review: a series of patches in, what each of them adds, fixes and moves out.
 *
 * The series is a list of git trees (series.h). One after the other they are
 * put where they can be parsed (sparse.h), with facts kept by content, so that
 * a patch costs what it touches (state.h); then the findings before and after
 * a patch are compared (delta.h), and that is written in many ways (output.h).
 */
#ifndef REVIEW_H
#define REVIEW_H

#include <stdbool.h>

struct options;
struct strtab;

enum series_kind {
	SERIES_ARG,		/* a range, a commit, the name of a mailbox, or "-" */
	SERIES_WORKTREE,	/* all that is not committed */
	SERIES_STAGED,		/* what "git commit" would commit */
};

struct review_opts {
	enum series_kind kind;
	const char *base;	/* NULL: what the series says, or HEAD */
	const char **formats;	/* "NAME" or "NAME=FILE"; none: text */
	size_t n_formats;
};

/* Why a review that was done is not clean, as an exit status. */
enum review_status {
	REVIEW_CLEAN = 0,	/* nothing new */
	REVIEW_NEW = 1,		/* a patch adds something, or makes it worse */
	REVIEW_TROUBLE = 2,	/* a patch does not apply, or could not be looked at */
	REVIEW_UNSEEN = 3,	/* nothing new, but part of a patch was not analysed */
};

/* Do all of it, and write the report. An enum review_status, or -1 after error(). */
int review_run(const struct options *o, struct strtab *st);

/* Is there a format of that name, up to a '='? All names: "text, terse, ...". */
bool review_has_format(const char *name);
const char *review_format_names(void);

#endif
