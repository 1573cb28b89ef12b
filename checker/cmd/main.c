// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <version.h>
#include "base/base.h"
#include "edit/fix.h"
#include "edit/thread.h"
#include "judge/baseline.h"
#include "report/report.h"
#include "check.h"
#include "explain.h"

static int print(struct strbuf *sb)
{
	int err = 0;

	if (fwrite(sb->buf, 1, sb->len, stdout) != sb->len || fflush(stdout))
		err = error("cannot write to stdout: %s", strerror(errno));
	strbuf_release(sb);
	return err;
}

static int cmd_help(void)
{
	struct strbuf sb = STRBUF_INIT;

	options_help(&sb);
	return print(&sb);
}

static int cmd_version(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct strtab *st = strtab_new();

	strbuf_addf(&sb, "gfncheck %s\n%s\n", GFNCHECK_VERSION, scan_clang_version(st));
	strtab_free(st);
	return print(&sb);
}

static int use_baselines(struct check *c)
{
	struct baseline *b;

	if (c->o->write_baseline && baseline_write(c->o->write_baseline, &c->findings))
		return -1;
	if (!c->o->baseline)
		return 0;
	b = baseline_read(c->o->baseline);
	if (!b)
		return -1;
	baseline_apply(b, &c->findings);
	if (!c->o->n_args)
		baseline_warn_stale(b);
	baseline_free(b);
	return 0;
}

static void name_builds(const struct check *c, struct report_opts *ro)
{
	size_t i;

	ro->builds = c->infos[0].name;
	for (i = 1; i < c->n; i++)
		ro->builds = strtab_addf(c->st, "%s,%s", ro->builds, c->infos[i].name);
}

/* What is shown, and how it is written. */
static int write_report(struct check *c)
{
	static const struct report_format summary = { "summary", report_summary, NULL };
	struct report_opts ro = c->o->report;

	ro.tree = c->tree;
	ro.version = GFNCHECK_VERSION;
	name_builds(c, &ro);
	report_select(&c->findings, &ro);
	markers_apply(c->tree, &c->findings);
	if (use_baselines(c))
		return -1;
	return report_write(c->o->summary ? &summary : c->o->format, &c->findings, &ro,
			    c->o->output);
}

static int exit_status(const struct check *c)
{
	if (!report_count(&c->findings))
		return EXIT_CLEAN;
	return c->o->error_exitcode >= 0 ? c->o->error_exitcode : EXIT_FINDINGS;
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

static int cmd_check(struct check *c)
{
	if (check_load(c) || check_judge(c) || check_limit(c) || write_report(c))
		return -1;
	c->times.reported = seconds();
	if (c->o->verbose)
		say_times(c);
	return exit_status(c);
}

static int run_fix(struct check *c)
{
	if (check_load(c) || check_judge(c) || check_limit(c))
		return -1;
	return cmd_fix(&c->findings, c->tree, c->o->output, c->o->dry_run);
}

static int run_explain(struct check *c)
{
	struct strbuf sb = STRBUF_INIT;
	int err;

	if (check_load(c) || check_judge(c))
		return -1;
	strbuf_reset(&sb);
	err = explain(&c->findings, c->tree, c->o->args[0], &sb);
	return print(&sb) || err ? -1 : 0;
}

static int run_callers(struct check *c)
{
	struct strbuf sb = STRBUF_INIT;
	int err;

	if (check_load(c))
		return -1;
	strbuf_reset(&sb);
	err = explain_callers(c->programs, c->infos, c->n, c->o->args[0], &sb);
	return print(&sb) || err ? -1 : 0;
}

static int run_discover(struct check *c)
{
	struct strbuf sb = STRBUF_INIT;
	size_t n;

	if (check_load(c))
		return -1;
	strbuf_reset(&sb);
	n = discover(c->programs, c->n, &sb);
	return print(&sb) ? -1 : n ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int run_thread(struct check *c)
{
	if (check_load(c) || check_judge(c))
		return -1;
	return cmd_thread(c->programs, c->n, &c->findings, c->tree, c->o->output);
}

/* kbuild stops on any status but 0. */
static int cmd_kbuild(struct check *c, const struct options *o)
{
	struct report_opts ro = o->report;
	struct strbuf sb = STRBUF_INIT;
	char cwd[PATH_MAX];
	struct unit u;
	int err = -1;

	if (!getcwd(cwd, sizeof(cwd)))
		return error("cannot tell the current folder: %s", strerror(errno));
	if (compdb_command(&u, cwd, o->args, o->n_args, c->st))
		return -1;
	if (!unit_matters(&u)) {
		free(u.args);
		return 0;
	}
	if (check_load_unit(c, &u, cwd) || check_judge(c))
		return -1;
	ro.version = GFNCHECK_VERSION;
	report_select(&c->findings, &ro);
	markers_apply(c->tree, &c->findings);
	if (!o->format->emit(&c->findings, &ro, &sb))
		err = 0;
	if (!err && sb.len)
		fwrite(sb.buf, 1, sb.len, stderr);
	strbuf_release(&sb);
	if (err || o->error_exitcode < 0)
		return err;
	return exit_status(c);
}

static int run_command(struct check *c, const struct options *o)
{
	switch (o->command) {
	case CMD_HELP: return cmd_help();
	case CMD_VERSION: return cmd_version();
	case CMD_KBUILD: return cmd_kbuild(c, o);
	case CMD_FIX: return run_fix(c);
	case CMD_THREAD: return run_thread(c);
	case CMD_EXPLAIN: return run_explain(c);
	case CMD_CALLERS: return run_callers(c);
	case CMD_DISCOVER: return run_discover(c);
	case CMD_CHECK: break;
	}
	return cmd_check(c);
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct check c;
	int status = -1;

	check_init(&c, &o);
	if (!options_parse(argc, argv, &o))
		status = run_command(&c, &o);
	check_release(&c);
	options_release(&o);
	return status < 0 ? EXIT_TROUBLE : status;
}
