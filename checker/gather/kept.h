/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What earlier runs found of a build: its facts in the fact base, and whether
 * the files that they were read from are still the same.
 */
#ifndef KEPT_H
#define KEPT_H

#include "facts/facts.h"
#include "includes.h"

struct kept {
	struct strtab *st;
	const char *build;	/* build_info.facts_as */
	struct factdb *base;	/* NULL: nothing is kept */
	struct inputs *inputs;
	struct includes *includes;
};

/* path: the fact base's, or NULL for none. versions: of a unit, to keep. */
struct kept *kept_open(const struct build_info *build, const char *path, bool quiet, int versions,
		       struct strtab *st);
void kept_close(struct kept *k);

/* Facts stored under the key that still hold, in *out; false where there are none. */
bool kept_take(struct kept *k, const char *key, struct facts *out);
/* The same of a header, whatever has become of the deps that are its units' own. */
bool kept_take_common(struct kept *k, const char *key, struct facts *out);

/*
 * Settle the inputs of facts whose scan began at start; false where they
 * cannot be relied on, and must not be stored. Of a unit: given is what the
 * precompiled header that it may have been parsed with has of the units' own.
 */
bool kept_settle(struct kept *k, struct facts *f, int64_t start);
bool kept_settle_unit(struct kept *k, const struct unit *u, const struct ptrmap *given,
		      struct facts *f, int64_t start);
bool kept_settle_header(struct kept *k, const struct unit *u, struct facts *f, int64_t start);
void kept_store(struct kept *k, const char *key, const struct facts *f);

/* Drop what has none of these keys; changed: there may be such now. */
void kept_only(struct kept *k, const char *const *keys, size_t n, bool changed);
/* Drop the versions that nobody came back to for longest, until n are left. */
void kept_cap(struct kept *k, size_t n);

#endif
