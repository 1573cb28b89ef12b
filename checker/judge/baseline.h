/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Baselines: findings that are known, and silenced for a reason.
 *
 * The file has no line numbers. One line a finding,
 *
 *	fingerprint:around id file function accessor call<TAB>reason
 *
 * It is about the finding that has the same id, file, function and call; of
 * several, the one with those lines around it ("around" are their hashes), or
 * where that is left out, with the fingerprint. Empty lines and lines that
 * start with '#' are people's, and kept.
 *
 * For code outside the kernel tree there is also a marker, on the line of the
 * call or the one above: "gfncheck: as0-ok: reason" in a comment. This tool
 * never writes one.
 */
#ifndef BASELINE_H
#define BASELINE_H

#include "base/base.h"
#include "finding.h"

struct baseline;

/* What a baseline is held against besides findings. */
struct baseline_view {
	const char *tree;	/* to read sources in */
	struct strtab *st;	/* outlives findings and baselines */
	/* Would a finding there have been seen in this run? NULL: yes. */
	bool (*looked_at)(void *ctx, const char *file, const char *function);
	void *ctx;
	bool part;		/* only part of it was asked for: what else there is goes without saying */
};

/* Read a baseline; NULL after error(). */
struct baseline *baseline_read(const char *path, struct strtab *st);
void baseline_free(struct baseline *b);

/* Silence what the baseline knows, and say why (known); the number of findings silenced. */
size_t baseline_apply(struct baseline *b, struct findings *l, const struct baseline_view *v);
/* warning() for what matched nothing in baseline_apply() and was looked at; their number. */
size_t baseline_warn_stale(const struct baseline *b, const struct baseline_view *v);

/*
 * Write to path, by way of a file beside it, the findings that are not silent,
 * and those that another baseline knows. Of a baseline that is already there, all
 * is kept but entries that match nothing and were looked at. 0, or -1 after
 * error().
 */
int baseline_write(const char *path, const struct findings *l, const struct baseline_view *v);

/* Silence findings with a marker at the call; the number silenced (markers.c). */
size_t markers_apply(const char *tree, struct findings *l);

#endif
