/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The facts of a build: what the fact base has and still holds, and a scan of
 * the rest.
 */
#ifndef COLLECT_H
#define COLLECT_H

#include <stdbool.h>
#include "facts/facts.h"
#include "compdb.h"

/* How; all zero is one process, with the fact base where it usually is. */
struct gather_opts {
	int jobs;		/* processes that scan */
	const char *facts;	/* the fact base; NULL: in the build's folder */
	bool no_cache, no_pch;	/* keep and believe no facts; no precompiled headers */
	int timeout, memory;	/* of a unit: seconds, MiB; 0: 120 and 2048 */
	double until;		/* when all must be over, on seconds()' clock; 0: never */
	bool exhaustive;	/* parse what cannot matter too */
	const char *const *also;	/* units, n_also of them, to parse whatever they have */
	size_t n_also;
	bool quiet, verbose;
	int versions;		/* of a unit's facts to keep, for trees that come back to what they were */
	bool lone;		/* other processes have other units, and use what this one keeps */
	const char *only;	/* of the units, parse this file's alone, absolute; NULL: any */
};

struct collected {
	struct facts *v;
	struct facts **units;	/* a pointer to each, as link wants them */
	size_t n;
	size_t n_units;		/* of them, the first; the rest are headers that units share */
	size_t n_seen;		/* units of the build, those that did not have to be parsed too */
	size_t n_outdated;	/* with gather_opts.only: other units without facts that hold */
	size_t n_scanned;	/* units that were; what was kept of the others still holds */
};

/* The facts of each unit that can matter. 0, or -1 after error(). */
int collect(const struct compdb *db, const struct gather_opts *o, struct strtab *st,
	    struct collected *out);
void collected_release(struct collected *c);

/* Can there be anything of KVM in this file? By its place, then by its text. */
bool unit_matters(const struct unit *u);
/* Can there be an accessor call in it, or in a header of KVM's that it includes? (rounds.c) */
bool unit_has_accessor(const struct unit *u, const char *tree, struct strtab *st);

#endif
