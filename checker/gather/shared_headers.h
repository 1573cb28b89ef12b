/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the units of a build share: one precompiled header for each set of
 * flags that enough units have, with facts of its own. A header's id stands
 * for its flags and the content of all that went into it. Units parsed with it
 * leave all that out of their own inputs, but for the headers of KVM's own that
 * they bring along. So their keys have of it what is common to all units: the
 * content of the rest, and the names of those.
 */
#ifndef SHARED_HEADERS_H
#define SHARED_HEADERS_H

#include "facts/facts.h"
#include "compdb.h"

#define SHARED_KEPT 3	/* headers of the same flags and other content that are kept */
#define SHARED_MIN 3	/* units with the same flags that make them worth a header */

struct shared_header {
	const char *flags;	/* pch_flags() of its units */
	struct unit unit;	/* one of them, but for the file: where it is built */
	size_t n_units, n_todo;
	const char *id;		/* NULL: there is none now */
	const char *common;	/* in the units' keys; NULL: they are parsed whole */
	struct ptrmap own;	/* deps that are not common, while there is an id */
	struct facts facts;
};

struct shared_headers {
	struct shared_header *v;
	size_t n;
	const char *prefix;	/* of the headers' files */
	bool temporary;		/* they go when the set goes */
	bool lone;		/* of a unit whose neighbours other processes have */
};

/*
 * The headers worth having. prefix: where files go, NULL for a temporary folder. For a
 * lone unit that is one where it can be kept for others, and holds what all have.
 */
void shared_init(struct shared_headers *s, const struct compdb *db, const char *prefix, bool lone,
		 struct strtab *st);
void shared_release(struct shared_headers *s);

/* The header of a unit, or NULL. */
struct shared_header *shared_of(const struct shared_headers *s, const struct unit *u,
				struct strtab *st);

/* Set all that follows from facts whose inputs are settled. */
void shared_identify(struct shared_header *h, const char *tree, struct strtab *st);
/* What is common to units with such a header, of which the rest may have changed. */
const char *shared_common(const struct shared_header *h, const struct facts *f, const char *tree,
			  struct strtab *st);

/* The file of a header that has an id; interned. */
const char *shared_file(const struct shared_headers *s, const struct shared_header *h,
			struct strtab *st);

/* What was just built has this file now; other ids' files of these flags go. */
int shared_install(const struct shared_headers *s, struct shared_header *h, struct strtab *st);

#endif
