/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A check: the builds that were asked for, from their compile databases to
 * findings. Each step needs the one before it.
 */
#ifndef CHECK_H
#define CHECK_H

#include "gather/gather.h"
#include "judge/judge.h"
#include "link/link.h"
#include "options.h"

/* When each step was over, in seconds since some moment. */
struct check_times {
	double begun, facts, linked, edited, judged, reported;
};

struct check {
	const struct options *o;
	struct strtab *st;
	bool one_unit;			/* of a build, and all that is looked at */
	size_t n;			/* builds */
	struct compdb *builds;
	struct collected *facts;
	struct program **programs;
	struct build_info *infos;
	const char *tree;
	struct findings findings;
	struct check_times times;
};

void check_init(struct check *c, const struct options *o);
void check_release(struct check *c);

/* All but findings. 0, or -1 after error(). */
int check_load(struct check *c);
/* One build of one unit, without a compile database; the unit is taken over. */
int check_load_unit(struct check *c, const struct unit *u, const char *dir);

/* Findings of what was loaded, with their edits. 0, or -1 after error(). */
int check_judge(struct check *c);

/* Leave what is in the PATHs of the command line. 0, or -1 after error(). */
int check_limit(struct check *c);

/* The exit status that the findings which are shown ask for. */
int check_status(const struct check *c);

/* Text to stdout. 0, or -1 after error(). */
int check_print(const struct strbuf *sb);

#endif
