// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck thread": the semantic patch to stdout; with -o it goes there, and
 * the lines about it to stdout.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "edit/edit.h"
#include "check.h"
#include "command.h"

/* "FILE<TAB>LINE", a line each; strings are interned, the caller frees the array. */
static struct mention *read_unparsed(struct check *c, const char *text, size_t *n)
{
	struct mention *v = NULL;

	for (*n = 0; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		size_t len = strcspn(text, "\t\n");

		if (text[len] != '\t')
			continue;
		GROW(v, *n);
		v[(*n)++] = (struct mention){ strtab_addn(c->st, text, len), atoi(text + len + 1) };
	}
	return v;
}

static int thread(struct check *c, const char *output, const struct mention *unparsed,
		  size_t n_unparsed)
{
	struct strbuf cocci = STRBUF_INIT, out = STRBUF_INIT;
	int ret;

	strbuf_reset(&out);
	ret = thread_plan(c->programs, c->n, &c->findings, c->tree, unparsed, n_unparsed, &cocci,
			  &out);
	if (ret > 0 && !output)
		ret = check_print(&cocci);
	else if (ret > 0 && write_file(output, cocci.buf, cocci.len))
		ret = error("cannot write %s: %s", output, strerror(errno));
	if (ret >= 0 && output)
		ret = check_print(&out);
	strbuf_release(&cocci);
	strbuf_release(&out);
	return ret < 0 ? -1 : 0;
}

static int run_thread(struct check *c)
{
	const char *path = c->o->unparsed;
	struct mention *unparsed;
	size_t n;
	char *text = path ? read_file(path, &n) : xstrdup("");
	int ret = -1;

	if (!text)
		return error("cannot read %s: %s", path, strerror(errno));
	unparsed = read_unparsed(c, text, &n);
	if (!check_load(c) && !check_judge(c))
		ret = thread(c, c->o->output, unparsed, n);
	free(unparsed);
	free(text);
	return ret;
}

const struct command cmd_thread = {
	.name = "thread", .usage = "[-o FILE] [--unparsed FILE]",
	.brief = "a semantic patch for helpers that should take the vCPU",
	.exhaustive = true, .run = run_thread,
};
