// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include "signals.h"

/* Those that end a run. */
static sigset_t ends(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	return set;
}

/* One that is ignored would wait like any other. */
static void drop_ignored(sigset_t *set, int sig)
{
	struct sigaction sa;

	if (!sigaction(sig, NULL, &sa) && sa.sa_handler == SIG_IGN)
		sigdelset(set, sig);
}

void signals_hold(struct signals *s)
{
	sigset_t set = ends();

	drop_ignored(&set, SIGINT);
	drop_ignored(&set, SIGTERM);
	drop_ignored(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, &s->was);
}

bool signals_waiting(void)
{
	sigset_t set;

	return !sigpending(&set) && (sigismember(&set, SIGINT) || sigismember(&set, SIGTERM) ||
				     sigismember(&set, SIGHUP));
}

void signals_release(const struct signals *s)
{
	sigprocmask(SIG_SETMASK, &s->was, NULL);
}

void signals_take(void)
{
	sigset_t set = ends();

	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
