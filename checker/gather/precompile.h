/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The headers that units share, built before the units that can use them.
 */
#ifndef PRECOMPILE_H
#define PRECOMPILE_H

#include "crew.h"
#include "jobs.h"
#include "kept.h"

/* Build those that enough of what is to be scanned needs. 0, or -1 after error(). */
int build_headers(struct shared_headers *shared, struct jobs *jobs, struct kept *kept,
		  struct crew *crew);

/* The file of the header that the job's unit can be parsed with, or NULL. */
const char *job_pch(struct jobs *jobs, const struct shared_headers *shared, const struct job *j);

#endif
