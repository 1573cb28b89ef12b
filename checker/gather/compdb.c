// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/base.h"
#include "cmdline.h"
#include "compdb.h"
#include "paths.h"

#define PREPARE_HINT "make one with scripts/gfn-prepare --tree TREE --arch ARCH --out DIR"

static bool same_unit(const struct unit *a, const struct unit *b)
{
	return a->file == b->file && a->dir == b->dir && a->nr_args == b->nr_args &&
	       !memcmp(a->args, b->args, a->nr_args * sizeof(*a->args));
}

static void add_unit(struct compdb *db, const struct unit *u)
{
	size_t i;

	for (i = 0; i < db->n_units; i++) {
		if (same_unit(&db->units[i], u)) {
			free(u->args);
			return;
		}
	}
	GROW(db->units, db->n_units);
	db->units[db->n_units++] = *u;
}

/* What libclang does not say: which entry is no command, and why. */
static int check_entry(const char *path, size_t i, json_t *e)
{
	const char *lacks = NULL;
	json_t *args = json_object_get(e, "arguments"), *a;
	size_t k;

	if (!json_is_string(json_object_get(e, "file")))
		lacks = "file";
	else if (!json_is_string(json_object_get(e, "directory")))
		lacks = "directory";
	else if (!json_is_array(args) && !json_is_string(json_object_get(e, "command")))
		lacks = "arguments\" or \"command";
	json_array_foreach(args, k, a)
		if (!lacks && !json_is_string(a))
			lacks = "arguments\" or \"command";
	if (!lacks)
		return 0;
	return error("%s: entry %zu has no \"%s\"; " PREPARE_HINT, path, i + 1, lacks);
}

static int check_entries(const char *path, json_t *root)
{
	int err = 0;
	json_t *e;
	size_t i;

	if (!json_is_array(root))
		return error("%s: not a compile database: no array of commands; " PREPARE_HINT,
			     path);
	json_array_foreach(root, i, e)
		err = err ? err : check_entry(path, i, e);
	return err;
}

static int check_json(const char *path)
{
	json_error_t je;
	struct stat st;
	size_t len, bom;
	char *text;
	json_t *root;
	int err;

	if (!stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return error("%s: not a compile database: no regular file; " PREPARE_HINT, path);
	text = read_file(path, &len);
	if (!text)
		return error("cannot read the compile database %s: %s; " PREPARE_HINT, path,
			     strerror(errno));
	bom = strncmp(text, "\xef\xbb\xbf", 3) ? 0 : 3;
	root = json_loadb(text + bom, len - bom, 0, &je);
	free(text);
	if (!root)
		return error("%s:%d:%d: not a compile database: %s; " PREPARE_HINT, path, je.line,
			     je.column, je.text);
	err = check_entries(path, root);
	json_decref(root);
	return err;
}

static void read_command(struct compdb *db, struct paths *p, const struct compile_command *c)
{
	char *dir = path_normalize(db->info.dir, c->dir);
	struct unit u;

	command_unit(&u, c->dir[0] == '/' ? c->dir : strtab_add(p->st, dir), c->file, c->argv,
		     c->argc, p->st);
	paths_settle(p, &u);
	add_unit(db, &u);
	free(dir);
}

static int read_units(struct compdb *db, struct paths *p, const char *path)
{
	struct compile_command *v = NULL;
	size_t i, n = 0;
	int err = check_json(path);

	if (!err && database_read(db->info.dir, p->st, &v, &n))
		err = error("%s: libclang cannot read this compile database; " PREPARE_HINT, path);
	for (i = 0; !err && i < n; i++)
		if (command_is_source(v[i].file))
			read_command(db, p, &v[i]);
	if (!err && !db->n_units)
		err = error("%s: no command compiles a C file; " PREPARE_HINT, path);
	database_release(v, n);
	return err;
}

static void set_info(struct build_info *b, const char *key, const char *value, struct strtab *st)
{
	if (!strcmp(key, "tree"))
		b->tree = strtab_add(st, value);
	else if (!strcmp(key, "arch"))
		b->arch = strtab_add(st, value);
	else if (!strcmp(key, "config"))
		b->config = strtab_add(st, value);
	else if (!strcmp(key, "kernelversion"))
		b->kernelversion = strtab_add(st, value);
	else if (!strcmp(key, "address_spaces"))
		b->address_spaces = atoi(value);
}

/* build.info is optional; keys it does not know are for others. */
static void read_info(struct build_info *b, struct strtab *st)
{
	const char *path = strtab_addf(st, "%s/build.info", b->dir);
	char *text = read_file(path, NULL), *line, *save = NULL, *eq;

	if (!text)
		return;
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		eq = strchr(line, '=');
		if (line[0] == '#' || !eq)
			continue;
		*eq = '\0';
		set_info(b, line, eq + 1, st);
	}
	free(text);
}

