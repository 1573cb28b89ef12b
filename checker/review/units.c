// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "units.h"

/* The path below the folder, or NULL. */
static const char *below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return !strncmp(path, dir, n) && path[n] == '/' ? path + n + 1 : NULL;
}

static bool in_folder(const char *path, const char *dir)
{
	return !strcmp(path, dir) || below(path, dir);
}

/* What the build made is not in git, though it may be below the tree. */
static bool is_made(const struct compdb *db, const char *path)
{
	const char *tree = db->info.tree, *dir = db->n_units ? db->units[0].dir : tree;

	return (strcmp(db->info.dir, tree) && in_folder(path, db->info.dir)) ||
	       (strcmp(dir, tree) && in_folder(path, dir));
}

static const char *rel(const struct compdb *db, const char *path)
{
	return is_made(db, path) ? NULL : below(path, db->info.tree);
}

static void want_folder_of(struct sparse *s, const char *path, struct strtab *st)
{
	const char *slash = strrchr(path, '/');

	sparse_want(s, SPARSE_ALL, path);
	if (slash)
		sparse_want(s, SPARSE_FILES, strtab_addn(st, path, slash - path + 1));
}

/* -I DIR and -IDIR of the unit's own headers. */
static void want_includes(const struct compdb *db, const struct unit *u, struct sparse *s,
			  struct strtab *st)
{
	for (int i = 0; i < u->nr_args; i++) {
		const char *dir = u->args[i], *r;

		if (strncmp(dir, "-I", 2))
			continue;
		dir = dir[2] ? dir + 2 : i + 1 < u->nr_args ? u->args[i + 1] : "";
		r = dir[0] == '/' ? rel(db, dir) : NULL;
		if (r && *r)
			sparse_want(s, SPARSE_HEADERS, strtab_addf(st, "%s/", r));
	}
}

static void want_build(const struct compdb *db, struct sparse *s, struct strtab *st)
{
	if (*db->info.arch)
		sparse_want(s, SPARSE_HEADERS, strtab_addf(st, "arch/%s/", db->info.arch));
	for (size_t i = 0; i < db->n_units; i++) {
		const char *r = rel(db, db->units[i].file);

		if (!r)
			continue;
		want_folder_of(s, r, st);
		want_includes(db, &db->units[i], s, st);
	}
}

/* KVM's own folders of any architecture: what no build has is said by their text. */
static void want_kvm(struct sparse *s)
{
	static const char *const archs[] = {
		"arm", "arm64", "ia64", "loongarch", "mips", "powerpc", "riscv", "s390", "tile", "x86",
	};
	struct strbuf sb = STRBUF_INIT;

	sparse_want(s, SPARSE_ALL, "include/");
	sparse_want(s, SPARSE_ALL, "virt/");
	for (size_t i = 0; i < ARRAY_SIZE(archs); i++) {
		strbuf_reset(&sb);
		strbuf_addf(&sb, "arch/%s/kvm/", archs[i]);
		sparse_want(s, SPARSE_ALL, sb.buf);
		strbuf_reset(&sb);
		strbuf_addf(&sb, "arch/%s/include/", archs[i]);
		sparse_want(s, SPARSE_ALL, sb.buf);
	}
	strbuf_release(&sb);
}

void units_want(const struct compdb *builds, size_t n, struct sparse *s, struct strtab *st)
{
	want_kvm(s);
	for (size_t i = 0; i < n; i++)
		want_build(&builds[i], s, st);
}

static void drop_gone(struct compdb *db, const struct sparse *s)
{
	size_t n = 0;

	for (size_t i = 0; i < db->n_units; i++) {
		const char *r = below(db->units[i].file, sparse_tree(s));

		if (r && !sparse_blob(s, r))
			free(db->units[i].args);
		else
			db->units[n++] = db->units[i];
	}
	db->n_units = n;
}

/* An assignment of a Makefile: "kvm-$(CONFIG_X) += a.o vmx/b.o". */
struct naming {
	const char *makefile;	/* in the tree */
	const char *target;	/* "kvm-$(CONFIG_X)" */
	const char *module;	/* "kvm", "kvm-intel": what it is linked into; "obj" */
	const char *config;	/* "CONFIG_X"; "" where it is always there */
};

