// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "base/base.h"
#include "reach.h"

#define REACH_RULE(rule, witnesses, reason) \
	static const struct reach_rule rule = { witnesses, reason };
#include "reach.def"

struct line {
	const char *name;
	const struct reach_rule *rule;	/* NULL where the line has none */
};

static const struct line functions[] = {
#define REACH_FUNCTION(name, rule) { name, &rule },
#include "reach.def"
};

static const struct line files[] = {
#define REACH_FILE(name, rule) { name, &rule },
#include "reach.def"
};

static const struct reach_branch branches[] = {
#define REACH_BRANCH(predicate, value, rule) { predicate, value, &rule },
#include "reach.def"
};

static const struct line changes[] = {
#define REACH_CHANGES(name) { name, NULL },
#include "reach.def"
};

static const struct line entries[] = {
#define REACH_ENTRY(name) { name, NULL },
#include "reach.def"
};

static const struct line *find(const struct line *l, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(l[i].name, name))
			return &l[i];
	return NULL;
}

const struct reach_rule *reach_function(const char *name, const char *file)
{
	const struct line *l = find(functions, ARRAY_SIZE(functions), name);

	if (!l)
		l = find(files, ARRAY_SIZE(files), file);
	return l ? l->rule : NULL;
}

_Static_assert(ARRAY_SIZE(branches) < 32, "scan keeps a set of branches in a mask");

int reach_branch_index(const char *predicate)
{
	for (size_t i = 0; i < ARRAY_SIZE(branches); i++)
		if (!strcmp(branches[i].predicate, predicate))
			return i;
	return -1;
}

const struct reach_branch *reach_branch_at(int i)
{
	return &branches[i];
}

const struct reach_branch *reach_branch(const char *predicate)
{
	int i = reach_branch_index(predicate);

	return i < 0 ? NULL : &branches[i];
}

bool reach_changes(const char *function)
{
	return find(changes, ARRAY_SIZE(changes), function);
}

bool reach_entry(const char *function)
{
	return find(entries, ARRAY_SIZE(entries), function);
}
