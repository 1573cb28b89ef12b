/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reports: findings in, bytes out. One emitter a format, one file an emitter,
 * each a pure function of its arguments and of the source files of the tree.
 *
 * Before any of them, report_select() settles what is shown; a baseline and
 * inline markers (baseline.h) may silence more after that.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>
#include "base/base.h"
#include "judge/finding.h"

/* What is silent unless asked for, besides all_sites: by design, and some ids. */
#define SHOW_BY_DESIGN 1u
#define SHOW_ID(id) (2u << (id))

/* All zero is a usable default. */
struct report_opts {
	const char *tree;	/* where to read sources; NULL: findings->tree */
	const char *version;	/* the tool's; NULL: "unknown" */
	const char *builds;	/* comma-separated names of the builds, or NULL */
	/* The tree's repository, as a URI without a password, and what of it is there; or NULL. */
	const char *repository, *revision, *branch;
	const char *prefix;	/* text only: what is put before a file of the tree; or NULL */
	bool color;		/* text only */
	bool all_sites;		/* show silent findings too */
	unsigned int show;	/* SHOW_*, or-ed */
	enum severity least;	/* what is less severe is neither shown nor counted */
};

/* Append the report to out. 0, or -1 after error(). */
typedef int report_fn(const struct findings *l, const struct report_opts *o, struct strbuf *out);

/* The table architecture x context (summary.c). */
report_fn report_summary;

struct report_format {
	const char *name;
	report_fn *emit;
	const char *in_dir;	/* -o names a directory, and this the file in it; NULL: a file */
};

/* The format of that name, NULL if there is none; and all names: "text, json, ...". */
const struct report_format *report_find(const char *name);
const char *report_names(void);

/*
 * Settle finding.silent: what is by design, and what ids.def shows on request,
 * loses it where opts->show has its bit. Emitters show a finding that is not silent, or
 * all of them with all_sites; the exit status counts those not silent.
 */
void report_select(struct findings *l, const struct report_opts *o);
bool report_shown(const struct finding *f, const struct report_opts *o);
size_t report_count(const struct findings *l);

/* "gfn_to_page() looks the gfn up in ...; use ...": what is wrong and what to do. */
void report_message(const struct finding *f, struct strbuf *out);
/* "note", "warning", "error". */
const char *severity_name(enum severity s);
/* How it is shown to people: what is right as it is, is a note. */
enum severity report_severity(const struct finding *f);

/* Emit and write: to stdout where output is NULL. 0, or -1 after error(). */
int report_write(const struct report_format *fmt, const struct findings *l,
		 const struct report_opts *o, const char *output);

#endif
