/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fact base: the facts of units in SQLite, for the next run and for people
 * who would query them (docs/facts.md). What it cannot tell is not believed:
 * a base of another schema is emptied, a damaged one is put aside, and a unit
 * whose facts do not have the checksum they were stored with is as if absent.
 */
#ifndef FACTDB_H
#define FACTDB_H

#include <stdbool.h>
#include "records.h"

struct factdb;

/*
 * Open or make the base at path. NULL after warning() where there can be
 * none, which only costs time. Not to be used in a process forked later.
 */
struct factdb *factdb_open(const char *path, bool quiet);
void factdb_close(struct factdb *db);

/* Where the facts of the build in dir are kept unless the user says: interned. */
const char *factdb_default_path(const char *dir, struct strtab *st);

/* A unit's facts, stored under a key that has all but the content of the inputs. */
struct stored {
	const char *key;
	struct facts facts;
};

/*
 * All versions under a key, the newest first, of whatever build; *v and the
 * facts are the caller's to release.
 */
void factdb_find(struct factdb *db, const char *key, struct strtab *st, struct stored **v,
		 size_t *n);

/*
 * Keep up to n versions of a unit, made from different content of its inputs,
 * rather than the last alone. db may be NULL.
 */
void factdb_versions(struct factdb *db, int n);

/* Replace the facts of one unit, all or nothing. db may be NULL. */
void factdb_store(struct factdb *db, const char *build, const char *key, const struct facts *f);

/* Drop the units of the build that have none of these keys. db may be NULL. */
void factdb_keep(struct factdb *db, const char *build, const char *const *keys, size_t n);

/* How many the build has. Drop all but the newest of that many. db may be NULL. */
size_t factdb_count(struct factdb *db, const char *build);
void factdb_cap(struct factdb *db, const char *build, size_t keep);

/*
 * Add what the base at path has and this one has not: versions of units are told
 * apart by their keys and the content of their inputs. How many that adds, or
 * -1 after error().
 */
long factdb_merge(struct factdb *db, const char *path);

#endif