/* How long the part of the path before arch/<arch>/kvm or virt/kvm is; 0: it has none. */
static size_t tree_len(const char *path)
{
	const char *p, *q;

	p = strstr(path, "/virt/kvm/");
	if (p)
		return p - path;
	for (p = path; (p = strstr(p, "/arch/")); p++) {
		q = strchr(p + 6, '/');
		if (q && (!strncmp(q, "/kvm/", 5) || !strncmp(q, "/include/", 9)))
			return p - path;
	}
	return 0;
}

/* The longest folder that holds all units, for code that is no kernel tree. */
static const char *common_folder(const struct compdb *db, struct strtab *st)
{
	const char *a = db->units[0].file;
	size_t n = strrchr(a, '/') - a, i, j;

	for (i = 1; i < db->n_units; i++) {
		const char *b = db->units[i].file;

		for (j = 0; j < n && a[j] == b[j]; j++)
			;
		if (j < n || b[n] != '/')
			for (n = j; n && a[n] != '/'; n--)
				;
	}
	return strtab_addn(st, a, n ? n : 1);
}

static const char *guess_tree(const struct compdb *db, struct strtab *st)
{
	size_t i, n;

	for (i = 0; i < db->n_units; i++) {
		n = tree_len(db->units[i].file);
		if (n)
			return strtab_addn(st, db->units[i].file, n);
	}
	return common_folder(db, st);
}

static bool is_below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return !strncmp(path, dir, n) && (n == 1 || path[n] == '/');
}

static size_t count_below(const struct compdb *db, const char *dir)
{
	size_t i, n = 0;

	for (i = 0; i < db->n_units; i++)
		n += is_below(db->units[i].file, dir);
	return n;
}

/* Read in the tree what the build's commands read in another one. */
static int move_tree(struct compdb *db, struct paths *p, const char *from)
{
	struct build_info *b = &db->info;
	size_t i, found = 0;

	p->from = from;
	p->to = b->tree;
	for (i = 0; i < db->n_units; i++) {
		paths_move(p, &db->units[i]);
		found += is_below(db->units[i].file, b->tree) && !access(db->units[i].file, R_OK);
	}
	b->facts_as = strtab_addf(p->st, "%s of %s", b->dir, b->tree);
	if (found)
		return 0;
	return error("nothing analysed: %s has none of the files that the build %s compiles in %s",
		     b->tree, b->dir, from);
}

/* Folders of the tree keep their names, if it is known before the units are. */
static void name_tree(struct paths *p, const char *tree)
{
	char real[PATH_MAX];

	if (!tree || !*tree || !realpath(tree, real))
		return;
	p->tree = strtab_add(p->st, real);
	p->tree_as = strtab_add(p->st, tree);
}

static const char *build_tree(const struct compdb *db, struct strtab *st)
{
	const char *tree = *db->info.tree ? db->info.tree : guess_tree(db, st);
	char real[PATH_MAX];

	return realpath(tree, real) ? strtab_add(st, real) : tree;
}

