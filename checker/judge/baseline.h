/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Baselines: findings that are known, and silenced for a reason.
 *
 * The file has no line numbers. One line a finding,
 *
 *	fingerprint id file function accessor call<TAB>reason
 *
 * of which only the fingerprint and the reason are read back; the rest is for
 * people. Empty lines and lines that start with '#' are ignored.
 *
 * For code outside the kernel tree there is also a marker, on the line of the
 * call or the one above: "gfncheck: as0-ok: reason" in a comment. This tool
 * never writes one.
 */
#ifndef BASELINE_H
#define BASELINE_H

#include "finding.h"

struct baseline;

/* Read a baseline; NULL after error(). */
struct baseline *baseline_read(const char *path);
void baseline_free(struct baseline *b);

/* Silence what the baseline knows; the number of findings silenced. */
size_t baseline_apply(struct baseline *b, struct findings *l);
/* warning() for each entry that matched nothing in baseline_apply(); their number. */
size_t baseline_warn_stale(const struct baseline *b);

/*
 * Write the findings that are not silent to path, by way of a file beside it.
 * Entries of a baseline that is already at path keep their reason, and stay
 * while they still match a finding. Call it before baseline_apply(). 0, or -1
 * after error().
 */
int baseline_write(const char *path, const struct findings *l);

/* Silence findings with a marker at the call; the number silenced. */
size_t markers_apply(const char *tree, struct findings *l);

#endif
