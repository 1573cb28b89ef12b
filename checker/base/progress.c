// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include "progress.h"
#include "word.h"

double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

void progress_start(struct progress *p, const char *what, size_t total, bool quiet)
{
	const char *term = getenv("TERM");

	p->what = what;
	p->done = 0;
	p->total = total;
	p->started = seconds();
	p->on = !quiet && total && isatty(STDERR_FILENO) && (!term || strcmp(term, "dumb"));
}

static int columns(void)
{
	struct winsize ws;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) || ws.ws_col < 20)
		return 80;
	return ws.ws_col < 200 ? ws.ws_col : 200;
}

void progress_show(const struct progress *p, const char *file)
{
	double spent = seconds() - p->started;
	char line[256], left[32] = "";
	int s;

	if (!p->on)
		return;
	if (p->done) {
		s = spent / p->done * (p->total - p->done) + 0.5;
		snprintf(left, sizeof(left), " %d:%02d left", s / 60, s % 60);
	}
	snprintf(line, sizeof(line), "[%zu/%zu]%s %s: %s", p->done, p->total, left, p->what, file);
	for (char *c = line; *c; c++)
		if (is_control(*c))
			*c = '?';
	fprintf(stderr, "\r%.*s\033[K", columns() - 1, line);
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->on)
		fputs("\r\033[K", stderr);
	p->on = false;
}
