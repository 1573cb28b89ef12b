// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is a call one of those that keep address space 0 on purpose? The table
 * knows a place by its function and accessor and, where a function has calls
 * of both kinds, by a case label above the call or by what its gfn is made of.
 */
#include <string.h>
#include "tables/tables.h"
#include "link.h"

static bool matches(const char *pattern, const char *name)
{
	return !strcmp(pattern, "*") || !strcmp(pattern, name);
}

static bool has_word(const char *text, const char *word)
{
	return find_word(text, strlen(text), word);
}

/* The gfn or gpa argument as it is written, "" where there is none. */
static const char *gfn_text(const struct verdict *v)
{
	const struct accessor *a = accessor_find(v->site->accessor);
	int gfn = a ? accessor_gfn_param(a) : -1;
	const struct facts *u = v->unit;

	for (size_t i = 0; gfn >= 0 && i < u->n_site_arg; i++)
		if (&u->sites[u->site_args[i].site] == v->site && u->site_args[i].idx == gfn)
			return u->site_args[i].text;
	return "";
}

static bool is_there(const char *where, const struct verdict *v)
{
	if (!strncmp(where, "case ", 5))
		return has_word(v->site->labels, where + 5);
	if (!strncmp(where, "gfn ", 4))
		return has_word(gfn_text(v), where + 4);
	return true;
}

const char *by_design(const struct verdict *v)
{
	const struct accessor *a = accessor_find(v->site->accessor);
	const struct by_design *d;
	const char *function = v->func ? v->func->name : v->site->macro;

	for (size_t i = 0; (d = by_design_at(i)); i++)
		if (matches(d->function, function) && matches(d->accessor, v->site->accessor) &&
		    is_there(d->where, v))
			return d->reason;
	if (a && a->kind == ACC_CACHED)
		return "a cached translation outlives the vCPU's stay in another address space (commit 4e335d9e7ddb)";
	return NULL;
}
