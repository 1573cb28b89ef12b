/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signals that end a run wait while there are files to be removed again.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <signal.h>
#include <stdbool.h>

struct signals {
	sigset_t was;		/* the mask before */
};

/* From here on SIGINT, SIGTERM and SIGHUP wait, where they are not ignored. */
void signals_hold(struct signals *s);
/* Is one waiting? Then it is time to clean up. */
bool signals_waiting(void);
/* One that waits ends the process here. */
void signals_release(const struct signals *s);
/* In a process that was forked meanwhile: they end it at once. */
void signals_take(void);

#endif
