// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck fix": make the edits, in place or below a folder, or show the diff.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "edit/edit.h"
#include "check.h"
#include "command.h"

static int fix(const struct findings *l, const char *tree, const char *out, bool dry_run)
{
	struct strbuf diff = STRBUF_INIT;
	struct fix_target to = { tree, out, dry_run ? &diff : NULL };
	size_t sites = 0;
	int files;

	strbuf_reset(&diff);
	for (size_t i = 0; i < l->n; i++)
		sites += l->v[i].n_edits && l->v[i].file[0] != '/';
	files = fix_apply(l, &to);
	if (files >= 0 && !dry_run)
		strbuf_addf(&diff, "%zu call%s rewritten in %d file%s\n", sites,
			    sites == 1 ? "" : "s", files, files == 1 ? "" : "s");
	if (files >= 0)
		files = check_print(&diff);
	strbuf_release(&diff);
	return files < 0 ? -1 : 0;
}

/* For confirm: what the calls that are edited must mean. */
static int write_expected(struct check *c, const char *path)
{
	struct meaning_build *b = check_meaning_builds(c);
	struct strbuf sb = STRBUF_INIT;
	int ret = 0;

	strbuf_reset(&sb);
	meaning_expect(&c->findings, b, c->n, c->tree, c->st, &sb);
	if (write_file(path, sb.buf, sb.len))
		ret = error("cannot write %s: %s", path, strerror(errno));
	strbuf_release(&sb);
	free(b);
	return ret;
}

static int run_fix(struct check *c)
{
	if (check_load(c) || check_judge(c) || check_limit(c))
		return -1;
	if (c->o->expect && write_expected(c, c->o->expect))
		return -1;
	return fix(&c->findings, c->tree, c->o->output, c->o->dry_run);
}

const struct command cmd_fix = {
	.name = "fix", .usage = "[--dry-run] [-o DIR] [--expect FILE] [PATH]...",
	.brief = "make the edits that are reported, in place or below DIR",
	.run = run_fix,
};
