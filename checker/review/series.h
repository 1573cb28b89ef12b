/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is reviewed, as a list of trees: each patch leads from the tree before
 * it to the one after. Commits have theirs; mails are applied to an index of
 * our own; of a work tree what differs from HEAD is put into one.
 */
#ifndef SERIES_H
#define SERIES_H

#include <stdbool.h>
#include "git.h"
#include "review.h"

/* One patch. Interned strings, "" where not known, but for those that may be NULL. */
struct patch {
	const char *subject, *author, *email, *date;
	const char *commit;	/* NULL: it is none */
	const char *before;	/* tree */
	const char *after;	/* NULL: it does not apply, and error has git's words */
	const char *error;
	const char *mail_subject;	/* with what is in front: "[PATCH v2 3/8] ..."; NULL: no mail */
	const char *message_id;
};

struct series {
	const char *base;	/* the tree before the first */
	const char *base_commit;
	const char *base_name;	/* how it is called: "HEAD", "v6.12", a short commit id */
	struct patch *v;
	size_t n;
	bool uncommitted;	/* the one patch is what is not committed yet */
};

/*
 * Read it. arg: of SERIES_ARG. base: what mails are applied to and what a work
 * tree is compared with; NULL: what the mails say, or HEAD. 0 also where a
 * patch does not apply: it is the last then. -1 after error(). Release it in
 * either case.
 */
int series_read(struct series *s, const struct git *g, enum series_kind kind, const char *arg,
		const char *base, struct strtab *st);
void series_release(struct series *s);

#endif
