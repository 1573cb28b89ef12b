// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "paths.h"

/* An option that names a file or a folder, in its argument or in the next. */
static const struct { const char *name; bool folder, joined; } options[] = {
	{ "-I", true, true }, { "-isystem", true, true }, { "-iquote", true, true },
	{ "-idirafter", true, true }, { "-include", false, false }, { "-imacros", false, false },
};

void paths_release(struct paths *p)
{
	ptrmap_release(&p->real);
}

/* Below tree: the rest, beginning with '/' or empty; or NULL. */
static const char *below(const char *tree, const char *path)
{
	size_t n = tree ? strlen(tree) : 0;

	if (!n || strncmp(path, tree, n) || (path[n] && path[n] != '/'))
		return NULL;
	return path + n;
}

/* What is not there stays as it is, and so does what is in the tree. */
static const char *real_of(const struct paths *p, const char *dir)
{
	const char *rest = below(p->tree_as, dir);
	char real[PATH_MAX];

	if (below(p->tree, dir))
		return dir;
	if (rest)
		return strtab_addf(p->st, "%s%s", p->tree, rest);
	return realpath(dir, real) ? strtab_add(p->st, real) : dir;
}

static const char *real_folder(struct paths *p, const char *dir)
{
	void **slot = ptrmap_at(&p->real, dir, NULL);

	if (!*slot)
		*slot = (void *)real_of(p, dir);
	return *slot;
}

static const char *absolute(struct paths *p, const char *dir, const char *path)
{
	char *plain = path_normalize(dir, path);
	const char *s = strtab_add(p->st, plain);

	free(plain);
	return s;
}

static const char *real_file(struct paths *p, const char *path)
{
	const char *slash = strrchr(path, '/'), *dir, *real;

	if (!slash || slash == path)
		return path;
	dir = strtab_addn(p->st, path, slash - path);
	real = real_folder(p, dir);
	return real == dir ? path : strtab_addf(p->st, "%s%s", real[1] ? real : "", slash);
}

const char *paths_file(struct paths *p, const char *dir, const char *file)
{
	return real_file(p, absolute(p, dir, file));
}

static bool exists(const char *path)
{
	return !access(path, F_OK);
}

/* Where the file is to be read; *also: a folder to look in next, or NULL. */
static const char *moved(struct paths *p, const char *path, bool folder, const char **also)
{
	const char *rest = below(p->from, path), *to;

	*also = NULL;
	if (!rest)
		return path;
	to = strtab_addf(p->st, "%s%s", p->to, rest);
	if (strstr(rest, "/generated") && !exists(to))
		return path;
	if (folder && exists(strtab_addf(p->st, "%s/generated", path)))
		*also = path;
	return to;
}

/* The unit's arguments, being written anew. */
struct rewriting {
	struct paths *p;
	struct unit *u;
	const char **args;
	int n;
};

static void add(struct rewriting *r, const char *arg)
{
	r->args[r->n++] = arg;
}

static void add_path(struct rewriting *r, const char *name, const char *path, bool joined)
{
	if (joined) {
		add(r, strtab_addf(r->p->st, "%s%s", name, path));
		return;
	}
	add(r, name);
	add(r, path);
}

/* As it was written, where that says the same. */
static void rewrite_path(struct rewriting *r, const char *name, const char *value, bool folder,
			 bool joined)
{
	const char *plain = absolute(r->p, r->u->dir, value), *path, *also = NULL;

	path = folder ? real_folder(r->p, plain) : real_file(r->p, plain);
	if (r->p->from)
		path = moved(r->p, path, folder, &also);
	add_path(r, name, path == plain ? value : path, joined);
	if (also)
		add_path(r, name, also, joined);
}

/* Returns the arguments consumed. */
static int rewrite_arg(struct rewriting *r, const char **v, int left)
{
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		size_t n = strlen(options[i].name);

		if (strncmp(v[0], options[i].name, n))
			continue;
		if (!v[0][n] && left > 1) {
			rewrite_path(r, options[i].name, v[1], options[i].folder, false);
			return 2;
		}
		if (v[0][n] && options[i].joined) {
			rewrite_path(r, options[i].name, v[0] + n, options[i].folder, true);
			return 1;
		}
	}
	add(r, v[0]);
	return 1;
}

static void rewrite(struct paths *p, struct unit *u)
{
	struct rewriting r = { p, u, xcalloc(2 * u->nr_args + 1, sizeof(*u->args)), 0 };

	for (int i = 0; i < u->nr_args;)
		i += rewrite_arg(&r, u->args + i, u->nr_args - i);
	free(u->args);
	u->args = r.args;
	u->nr_args = r.n;
}

void paths_settle(struct paths *p, struct unit *u)
{
	u->dir = real_folder(p, u->dir);
	u->file = paths_file(p, u->dir, u->file);
	rewrite(p, u);
}

void paths_move(struct paths *p, struct unit *u)
{
	const char *also;

	u->file = moved(p, u->file, false, &also);
	rewrite(p, u);
}
