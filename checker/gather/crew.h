/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The workers of one build: what they are given, and what they are held to.
 */
#ifndef CREW_H
#define CREW_H

#include "base/base.h"
#include "collect.h"
#include "pool.h"

struct crew {
	const struct compdb *db;
	const struct gather_opts *o;
	struct strtab *st;
	const char *headers;		/* the folder of precompiled headers, or NULL */
	struct flag_memo *flags;	/* each worker has its own copy */
	struct confine confine;		/* made for the first that work */
};

struct crew *crew_new(const struct compdb *db, const struct gather_opts *o, const char *headers,
		      struct strtab *st);
void crew_free(struct crew *c);

/*
 * Have them do p->scan for all units, and tell p->started and p->done of it.
 * write: the folder in which they may make files, or NULL. Like pool_run().
 */
int crew_run(struct crew *c, struct pool *p, const char *write, const struct unit *const *units,
	     size_t n);

/*
 * Which files the parser of the build's units may read (confined.c): adds to
 * c->read, which is the caller's to free; what it names is interned.
 */
void confine_build(struct confine *c, const struct compdb *db, const char *headers,
		   struct strtab *st);

#endif
