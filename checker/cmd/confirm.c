// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck confirm": do the edits that fix has made mean what they should?
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "edit/edit.h"
#include "check.h"
#include "command.h"

/* Load the builds, and in them all units that the expectations are about. */
static int load_expected(struct check *c, const char *expected)
{
	const struct options *given = c->o;
	struct options o = *given;
	const char **units;
	int err;

	units = meaning_units(expected, &o.gather.n_also, c->st);
	o.gather.also = units;
	c->o = &o;
	err = check_load(c);
	c->o = given;
	free(units);
	return err;
}

static int run_confirm(struct check *c)
{
	struct strbuf out = STRBUF_INIT;
	struct meaning_build *b;
	size_t len;
	char *expected = read_file(c->o->args[0], &len);
	int bad = -1;

	if (!expected)
		return error("cannot read %s: %s", c->o->args[0], strerror(errno));
	strbuf_reset(&out);
	if (!len) {
		bad = 0;
	} else if (!load_expected(c, expected)) {
		b = check_meaning_builds(c);
		bad = meaning_confirm(expected, b, c->n, c->st, &out);
		free(b);
	}
	if (bad > 0 && check_print(&out))
		bad = -1;
	strbuf_release(&out);
	free(expected);
	return bad > 0 ? EXIT_FINDINGS : bad;
}

const struct command cmd_confirm = {
	.name = "confirm", .operand = "FILE", .usage = "FILE",
	.brief = "is each call that fix --expect FILE has edited on the vCPU that it was on?",
	.run = run_confirm,
};
