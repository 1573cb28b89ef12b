/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The units of a build that can matter, each with what has become of it.
 */
#ifndef JOBS_H
#define JOBS_H

#include "facts/facts.h"
#include "shared_headers.h"
#include "tokens.h"

struct job {
	struct unit unit;
	struct shared_header *shared;	/* the header it can be parsed with, or NULL */
	struct token_file *file;	/* its text, once jobs_read() was called */
	const char *key;	/* what its facts are stored under; set when it is asked for */
	const char *header;	/* the header's part of that, or "" */
	struct facts *facts;
	bool asked, done;	/* it matters; it has facts */
};

struct jobs {
	const struct build_info *build;
	struct strtab *st;
	struct job *v;		/* in the build's order */
	size_t n;
	struct tokens *tokens;	/* NULL until jobs_read() */
};

/* Read the units' texts, with the headers they bring along, if that was not done. */
void jobs_read(struct jobs *jobs);
void jobs_release(struct jobs *jobs);

/* What of the job's header is in its key, or "". */
const char *job_header(const struct job *j);
/* Set the job's key for the header that there is. */
void jobs_key(struct jobs *jobs, struct job *j);
/* Facts that go with another header than there is now go; how many there were. */
size_t jobs_drop_misfits(struct jobs *jobs);

/* Facts name their unit, inputs and skips below the build's tree, or absolute. */
void jobs_name_files(const struct jobs *jobs, const struct unit *u, struct facts *f);

/*
 * What facts are stored under, interned: all that decides them but the content
 * of their inputs (keys.c). header: what of the header that the unit is parsed
 * with decides them, too, or "".
 */
const char *unit_key(const struct jobs *jobs, const struct unit *u, const char *header);
const char *header_key(const struct jobs *jobs, const struct shared_header *h);
/* Of the list of units that matter. */
const char *list_key(const struct jobs *jobs);

#endif
