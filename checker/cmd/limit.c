// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of the builds was asked for, and what of that was looked at.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "gather/gather.h"
#include "judge/judge.h"
#include "check.h"

/* A PATH as findings name it: below the tree, where it is there or here. */
static const char *limit_path(const struct check *c, const char *arg)
{
	const char *there = strtab_addf(c->st, "%s/%s", c->tree, arg), *path;
	char real[PATH_MAX];

	if (!*arg) {
		error("a PATH is empty; without one, all is looked at");
		return NULL;
	}
	if (!realpath(arg, real) && (arg[0] == '/' || !realpath(there, real))) {
		error("cannot find %s, neither here nor in the tree %s: %s", arg, c->tree,
		      strerror(errno));
		return NULL;
	}
	path = tree_relative(c->st, c->tree, real);
	if (!strcmp(real, c->tree))
		return strtab_empty;
	if (path[0] == '/' && arg[0] != '/' && realpath(there, real))
		path = tree_relative(c->st, c->tree, real);
	if (access(strtab_addf(c->st, "%s/%s", path[0] == '/' ? "" : c->tree, path), R_OK)) {
		error("cannot read %s: %s", arg, strerror(errno));
		return NULL;
	}
	return path;
}

static bool is_below(const char *file, const char *path)
{
	size_t len = strlen(path);

	return !len || (!strncmp(file, path, len) && (!file[len] || file[len] == '/'));
}

static bool below(const char *file, const char *const *paths, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (is_below(file, paths[i]))
			return true;
	return false;
}

/* Has any build a unit there? */
static bool has_unit(const struct check *c, const char *path)
{
	const struct compdb *db;
	size_t i;

	for (db = c->builds; db < c->builds + c->n; db++)
		for (i = 0; i < db->n_units; i++)
			if (is_below(tree_relative(c->st, c->tree, db->units[i].file), path))
				return true;
	return false;
}

static bool is_read(const struct check *c, const char *path)
{
	size_t i, n;
	const char **v;
	bool read = ends_in(path, ".h");	/* of units not parsed, too */

	v = check_inputs(c, &n);
	for (i = 0; i < n && !read; i++)
		read = is_below(v[i], path);
	free(v);
	return read;
}

/* Why the only units there were not parsed; NULL where one was, or none had to be. */
static const struct facts *unparsed(const struct check *c, const char *path)
{
	const struct facts *bad = NULL, *f;
	size_t i;

	for (i = 0; i < c->n; i++) {
		for (f = c->facts[i].v; f < c->facts[i].v + c->facts[i].n_units; f++) {
			if (!is_below(f->unit, path))
				continue;
			if (f->status >= UNIT_ERROR)
				return NULL;
			bad = f;
		}
	}
	return bad;
}

/* Silence must not be taken for "clean" where nothing was looked at. */
static int check_path(const struct check *c, const char *arg, const char *path)
{
	const struct facts *bad;

	if (!has_unit(c, path) && !is_read(c, path)) {
		if (path[0] == '/')
			return error("nothing analysed: %s is outside the tree %s", arg, c->tree);
		return error("nothing analysed: no command of %s%s compiles or includes %s",
			     c->infos[0].name, c->n > 1 ? " and the other builds" : "", arg);
	}
	bad = unparsed(c, path);
	if (bad)
		return error("nothing analysed: %s: %s", bad->unit,
			     bad->n_skip ? bad->skips[0].reason : "it could not be parsed");
	return 0;
}

static void drop_finding(struct finding *f)
{
	free(f->why);
	free(f->edits);
}

int check_limit(struct check *c)
{
	struct findings *l = &c->findings;
	size_t i, n = 0, n_na = 0;

	if (!c->o->n_args)
		return 0;
	c->paths = xcalloc(c->o->n_args, sizeof(*c->paths));
	for (i = 0; i < c->o->n_args; i++) {
		c->paths[i] = limit_path(c, c->o->args[i]);
		if (!c->paths[i] || check_path(c, c->o->args[i], c->paths[i]))
			return -1;
	}
	for (i = 0; i < l->n; i++) {
		if (below(l->v[i].file, c->paths, c->o->n_args))
			l->v[n++] = l->v[i];
		else
			drop_finding(&l->v[i]);
	}
	for (i = 0; i < l->n_na; i++)
		if (below(l->na[i].file, c->paths, c->o->n_args))
			l->na[n_na++] = l->na[i];
	l->n = n;
	l->n_na = n_na;
	return 0;
}

static bool not_analysed(const struct check *c, const char *file, const char *function)
{
	const struct findings *l = &c->findings;

	for (size_t i = 0; i < l->n_na; i++) {
		const struct not_analysed *na = &l->na[i];

		if (!strcmp(na->file, file) &&
		    (!na->function || !*na->function || !strcmp(na->function, function)))
			return true;
	}
	return false;
}

static bool is_unit_or_read(const struct check *c, const char *file)
{
	size_t i, n;
	const char **v = check_inputs(c, &n);
	bool read = false;

	for (i = 0; i < n && !read; i++)
		read = !strcmp(v[i], file);
	free(v);
	return read || has_unit(c, file);
}

bool check_asked_for(const struct check *c, const char *file)
{
	return !c->paths || below(file, c->paths, c->o->n_args);
}

bool check_looked_at(const struct check *c, const char *file, const char *function)
{
	if (!check_asked_for(c, file))
		return false;
	if (access(strtab_addf(c->st, "%s/%s", c->tree, file), F_OK))
		return true;
	return !not_analysed(c, file, function) && is_unit_or_read(c, file);
}
