// SPDX-License-Identifier: GPL-2.0-only
/*
 * The exit status of a report: silence must not be taken for "clean".
 */
#include <string.h>
#include "base/base.h"
#include "check.h"

static bool is_skipped(const struct facts *f, const struct fact_func *func)
{
	for (size_t i = 0; i < f->n_skip; i++)
		if (f->skips[i].file == func->file && f->skips[i].function == func->spelled)
			return true;
	return false;
}

/* Those of headers do not count. */
static bool any_function_parsed(const struct facts *f)
{
	if (f->status != UNIT_ERROR)
		return f->status == UNIT_OK;
	for (size_t i = 0; i < f->n_func; i++)
		if (!ends_in(f->funcs[i].file, ".h") && !is_skipped(f, &f->funcs[i]))
			return true;
	return false;
}

/* 0, or -1 after error(). */
static int anything_parsed(const struct check *c)
{
	const struct facts *bad = NULL, *f;

	for (size_t i = 0; i < c->n; i++) {
		for (f = c->facts[i].v; f < c->facts[i].v + c->facts[i].n_units; f++) {
			if (!check_asked_for(c, f->unit))
				continue;
			if (any_function_parsed(f))
				return 0;
			bad = bad ? bad : f;
		}
	}
	if (!bad)
		return 0;
	return error("nothing analysed: %s: %s", bad->unit,
		     bad->n_skip ? bad->skips[0].reason : "it could not be parsed");
}

/* Of the architectures that there is a build of. */
static bool anything_unseen(const struct check *c)
{
	for (size_t i = 0; i < c->findings.n_na; i++)
		if (!c->findings.na[i].other_arch)
			return true;
	return false;
}

int check_status(const struct check *c)
{
	if (!c->findings.n && !c->one_unit && anything_parsed(c))
		return -1;
	if (!report_count(&c->findings))
		return c->o->strict && anything_unseen(c) ? EXIT_UNSEEN : EXIT_CLEAN;
	return c->o->error_exitcode >= 0 ? c->o->error_exitcode : EXIT_FINDINGS;
}
