/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One round of parsing: the units that are asked for and have no facts, given
 * to the workers, and what comes back stored.
 */
#ifndef TODO_H
#define TODO_H

#include "crew.h"
#include "jobs.h"
#include "kept.h"

/* 0, or -1 after error(). *n_scanned grows by the units that were. */
int scan_todo(struct jobs *jobs, const struct shared_headers *shared, struct kept *kept,
	      struct crew *crew, size_t *n_scanned);

#endif
