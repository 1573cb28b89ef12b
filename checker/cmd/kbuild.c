// SPDX-License-Identifier: GPL-2.0-only
/*
 * As CHECK= of "make C=1": one unit, its flags on the command line, and what is
 * found goes where a compiler's warnings go. Nothing but findings, and these
 * only where asked, may stop make: what goes wrong is said.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <version.h>
#include "base/base.h"
#include "gather/gather.h"
#include "judge/judge.h"
#include "report/report.h"
#include "check.h"
#include "command.h"
#include "once.h"

/* The folder of a file, as make wrote it: "../", "/usr/src/linux/", or "" in the tree. */
static const char *path_prefix(struct check *c, const char *written, const char *file)
{
	const char *below = tree_relative(c->st, c->tree, file);
	size_t n = strlen(written), len = strlen(below);

	if (n >= len && !strcmp(written + n - len, below) && (n == len || written[n - len - 1] == '/'))
		return strtab_addn(c->st, written, n - len);
	return strtab_addf(c->st, "%s/", c->tree);
}

/* Where the unit's findings can be: in its file, and in KVM's headers that it includes. */
static void add_paths(struct options *o, const struct facts *f)
{
	options_add_arg(o, f->unit);
	for (size_t i = 0; i < f->n_dep; i++)
		if (strstr(f->deps[i].path, "kvm") && ends_in(f->deps[i].path, ".h"))
			options_add_arg(o, f->deps[i].path);
}

static const struct facts *facts_of(const struct check *c, const char *unit)
{
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->facts[i].n_units; k++)
			if (!strcmp(c->facts[i].v[k].unit, unit))
				return &c->facts[i].v[k];
	return NULL;
}

/* Do the facts there are make up the whole program? */
static bool is_whole(const struct check *c, const char *unit)
{
	size_t outdated = 0;

	for (size_t i = 0; i < c->n; i++)
		outdated += c->facts[i].n_outdated;
	if (facts_of(c, unit) && !outdated)
		return true;
	if (outdated)
		warning("the facts of %s do not hold for %zu other files, so callers there are not seen; run gfncheck -p %s",
			c->infos[0].name, outdated, c->o->builds[0]);
	else
		warning("no command of %s compiles %s, so callers in other files are not seen",
			c->infos[0].name, unit);
	return false;
}

/* The unit as part of the builds named with -p, with what is known of them. */
static int judge_in_builds(struct check *c, struct options *o, const struct unit *u)
{
	const char *unit;

	c->one_unit = true;
	o->gather.only = u->file;
	o->n_args = 0;
	if (check_load(c))
		return -1;
	unit = tree_relative(c->st, c->tree, u->file);
	if (!is_whole(c, unit))
		return -1;
	add_paths(o, facts_of(c, unit));
	return check_judge(c) || check_limit(c) ? -1 : 0;
}

static int print_report(struct check *c, const struct unit *u, const char *written)
{
	struct report_opts ro = c->o->report;
	struct strbuf sb = STRBUF_INIT;

	ro.tree = c->tree;
	ro.version = GFNCHECK_VERSION;
	ro.prefix = path_prefix(c, written, u->file);
	if (!c->o->format->emit(&c->findings, &ro, &sb) && sb.len)
		fwrite(sb.buf, 1, sb.len, stderr);
	strbuf_release(&sb);
	return c->o->error_exitcode < 0 ? 0 : check_status(c);
}

/* A unit on its own; callers in other files are not seen. */
static int run_alone(struct check *c, const struct unit *u, const char *written)
{
	struct once once;
	int err;

	once_begin(&once);
	err = check_load_unit(c) || check_judge(c);
	once_end(&once);
	return err ? 0 : print_report(c, u, written);
}

/* With what the builds know; -1 where that is too little. */
static int run_in_builds(const struct options *given, const struct unit *u, const char *written,
			 struct strtab *st)
{
	struct options o = *given;
	struct once once;
	struct check c;
	int status = -1, err;

	o.args = NULL;
	check_init(&c, &o, st);
	once_begin(&once);
	err = judge_in_builds(&c, &o, u);
	once_end(&once);
	if (!err)
		status = print_report(&c, u, written);
	check_release(&c);
	free(o.args);
	return status;
}

static int run_kbuild(struct check *c)
{
	const struct options *o = c->o;
	const char *written = command_file(o->args, o->n_args);
	char cwd[PATH_MAX];
	struct unit u;
	int status = -1;

	if (!getcwd(cwd, sizeof(cwd)))
		return warning("cannot tell the current folder: %s", strerror(errno));
	if (compdb_command(&u, cwd, o->args, o->n_args, c->st))
		return 0;
	if (!unit_matters(&u)) {
		free(u.args);
		return 0;
	}
	if (check_unit(c, &u, cwd) || !unit_has_accessor(&u, c->tree, c->st))
		return 0;
	if (o->n_builds)
		status = run_in_builds(o, &u, written, c->st);
	return status < 0 ? run_alone(c, &u, written) : status;
}

const struct command cmd_kbuild = { .name = "CHECK=", .run = run_kbuild };
