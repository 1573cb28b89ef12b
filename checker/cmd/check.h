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
	bool one_unit;			/* of a build is all that is looked at */
	struct facts *rest;		/* what is known of others, where that unit is all there is */
	size_t n;			/* builds */
	struct compdb *builds;
	struct collected *facts;
	struct program **programs;
	struct build_info *infos;
	const char *tree;
	struct baseline *baseline;	/* as it was applied to the findings; or NULL */
	struct findings findings;
	const char **paths;		/* the PATHs, as findings name files; NULL: no limit */
	struct check_times times;
};

/* st has to outlive the check; the findings may be taken from it, and live as long as st. */
void check_init(struct check *c, const struct options *o, struct strtab *st);
void check_release(struct check *c);

/* The builds alone; then the facts of what they are, linked. 0, or -1 after error(). */
int check_read(struct check *c);
int check_scan(struct check *c);
/* Both. */
int check_load(struct check *c);
/*
 * One build of one unit, without a compile database; the unit's arguments are
 * taken over. Then its facts. 0, or -1 after error().
 */
int check_unit(struct check *c, const struct unit *u, const char *dir);
int check_load_unit(struct check *c);

/*
 * Findings of what was loaded, those silent that were not asked for or are known,
 * with the edits of the others. 0, or -1 after error(), which for one unit is said only.
 */
int check_judge(struct check *c);

/* The builds, as meaning.h wants them; the caller frees the array. */
struct meaning_build *check_meaning_builds(struct check *c);

/* The files that any unit read, each once, sorted by address; the caller frees the array. */
const char **check_inputs(const struct check *c, size_t *n);

/* Leave what is in the PATHs of the command line (limit.c). 0, or -1 after error(). */
int check_limit(struct check *c);

/* Is it among the PATHs? */
bool check_asked_for(const struct check *c, const char *file);
/*
 * Would a finding in that function of the file have been seen? Not where it is
 * beside the PATHs, or was not analysed; but of a file that is gone it is known
 * that there is none.
 */
bool check_looked_at(const struct check *c, const char *file, const char *function);

/*
 * The exit status that the findings which are shown ask for; -1 after error() where there is
 * none and no function of what was asked for could be analysed (status.c).
 */
int check_status(const struct check *c);

/* warning() where a Makefile or Kconfig is newer than the compile commands. */
void check_warn_newer(const struct check *c);

/* Text to stdout. 0, or -1 after error(). */
int check_print(const struct strbuf *sb);

#endif
