/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which units have to be parsed. First those whose text mentions an accessor;
 * then, round by round, those that can hold what link's answers rest on:
 * callers, callees, stores to a member.
 */
#ifndef ROUNDS_H
#define ROUNDS_H

#include <stdbool.h>
#include "facts/facts.h"
#include "tokens.h"

/* The units to choose from, by their files. */
struct rounds {
	struct tokens *tokens;
	struct token_file *const *files;
	size_t n;
	int address_spaces;	/* of the build */
};

/* Set wanted[i] of the units that mention an accessor; of all, where none does. */
void rounds_start(const struct rounds *r, bool *wanted);

/* Set wanted[i] of the units that these facts leave a question to; how many that adds. */
size_t rounds_more(const struct rounds *r, struct facts *const *facts, size_t n, bool *wanted);

/*
 * The files that were looked at, and those that were not there, as records of f.
 * False where one is there by now.
 */
bool rounds_deps(const struct rounds *r, struct inputs *inputs, struct facts *f);

#endif
