/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the command line asks for. Strings are argv's or literals.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include "report/report.h"

enum command {
	CMD_CHECK, CMD_EXPLAIN, CMD_CALLERS, CMD_DISCOVER, CMD_FIX, CMD_THREAD,
	CMD_KBUILD,		/* as CHECK= of make C=1: one unit, its flags on the command line */
	CMD_HELP, CMD_VERSION,
};

struct options {
	enum command command;
	const char **builds;	/* -p; "." where none is given */
	size_t n_builds;
	const char *tree;	/* NULL: what the build tells */
	const char **args;	/* PATH..., FILE:LINE, FUNCTION; kbuild: the compiler's */
	size_t n_args;
	const struct report_format *format;
	struct report_opts report;
	int jobs;
	const char *facts;	/* NULL: the default place */
	bool no_cache, no_pch, exhaustive;
	const char *output;	/* NULL: stdout */
	const char *baseline, *write_baseline;
	bool summary, quiet, dry_run;
	int verbose;
	int error_exitcode;	/* of findings; -1: the default of the command */
};

enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

/* 0, or -1 after error(). Release in either case. */
int options_parse(int argc, char **argv, struct options *o);
void options_release(struct options *o);
void options_help(struct strbuf *out);

#endif
