// SPDX-License-Identifier: GPL-2.0-only
/*
 * As CHECK= of "make C=1": one unit, its flags on the command line, and what is
 * found goes where a compiler's warnings go.
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

/* kbuild stops on any status but 0. */
static int run_kbuild(struct check *c)
{
	const struct options *o = c->o;
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
	return check_status(c);
}

const struct command cmd_kbuild = { .name = "CHECK=", .run = run_kbuild };
