/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reach table (reach.def) in memory: where a vCPU cannot be in another
 * address space than 0. All lookups give NULL where the table has no line.
 */
#ifndef REACH_H
#define REACH_H

#include <stdbool.h>

struct reach_rule {
	const char *witnesses;	/* "caller>callee ...", "" where none is needed */
	const char *reason;
};

/* The rule for all that a function of this name does, defined in file. */
const struct reach_rule *reach_function(const char *name, const char *file);

/* A function that says which address space its vCPU can be in. */
struct reach_branch {
	const char *predicate;
	bool value;		/* the rule holds where it returns that */
	const struct reach_rule *rule;
};
const struct reach_branch *reach_branch(const char *predicate);
/* The same by number, from 0 to fewer than 32; -1 where there is none. */
int reach_branch_index(const char *predicate);
const struct reach_branch *reach_branch_at(int i);

/* After a call of it, what a branch said before may be wrong. */
bool reach_changes(const char *function);
/* A vCPU comes in here, in any address space. */
bool reach_entry(const char *function);

#endif