static int settle_tree(struct compdb *db, struct paths *p, const char *tree)
{
	struct build_info *b = &db->info;
	const char *own = build_tree(db, p->st);
	char real[PATH_MAX];

	if (!realpath(tree ? tree : own, real))
		return error("cannot find the kernel tree %s: %s; name it with --tree",
			     tree ? tree : own, strerror(errno));
	b->tree = strtab_add(p->st, real);
	if (b->tree == own || count_below(db, b->tree))
		return 0;
	return move_tree(db, p, own);
}

/* By the headers that the units read; else by where they are. */
static const char *guess_arch(const struct compdb *db, struct strtab *st)
{
	const char *p, *q, *arch;
	size_t i;

	for (i = 0; i < db->n_units; i++) {
		arch = command_arch(db->units[i].args, db->units[i].nr_args, st);
		if (*arch)
			return arch;
	}
	for (i = 0; i < db->n_units; i++) {
		p = tree_relative(st, db->info.tree, db->units[i].file);
		q = strncmp(p, "arch/", 5) ? NULL : strchr(p + 5, '/');
		if (q)
			return strtab_addn(st, p + 5, q - p - 5);
	}
	return "";
}

static void settle_arch(struct compdb *db, struct strtab *st)
{
	struct build_info *b = &db->info;

	if (!*b->arch)
		b->arch = guess_arch(db, st);
	if (b->address_spaces < 1)
		b->address_spaces = strcmp(b->arch, "x86") ? 1 : 2;
}

static const struct build_info no_info = { "", "", "", "", "", "", "", 0 };

/* The folder, also where people name the file in it. */
static const char *build_folder(const char *dir, struct strtab *st)
{
	const char *file = strrchr(dir, '/');
	struct stat s;

	if (strcmp(file ? file + 1 : dir, "compile_commands.json") || stat(dir, &s) ||
	    S_ISDIR(s.st_mode))
		return dir;
	return file ? strtab_addn(st, dir, file + 1 - dir) : ".";
}

int compdb_read(const char *dir, const char *tree, struct strtab *st, struct compdb *out)
{
	struct paths p = { .st = st };
	char real[PATH_MAX];
	int err;

	dir = build_folder(dir, st);
	*out = (struct compdb){ .info = no_info };
	if (!realpath(dir, real))
		return error("cannot open the build %s: %s; " PREPARE_HINT, dir, strerror(errno));
	out->info.dir = out->info.facts_as = strtab_add(st, real);
	out->info.name = strtab_add(st, strrchr(real, '/') + 1);
	read_info(&out->info, st);
	name_tree(&p, tree ? tree : out->info.tree);
	err = read_units(out, &p, strtab_addf(st, "%s/compile_commands.json", dir));
	if (!err)
		err = settle_tree(out, &p, tree);
	if (!err)
		settle_arch(out, st);
	paths_release(&p);
	return err;
}

int compdb_command(struct unit *u, const char *dir, const char *const *argv, int argc,
		   struct strtab *st)
{
	struct paths p = { .st = st };
	const char *file = command_file(argv, argc);

	if (!file)
		return error("no C file on the command line; see gfncheck --help");
	command_unit(u, dir, file, argv, argc, st);
	command_environment(u, st);
	paths_settle(&p, u);
	paths_release(&p);
	if (!access(u->file, R_OK))
		return 0;
	free(u->args);
	return error("cannot read %s: %s", file, strerror(errno));
}

int compdb_single(struct compdb *db, const struct unit *u, const char *dir, const char *tree,
		  struct strtab *st)
{
	struct paths p = { .st = st };
	int err;

	*db = (struct compdb){ .info = no_info };
	db->info.dir = db->info.facts_as = strtab_add(st, dir);
	db->info.name = "kbuild";
	db->info.arch = command_kbuild_arch(u, st);
	add_unit(db, u);
	err = settle_tree(db, &p, tree);
	if (!err)
		settle_arch(db, st);
	paths_release(&p);
	return err;
}

void compdb_release(struct compdb *db)
{
	size_t i;

	for (i = 0; i < db->n_units; i++)
		free(db->units[i].args);
	free(db->units);
	db->units = NULL;
	db->n_units = 0;
}
