// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "cmd/check.h"
#include "state.h"
#include "units.h"

#define MAX_TRIES 8	/* headers of headers that are not where headers are */

static int address_cmp(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;

	return x < y ? -1 : x > y;
}

bool state_read(const struct state *s, const char *path)
{
	return s->n_inputs && bsearch(&path, s->inputs, s->n_inputs, sizeof(path), address_cmp);
}

bool state_has_unit(const struct state *s, const char *path)
{
	return s->n_units && bsearch(&path, s->units, s->n_units, sizeof(path), address_cmp);
}

void states_release(struct states *s)
{
	ptrmap_release(&s->known);
	free(s->archs);
}

void state_release(struct state *s)
{
	findings_release(&s->findings);
	free(s->inputs);
	free(s->units);
	*s = (struct state){ 0 };
}

static bool is_new(void *ctx, const char *path)
{
	struct states *s = ctx;

	return !ptrmap_get(&s->known, path, NULL);
}

static void remember_base(struct states *s)
{
	const char *const *paths;
	size_t n;

	paths = sparse_paths(s->sparse, &n);
	for (size_t i = 0; i < n; i++)
		*ptrmap_at(&s->known, paths[i], NULL) = s;
}

static void remember_archs(struct states *s, const struct check *c)
{
	if (s->archs)
		return;
	s->archs = xcalloc(c->n, sizeof(*s->archs));
	for (size_t i = 0; i < c->n; i++)
		s->archs[s->n_archs++] = c->infos[i].arch;
}

static void list_units(const struct check *c, struct state *out)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->builds[i].n_units;
	out->units = xcalloc(n + 1, sizeof(*out->units));
	for (size_t i = 0; i < c->n; i++)
		for (size_t j = 0; j < c->builds[i].n_units; j++)
			out->units[out->n_units++] = tree_relative(c->st, c->tree,
								   c->builds[i].units[j].file);
	if (out->n_units)
		qsort(out->units, out->n_units, sizeof(*out->units), address_cmp);
}

/* "'a/b.h' file not found", as clang says it. */
static const char *missing_header(const char *reason, struct strtab *st)
{
	const char *end = strstr(reason, "' file not found"), *p = end;

	while (p && p > reason && p[-1] != '\'')
		p--;
	return p && p > reason ? strtab_addn(st, p, end - p) : NULL;
}

/* Headers that are in the git tree and were not yet in ours; how many, or -1. */
static int fetch_headers(struct states *s, const struct check *c)
{
	int added = 0, n;

	for (size_t i = 0; i < c->n; i++) {
		for (size_t j = 0; j < c->facts[i].n; j++) {
			const struct facts *f = &c->facts[i].v[j];

			for (size_t k = 0; k < f->n_skip; k++) {
				const char *name = missing_header(f->skips[k].reason, s->st);

				n = name ? sparse_include(s->sparse, s->git, name) : 0;
				if (n < 0)
					return -1;
				added += n;
			}
		}
	}
	return added;
}

static int scan(struct states *s, struct check *c, struct findings *na)
{
	if (check_read(c))
		return -1;
	for (size_t i = 0; i < c->n; i++) {
		units_settle(&c->builds[i], s->sparse, is_new, s, s->st, na);
		c->infos[i] = c->builds[i].info;
	}
	c->tree = c->infos[0].tree;
	return check_scan(c);
}

/* Again, as long as that brings headers. */
static int scan_all(struct states *s, struct check *c, struct findings *na)
{
	int tries, added = 1, err = 0;

	for (tries = 0; !err && added > 0 && tries < MAX_TRIES; tries++) {
		check_release(c);
		check_init(c, s->o, s->st);
		na->n_na = 0;
		err = scan(s, c, na);
		added = err ? 0 : fetch_headers(s, c);
	}
	return err || added < 0 ? -1 : 0;
}

/* What is said of the whole file says it of each call in it. */
static void drop_na(struct findings *l, const char *file)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n_na; i++)
		if (strcmp(l->na[i].file, file))
			l->na[n++] = l->na[i];
	l->n_na = n;
}

/* What has no command, unless a unit includes it. */
static void add_na(struct state *out, const struct findings *na)
{
	for (size_t i = 0; i < na->n_na; i++) {
		if (state_read(out, na->na[i].file))
			continue;
		drop_na(&out->findings, na->na[i].file);
		*findings_add_na(&out->findings) = na->na[i];
	}
}

static size_t count_parsed(const struct check *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->facts[i].n_scanned;
	return n;
}

static void take(struct states *s, struct check *c, const struct findings *na, struct state *out)
{
	out->findings = c->findings;
	c->findings = (struct findings){ 0 };
	out->inputs = check_inputs(c, &out->n_inputs);
	out->n_parsed = count_parsed(c);
	list_units(c, out);
	remember_archs(s, c);
	add_na(out, na);
	findings_sort(&out->findings);
}

int state_make(struct states *s, const char *tree, struct state *out)
{
	struct findings na = { 0 };
	struct check c;
	int err;

	*out = (struct state){ .tree = tree };
	check_init(&c, s->o, s->st);
	err = sparse_go(s->sparse, s->git, tree);
	if (!err && !s->known.n)
		remember_base(s);
	if (!err)
		err = scan_all(s, &c, &na);
	if (!err)
		err = check_judge(&c);
	if (!err)
		take(s, &c, &na, out);
	findings_release(&na);
	check_release(&c);
	return err;
}