struct naming_search {
	const struct sparse *s;
	struct strtab *st;
	const char *object;	/* as this Makefile would write it */
	struct naming *out;
};

static bool names_object(const char *words, const char *object)
{
	size_t n = strlen(object);

	for (const char *p = words; (p = strstr(p, object)); p++) {
		bool begins = p == words || isspace((unsigned char)p[-1]) || p[-1] == '/' ||
			      p[-1] == '=';

		/* "$(KVM)/kvm_main.o" is a file of virt/kvm */
		if (p > words && p[-1] == '/')
			begins = p > words + 1 && p[-2] == ')';
		if (begins && (!p[n] || isspace((unsigned char)p[n])))
			return true;
	}
	return false;
}

static void read_target(struct naming_search *n, const char *target)
{
	const char *cond = strstr(target, "-$("), *y;

	n->out->target = strtab_add(n->st, target);
	n->out->config = "";
	y = cond ? cond : strrchr(target, '-');
	n->out->module = strtab_addn(n->st, target, y ? (size_t)(y - target) : strlen(target));
	if (cond)
		n->out->config = strtab_addn(n->st, cond + 3, strcspn(cond + 3, ")"));
}

/* One line, its continuations joined. */
static bool try_line(struct naming_search *n, char *line)
{
	char *eq, *end;

	line[strcspn(line, "#")] = '\0';
	eq = strchr(line, '=');
	if (!eq || !names_object(eq + 1, n->object))
		return false;
	for (end = eq; end > line && strchr(" \t+:?", end[-1]); end--)
		;
	*end = '\0';
	read_target(n, line + strspn(line, " \t"));
	return true;
}

static bool search_makefile(struct naming_search *n, const char *path)
{
	char *text, *line, *save = NULL, *p;
	bool found = false;

	if (!sparse_blob(n->s, path))
		return false;
	text = read_source(strtab_addf(n->st, "%s/%s", sparse_tree(n->s), path), NULL);
	for (p = text; p && (p = strstr(p, "\\\n")); )
		p[0] = p[1] = ' ';
	for (line = text ? strtok_r(text, "\n", &save) : NULL; line && !found;
	     line = strtok_r(NULL, "\n", &save))
		found = try_line(n, line);
	if (found)
		n->out->makefile = strtab_add(n->st, path);
	free(text);
	return found;
}

