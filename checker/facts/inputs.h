/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The inputs of units: what a file was when it was read. Each distinct file is
 * looked at once, and again only for a unit scanned since.
 */
#ifndef INPUTS_H
#define INPUTS_H

#include <stdbool.h>
#include <stdint.h>
#include "records.h"

struct inputs;

/* dep records name files relative to tree. */
struct inputs *inputs_new(const char *tree, struct strtab *st);
void inputs_free(struct inputs *in);

/* A moment on the clock that files are stamped with, in nanoseconds. */
int64_t inputs_now(void);

/*
 * Settle size, mtime and hash of the deps of facts whose scan began at start.
 * False where a file is gone, has come, or may have changed since: the facts
 * are right for what was read, but nothing tells what that was.
 */
bool inputs_settle(struct inputs *in, struct facts *f, int64_t start);

/*
 * Do all deps still have the content they had, and is what was absent? but_own:
 * without the deps of which that is noted. *refreshed is set where one has,
 * though it was written to: its new stamp is in the record.
 */
bool inputs_unchanged(struct inputs *in, struct facts *f, bool but_own, bool *refreshed);

/*
 * NULL where the path is there; else the path, or the folder of it nearest to
 * the root that is not there. Interned.
 */
const char *inputs_missing(struct inputs *in, const char *path);

#endif
