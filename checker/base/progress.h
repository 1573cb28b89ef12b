/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Progress on a terminal: units done, the one at hand, time left. Silent where
 * stderr is something else.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
	bool on;
	const char *what;	/* the build's name */
	size_t done, total;
	double started;
};

void progress_start(struct progress *p, const char *what, size_t total, bool quiet);
void progress_show(const struct progress *p, const char *file);
void progress_end(struct progress *p);

/* Seconds on a clock that only goes forward. */
double seconds(void);

#endif
