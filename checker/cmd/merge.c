// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck merge": one fact base of several, as jobs on other machines made them.
 */
#include <stdio.h>
#include "base/base.h"
#include "facts/facts.h"
#include "check.h"
#include "command.h"

static int run_merge(struct check *c)
{
	const struct options *o = c->o;
	struct factdb *db;
	long n = 0, sum = 0;

	if (!o->gather.facts || !o->n_args)
		return error("merge: name the fact base with --facts, and those to add to it");
	db = factdb_open(o->gather.facts, o->gather.quiet);
	if (!db)
		return error("cannot open the fact base %s", o->gather.facts);
	for (size_t i = 0; i < o->n_args && n >= 0; i++) {
		n = factdb_merge(db, o->args[i]);
		sum += n;
	}
	factdb_close(db);
	if (n >= 0 && o->gather.verbose)
		fprintf(stderr, "%ld units added to %s\n", sum, o->gather.facts);
	return n < 0 ? -1 : EXIT_CLEAN;
}

const struct command cmd_merge = {
	.name = "merge", .usage = "--facts FILE FILE...",
	.brief = "add the facts of other fact bases to one",
	.run = run_merge,
};
