/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TAP from a test program: ok() for each test, return done() from main().
 */
#ifndef TAP_H
#define TAP_H

#include <stdbool.h>
#include <stdio.h>

static int tap_nr, tap_failed;

static inline bool tap_ok(bool good, const char *name, const char *file, int line)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tap_nr, name);
	if (!good) {
		printf("# %s:%d\n", file, line);
		tap_failed++;
	}
	fflush(stdout);
	return good;
}
#define ok(good, name) tap_ok(good, name, __FILE__, __LINE__)

static inline int done(void)
{
	printf("1..%d\n", tap_nr);
	return tap_failed > 0;
}

#endif
