/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a patch does: the difference of what is found before and after it.
 */
#ifndef DELTA_H
#define DELTA_H

#include "change.h"
#include "pair.h"
#include "series.h"
#include "state.h"

enum delta_kind {
	DELTA_NEW,		/* now */
	DELTA_CHANGED,		/* now, was: found before too, for another reason */
	DELTA_FIXED,		/* was */
	DELTA_MOVED,		/* now, was: the same, elsewhere */
	DELTA_NOT_ANALYSED,	/* file, line, function, text: it was before, or is new */
	DELTA_NOTE,		/* file, text: what the patch may hide */
	NR_DELTA
};

struct delta_item {
	enum delta_kind kind;
	const struct finding *now, *was;
	const char *file;	/* after the patch; of what is gone, before it */
	int line;
	const char *function, *text;
	size_t origin;		/* of what is fixed: the patch that had added it, 0: the base had it */
	bool worse;		/* DELTA_CHANGED: it is more severe than before */
	/* The patch's line that did it, where that is another one; NULL: none, or not known. */
	const char *cause_file;
	int cause_line;
	const char *cause;	/* in words; may be there without a file */
};

struct delta {
	const struct patch *patch;
	struct change change;
	const struct state *after;
	struct delta_item *v;
	size_t n;
	size_t count[NR_DELTA], n_worse;
	size_t no;			/* of the patch, from 1 */
};

/*
 * Make d from the sites before the patch and the state after it. *sites, of
 * *n, is replaced by what is known after it. units: of the builds, as paths in
 * the tree. 0, or -1 after error(). Release d in either case.
 */
int delta_make(struct delta *d, const struct states *s, const struct patch *p, size_t no,
	       const struct state *before, const struct state *after, struct site **sites,
	       size_t *n);
void delta_release(struct delta *d);

/* The sites of the first state. */
struct site *sites_of(const struct state *s, size_t *n);

/* Something new, or worse than before? */
bool delta_is_bad(const struct delta *d);

/* cause.c: set the cause of an item with a finding now, whose own line the patch leaves alone. */
void delta_find_cause(const struct change *c, struct delta_item *item, struct strtab *st);

#endif
