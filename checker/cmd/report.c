// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck", and "gfncheck summary": what was found, or how much of it.
 */
#include <stdio.h>
#include <string.h>
#include <version.h>
#include "base/base.h"
#include "judge/judge.h"
#include "report/report.h"
#include "check.h"
#include "command.h"
#include "repository.h"

static bool looked_at(void *ctx, const char *file, const char *function)
{
	return check_looked_at(ctx, file, function);
}

static int use_baselines(struct check *c)
{
	struct baseline_view v = { c->tree, c->st, looked_at, c, c->o->n_args };

	if (c->o->write_baseline && baseline_write(c->o->write_baseline, &c->findings, &v))
		return -1;
	if (c->baseline)
		baseline_warn_stale(c->baseline, &v);
	return 0;
}

static void name_builds(const struct check *c, struct report_opts *ro)
{
	size_t i;

	ro->builds = c->infos[0].name;
	for (i = 1; i < c->n; i++)
		ro->builds = strtab_addf(c->st, "%s,%s", ro->builds, c->infos[i].name);
}

/* Only one format says it, and asking git takes longer than all else. */
static void name_repository(const struct check *c, const struct report_format *format,
			    struct report_opts *ro)
{
	struct repository r = { 0 };

	if (!strcmp(format->name, "sarif"))
		r = repository_of(c->tree, c->st);
	ro->repository = r.uri;
	ro->revision = r.revision;
	ro->branch = r.branch;
}

/* What is shown, and how it is written. */
static int write_report(struct check *c, const struct report_format *format)
{
	struct report_opts ro = c->o->report;

	ro.tree = c->tree;
	ro.version = GFNCHECK_VERSION;
	name_builds(c, &ro);
	name_repository(c, format, &ro);
	if (use_baselines(c))
		return -1;
	return report_write(format, &c->findings, &ro, c->o->output);
}

static void say_times(const struct check *c)
{
	const struct check_times *t = &c->times;
	size_t i, scanned = 0, units = 0;

	for (i = 0; i < c->n; i++) {
		scanned += c->facts[i].n_scanned;
		units += c->facts[i].n_units;
	}
	fprintf(stderr, "%zu of %zu units parsed; facts %.3f s, link %.3f s, edits %.3f s, account %.3f s, report %.3f s\n",
		scanned, units, t->facts - t->begun, t->linked - t->facts, t->edited - t->linked,
		t->judged - t->edited, t->reported - t->judged);
}

static int report_as(struct check *c, const struct report_format *format)
{
	if (check_load(c))
		return -1;
	check_warn_newer(c);
	if (check_judge(c) || check_limit(c) || write_report(c, format))
		return -1;
	c->times.reported = seconds();
	if (c->o->gather.verbose)
		say_times(c);
	return check_status(c);
}

static int run_report(struct check *c)
{
	return report_as(c, c->o->format);
}

const struct command cmd_report = { .run = run_report };

static int run_summary(struct check *c)
{
	static const struct report_format summary = { "summary", report_summary, NULL };

	return report_as(c, &summary);
}

const struct command cmd_summary = {
	.name = "summary", .usage = "[-o FILE] [PATH]...",
	.brief = "a table, architecture by context, of all sites (also --summary)",
	.run = run_summary,
};
