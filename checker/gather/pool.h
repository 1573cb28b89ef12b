/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scanning in several processes. A unit that takes its worker down, by a crash
 * or by taking too long, is lost alone: it gets facts with status UNIT_CRASHED
 * and a skip record that says why.
 */
#ifndef POOL_H
#define POOL_H

#include "base/base.h"
#include "scan/scan.h"

typedef void scan_fn(const struct unit *u, const struct scan_opts *o, struct facts *out);

struct pool {
	scan_fn *scan;			/* scan_unit(), or a test's */
	const struct scan_opts *opts;	/* strings: the parent's; workers have their own copy */
	int jobs;
	bool quiet;			/* what libclang writes to stderr goes nowhere */
	int timeout;			/* seconds a unit may take; 0: 120 */
	double until;			/* when all must be over, on seconds()' clock; 0: never */
	const struct confine *confine;	/* what workers are held to; NULL: to nothing */
	long max_rss;			/* KiB after which a worker is replaced; 0: 300 MiB */

	/* Called in the parent. The facts are the callee's to keep and to release. */
	void (*started)(void *ctx, size_t no);
	void (*done)(void *ctx, size_t no, struct facts *f);
	void *ctx;
};

/*
 * Scan them all, in the order given. 0, or -1 after error(): no worker could be
 * started; or where a signal is waiting.
 */
int pool_run(const struct pool *p, const struct unit *const *units, size_t n);

#endif
