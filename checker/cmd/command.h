/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Subcommands: one file each, which ends with a struct command, and a line of
 * COMMANDS.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct check;

struct command {
	const char *name;	/* the word; NULL: what is done without one */
	const char *operand;	/* what is to follow it, "FILE:LINE"; NULL: PATHs, any number */
	const char *usage;	/* options and operands, as --help shows them */
	const char *brief;	/* a line of --help */
	bool no_paths;		/* takes nothing */
	bool exhaustive;	/* asks of functions that no accessor call may lead to */
	/* Do it. The exit status, or -1 after error(). */
	int (*run)(struct check *c);
};

/* The words, in the order of --help; each is cmd_<word> in a file of its own. */
#define COMMANDS(X) \
	X(fix) \
	X(confirm) \
	X(thread) \
	X(explain) \
	X(callers) \
	X(discover) \
	X(summary) \
	X(review) \
	X(merge)

#define DECLARE_COMMAND(word) extern const struct command cmd_##word;
COMMANDS(DECLARE_COMMAND)

/* What is done without a word; and as CHECK= of make C=1, with a compiler's command line. */
extern const struct command cmd_report, cmd_kbuild;

/* The i-th command that is a word, NULL past the last; that of a name, or NULL. */
const struct command *command_at(size_t i);
const struct command *command_find(const char *name);

#endif
