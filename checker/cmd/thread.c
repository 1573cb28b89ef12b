// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck thread": the semantic patch to stdout; with -o it goes there, and
 * the lines about it to stdout.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "edit/edit.h"
#include "check.h"
#include "command.h"

static int thread(struct check *c, const char *output)
{
	struct strbuf cocci = STRBUF_INIT, out = STRBUF_INIT;
	int ret;

	strbuf_reset(&out);
	ret = thread_plan(c->programs, c->n, &c->findings, c->tree, &cocci, &out);
	if (ret > 0 && !output)
		fwrite(cocci.buf, 1, cocci.len, stdout);
	else if (ret > 0 && write_file(output, cocci.buf, cocci.len))
		ret = error("cannot write %s: %s", output, strerror(errno));
	if (ret >= 0 && output)
		fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&cocci);
	strbuf_release(&out);
	return ret < 0 ? -1 : 0;
}

static int run_thread(struct check *c)
{
	if (check_load(c) || check_judge(c))
		return -1;
	return thread(c, c->o->output);
}

const struct command cmd_thread = {
	.name = "thread", .usage = "[-o FILE]",
	.brief = "a semantic patch for helpers that should take the vCPU",
	.exhaustive = true, .run = run_thread,
};
