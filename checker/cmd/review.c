// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck review": what each patch of a series adds.
 */
#include "base/base.h"
#include "review/review.h"
#include "check.h"
#include "command.h"

static int run_review(struct check *c)
{
	const struct options *o = c->o;

	if ((o->review.kind == SERIES_ARG) != (o->n_args == 1))
		return error("review: name one series: REV..REV, a mailbox, - for standard input, "
			     "--worktree or --staged; see gfncheck --help");
	return review_run(o, c->st);
}

const struct command cmd_review = {
	.name = "review", .usage = "[--base REV] REV..REV|MBOX|-|--worktree|--staged",
	.brief = "what each patch of a series adds, fixes and moves",
	.run = run_review,
};
