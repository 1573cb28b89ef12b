// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "entries.h"

/* Functions in the order they were met, and the names of those that are entries. */
struct climb {
	struct function **v;
	size_t n;
	const char **names;
	size_t n_names;
};

static void meet(struct climb *x, struct function *f)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i] == f)
			return;
	GROW(x->v, x->n);
	x->v[x->n++] = f;
}

static bool is_static(const struct function *f)
{
	return strcmp(f->id, f->name) != 0;
}

static bool calls_by_name(const struct call *c, const struct function *f)
{
	return *c->fact->callee == 'F' && !strcmp(c->fact->callee + 1, f->id);
}

/* Meet who calls it by name in its file; false where nobody does. */
static bool meet_callers(struct climb *x, const struct function *f)
{
	bool any = false;

	for (size_t i = 0; i < f->n_callers; i++) {
		struct function *caller = f->callers[i]->body->function;

		if (!caller || caller == f || strcmp(caller->file, f->file) ||
		    !calls_by_name(f->callers[i], f))
			continue;
		meet(x, caller);
		any = true;
	}
	return any;
}

static void add_name(struct climb *x, const struct function *f)
{
	const char *name = f->bodies[0]->fact->spelled;

	for (size_t i = 0; i < x->n_names; i++)
		if (!strcmp(x->names[i], name))
			return;
	GROW(x->names, x->n_names);
	x->names[x->n_names++] = name;
}

static int name_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *joined(struct graph *g, struct climb *x)
{
	const char *s = "";

	if (x->n_names)
		qsort(x->names, x->n_names, sizeof(*x->names), name_cmp);
	for (size_t i = 0; i < x->n_names; i++)
		s = strtab_addf(g->st, "%s%s%s", s, i ? " " : "", x->names[i]);
	return s;
}

const char *entries_of(struct graph *g, const struct body *b)
{
	struct climb x = { NULL, 0, NULL, 0 };
	const char *s;

	if (!b || !b->function)
		return "";
	meet(&x, b->function);
	for (size_t i = 0; i < x.n; i++)
		if (!is_static(x.v[i]) || !meet_callers(&x, x.v[i]))
			add_name(&x, x.v[i]);
	if (!x.n_names)		/* static functions that call each other, and nobody else does */
		add_name(&x, b->function);
	s = joined(g, &x);
	free(x.v);
	free(x.names);
	return s;
}
