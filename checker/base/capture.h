/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is written to stderr meanwhile, by a library or by whatever is called,
 * held back. Not for code that runs threads or that may end the process.
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include "util.h"

struct capture {
	int stderr_was;		/* -1: nothing is held back */
	int file;
};

/* Where it cannot be held back, it goes where it always goes. */
void capture_begin(struct capture *c);
/* From here on stderr is what it was; text gets what came until now, or is NULL. */
void capture_end(struct capture *c, struct strbuf *text);

#endif