static bool search_folder(struct naming_search *n, const char *dir, size_t len)
{
	static const char *const names[] = { "Makefile", "Kbuild", "Makefile.kvm" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (search_makefile(n, strtab_addf(n->st, "%.*s/%s", (int)len, dir, names[i])))
			return true;
	return false;
}

/* Which Makefile, of its folder or one above, names the object of a C file? */
static bool find_naming(const struct sparse *s, const char *file, struct strtab *st,
			struct naming *out)
{
	struct naming_search n = { .s = s, .st = st, .out = out };
	size_t len = strlen(file), dir = len;

	while (dir) {
		do {
			dir--;
		} while (dir && file[dir] != '/');
		if (!dir)
			break;
		n.object = strtab_addf(st, "%.*s.o", (int)(len - dir - 3), file + dir + 1);
		if (search_folder(&n, file, dir))
			return true;
	}
	return false;
}

/* A unit of the same folder; of the same module where there is one. */
static const struct unit *neighbour(const struct compdb *db, const struct sparse *s,
				    const char *file, const struct naming *n, struct strtab *st)
{
	const struct unit *best = NULL;
	const char *dir = folder_of(st, file);

	for (size_t i = 0; i < db->n_units; i++) {
		const char *r = below(db->units[i].file, sparse_tree(s));
		struct naming other;

		if (!r || folder_of(st, r) != dir)
			continue;
		if (!best)
			best = &db->units[i];
		if (find_naming(s, r, st, &other) && other.module == n->module)
			return &db->units[i];
	}
	return best;
}

/* Is the option on in the build? Of one that its configuration never heard of nobody can tell. */
enum config_state { CONFIG_ON, CONFIG_OFF, CONFIG_NEW };

static enum config_state config_state(const struct unit *u, const char *config, struct strtab *st)
{
	const char *path = strtab_addf(st, "%s/include/generated/autoconf.h", u->dir);
	char *text;
	enum config_state state = CONFIG_NEW;

	if (!*config)
		return CONFIG_ON;
	text = read_source(path, NULL);
	if (text && (strstr(text, strtab_addf(st, "#define %s 1\n", config)) ||
		     strstr(text, strtab_addf(st, "#define %s_MODULE 1\n", config))))
		state = CONFIG_ON;
	free(text);
	if (state == CONFIG_ON)
		return state;
	text = read_source(strtab_addf(st, "%s/.config", u->dir), NULL);
	if (text && strstr(text, strtab_addf(st, "# %s is not set\n", config)))
		state = CONFIG_OFF;
	free(text);
	return state;
}

static void set_basename(struct unit *u, const char *file, struct strtab *st)
{
	const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;

	for (int i = 0; i < u->nr_args; i++)
		if (!strncmp(u->args[i], "-DKBUILD_BASENAME=", 18))
			u->args[i] = strtab_addf(st, "-DKBUILD_BASENAME=\"%.*s\"",
						 (int)strlen(name) - 2, name);
}

static void borrow(struct compdb *db, const struct sparse *s, const struct unit *from,
		   const char *file, struct strtab *st)
{
	struct unit u = *from;

	u.args = xcalloc(u.nr_args, sizeof(*u.args));
	memcpy(u.args, from->args, u.nr_args * sizeof(*u.args));
	u.file = strtab_addf(st, "%s/%s", sparse_tree(s), file);
	set_basename(&u, file, st);
	GROW(db->units, db->n_units);
	db->units[db->n_units++] = u;
}

static void no_command(struct findings *na, const struct compdb *db, const char *file,
		       const char *reason)
{
	struct not_analysed *e = findings_add_na(na);

	*e = (struct not_analysed){ .file = file, .function = "", .reason = reason,
				    .builds = db->info.name };
}

static void add_new(struct compdb *db, const struct sparse *s, const char *file,
		    struct strtab *st, struct findings *na)
{
	const struct unit *from;
	struct naming n;

	if (!find_naming(s, file, st, &n)) {
		no_command(na, db, file, "a new file that no Makefile names: it has no compile command");
		return;
	}
	from = neighbour(db, s, file, &n, st);
	if (!from)
		no_command(na, db, file, strtab_addf(st,
			   "a new file, named in %s, but no file of its folder is in the build, whose flags it could have",
			   n.makefile));
	else if (config_state(from, n.config, st) == CONFIG_OFF)
		no_command(na, db, file, strtab_addf(st,
			   "a new file, named in %s for %s, which is off in this build", n.makefile,
			   n.config));
	else
		borrow(db, s, from, file, st);
}

static bool has_unit(const struct compdb *db, const char *full)
{
	for (size_t i = 0; i < db->n_units; i++)
		if (!strcmp(db->units[i].file, full))
			return true;
	return false;
}

/* Of this build: shared by all architectures, or of its own. */
static bool is_of_build(const struct compdb *db, const char *path)
{
	size_t n = strlen(db->info.arch);

	if (strncmp(path, "arch/", 5))
		return true;
	return !n || (!strncmp(path + 5, db->info.arch, n) && path[5 + n] == '/');
}

void units_settle(struct compdb *db, const struct sparse *s, is_new_fn *is_new, void *ctx,
		struct strtab *st, struct findings *na)
{
	const char *const *paths;
	size_t i, n;

	db->info.facts_as = strtab_addf(st, "%s, reviews", db->info.dir);
	drop_gone(db, s);
	paths = sparse_paths(s, &n);
	for (i = 0; i < n; i++) {
		if (ends_in(paths[i], ".c") && is_of_build(db, paths[i]) &&
		    is_new(ctx, paths[i]) &&
		    !has_unit(db, strtab_addf(st, "%s/%s", sparse_tree(s), paths[i])))
			add_new(db, s, paths[i], st, na);
	}
}
