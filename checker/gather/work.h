/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of collect: the work on one build, shared by its phases: keys.c,
 * work.c, precompile.c and collect.c, each of which calls those before it.
 */
#ifndef WORK_H
#define WORK_H

#include <sys/types.h>
#include "base/base.h"
#include "facts/facts.h"
#include "collect.h"
#include "shared.h"
#include "tokens.h"

struct job {
	struct unit unit;
	struct shared *shared;	/* the header it can be parsed with, or NULL */
	const char *key;
	struct facts *facts;
	bool asked, done;	/* it matters; it has facts */
	int64_t start;
	off_t size;
};

struct work {
	const struct compdb *db;
	const struct gather_opts *o;
	struct strtab *st;
	struct factdb *base;
	struct inputs *inputs;
	struct flag_memo *flags;	/* each worker has its own copy */
	struct job *jobs;	/* one for each unit, in the build's order */
	size_t n;
	struct tokens *tokens;	/* NULL until something has to be scanned */
	struct token_file **files;	/* of the jobs */
	struct shared_set shared;
	const struct unit **todo;	/* those to scan, and which jobs they are */
	struct job **todo_jobs;
	size_t n_todo, n_scanned, n_outdated;
	struct progress progress;
	struct confine confine;	/* work_confine() makes it */
};

/*
 * What facts are stored under, interned: all that decides them but the content
 * of their inputs. header: the id of the header a unit is parsed with, or "".
 */
const char *unit_key(const struct work *w, const struct unit *u, const char *header);
const char *header_key(const struct work *w, const struct shared *h);
/* Of the list of units that matter. */
const char *list_key(const struct work *w);

/* Make w->tokens and w->files, if they are not there. */
void work_tokens(struct work *w);
/* The id of the job's header, or "". */
const char *job_header(const struct job *j);
/* Facts name their unit, inputs and skips below the tree, or absolute. */
void work_name_files(struct work *w, const struct unit *u, struct facts *f);

/*
 * What workers are held to that scan, or that make the precompiled headers
 * (confined.c). Holds until the next call.
 */
const struct confine *work_confine(struct work *w, bool headers);

/* Build the headers that enough of what is to be scanned needs. 0, or -1 after error(). */
int build_headers(struct work *w);
/* The file of the header that the job's unit can be parsed with, or NULL. */
const char *job_pch(struct work *w, const struct job *j);

#endif
