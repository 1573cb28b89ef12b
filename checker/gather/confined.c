// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the workers of a build are held to: they read the tree, the build and
 * the compiler's headers, and write nothing.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "crew.h"

/* Paths that may be read, each once, as they are without symbolic links. */
struct paths_read {
	struct strtab *st;
	struct ptrmap seen;
	struct confine *c;
};

/* False the second time. */
static bool is_new(struct paths_read *r, const char *path)
{
	return ptrmap_first(&r->seen, strtab_add(r->st, path), NULL);
}

static void may_read(struct paths_read *r, const char *path)
{
	char real[PATH_MAX];

	if (!is_new(r, path) || !realpath(path, real))
		return;
	if (strcmp(real, path) && !is_new(r, real))
		return;
	GROW(r->c->read, r->c->n_read);
	r->c->read[r->c->n_read++] = strtab_add(r->st, real);
}

/* Options whose value names a file or folder, in the same argument or the next. */
static const char *named_path(const char *const *args, int n, int *i)
{
	static const char *const options[] = {
		"-I", "-isystem", "-iquote", "-idirafter", "-include", "-imacros",
		"--sysroot=", "-isysroot", "-resource-dir=", "-B", "-F", "-cxx-isystem",
	};

	for (size_t k = 0; k < ARRAY_SIZE(options); k++) {
		size_t len = strlen(options[k]);

		if (!strcmp(args[*i], options[k]))
			return *i + 1 < n ? args[++*i] : NULL;
		if (!strncmp(args[*i], options[k], len) &&
		    (len == 2 || options[k][len - 1] == '=' || args[*i][len] == '/'))
			return args[*i] + len;
	}
	return NULL;
}

static void may_read_of_unit(struct paths_read *r, const struct unit *u)
{
	char *path = path_normalize(u->dir, u->file), *slash = strrchr(path, '/');

	*slash = '\0';
	may_read(r, path);	/* its folder: the file may be a link to anywhere */
	free(path);
	may_read(r, u->dir);
	for (int i = 0; i < u->nr_args; i++) {
		const char *name = named_path(u->args, u->nr_args, &i);

		if (!name)
			continue;
		path = path_normalize(u->dir, name);
		may_read(r, path);
		free(path);
	}
}

/* A kernel tree, and not just any folder that a link leads to. */
static void may_read_tree(struct paths_read *r, const char *root)
{
	if (!access(strtab_addf(r->st, "%s/include/linux/kvm_host.h", root), R_OK))
		may_read(r, root);
}

/* A tree may be one of links to another one: then that is read as well. */
static void may_read_linked_tree(struct paths_read *r, const char *tree)
{
	static const char *const entries[] = { "Makefile", "Kbuild", "include", "kernel" };
	char real[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(entries); i++)
		if (realpath(strtab_addf(r->st, "%s/%s", tree, entries[i]), real))
			may_read_tree(r, folder_of(r->st, real));
}

/* The same where files are links one by one, each to the one of its place there. */
static void may_read_linked_file(struct paths_read *r, const char *tree, const char *file)
{
	const char *below = tree_relative(r->st, tree, file);
	size_t len = strlen(below), n;
	char real[PATH_MAX];

	if (*below == '/' || !realpath(file, real))
		return;
	n = strlen(real);
	if (n <= len + 1 || real[n - len - 1] != '/' || strcmp(real + n - len, below))
		return;
	real[n - len - 1] = '\0';
	may_read_tree(r, real);
}

static void may_read_compiler(struct paths_read *r)
{
	static const char *const folders[] = {
		"/usr/include", "/usr/local/include", "/usr/lib", "/usr/lib64", "/usr/local/lib",
		"/lib", "/lib64", LLVM_LIBDIR,
	};

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
		may_read(r, folders[i]);
}

void confine_build(struct confine *c, const struct compdb *db, const char *headers,
		   struct strtab *st)
{
	struct paths_read r = { .st = st, .c = c };

	may_read(&r, db->info.tree);
	may_read_linked_tree(&r, db->info.tree);
	may_read(&r, db->info.dir);
	may_read_compiler(&r);
	if (headers)
		may_read(&r, headers);
	for (size_t i = 0; i < db->n_units; i++) {
		may_read_of_unit(&r, &db->units[i]);
		may_read_linked_file(&r, db->info.tree, db->units[i].file);
	}
	GROW(c->read, c->n_read);
	c->read[c->n_read++] = "/proc/self/statm";	/* of the worker that asks */
	ptrmap_release(&r.seen);
}
