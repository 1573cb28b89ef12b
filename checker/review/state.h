/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All that is found in one tree of the series.
 */
#ifndef STATE_H
#define STATE_H

#include "cmd/check.h"
#include "judge/judge.h"
#include "sparse.h"

struct state {
	const char *tree;	/* of git */
	struct findings findings;	/* silent ones too */
	const char **inputs;	/* files that any unit read, sorted by address */
	size_t n_inputs;
	const char **units;	/* files that have a command, sorted by address */
	size_t n_units;
	size_t n_parsed;	/* units that had to be; of the rest facts were kept */
};

/* What does not change from state to state. */
struct states {
	const struct git *git;
	struct sparse *sparse;
	const struct options *o;	/* -p, -j, --facts and so on; its tree is ours */
	struct strtab *st;	/* outlives all states */
	const char *base;	/* the tree whose files the builds know */
	struct ptrmap known;	/* paths of the base: set by the first state */
	const char **archs;	/* of the builds; set by the first state too */
	size_t n_archs;
};

/* The first is of the base. 0, or -1 after error(). */
int state_make(struct states *s, const char *tree, struct state *out);
void state_release(struct state *s);
void states_release(struct states *s);

/* Did any unit read it? The path is interned. */
bool state_read(const struct state *s, const char *path);
/* Has it a compile command? A unit that cannot matter need not have been read. */
bool state_has_unit(const struct state *s, const char *path);

#endif
