/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the command line asks for. Strings are argv's or literals.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include "gather/gather.h"
#include "report/report.h"
#include "review/review.h"
#include "command.h"

struct options {
	const struct command *command;
	bool help, version;	/* and nothing else */
	const char **builds;	/* -p; "." where none is given */
	size_t n_builds;
	const char *tree;	/* NULL: what the build tells */
	const char **args;	/* PATH..., FILE:LINE, FUNCTION; kbuild: the compiler's */
	size_t n_args;
	const char *format_name;	/* of a report: the last that was named */
	const struct report_format *format;	/* of a report; review has its own */
	struct report_opts report;
	struct gather_opts gather;
	const char *output;	/* NULL: stdout */
	const char *unparsed;	/* thread: the file that says what Coccinelle cannot parse */
	const char *expect;	/* fix: the file that says what the edited calls must mean */
	const char *baseline, *write_baseline;
	bool dry_run, strict;
	struct review_opts review;
	int error_exitcode;	/* of findings; -1: the default of the command */
};

enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_TROUBLE = 2, EXIT_UNSEEN = 3 };

/* What holds where nothing is asked for. */
void options_init(struct options *o);
/* 0, or -1 after error(). Release in either case. */
int options_parse(int argc, char **argv, struct options *o);
void options_release(struct options *o);

/* For kbuild_options.c: some of the options, as they are written; -1 after error(). */
int options_take(int argc, char **argv, struct options *o);
void options_add_arg(struct options *o, const char *arg);
/* Is it what kbuild runs as CHECK=? Then all of it, never failing (kbuild_options.c). */
bool kbuild_is(int argc, char **argv);
void kbuild_parse(int argc, char **argv, struct options *o);

#endif
