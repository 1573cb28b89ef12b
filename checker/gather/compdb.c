// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "compdb.h"

#define PREPARE_HINT "make one with scripts/gfn-prepare --tree TREE --arch ARCH --out DIR"

/* Dropped with the argument that follows. */
static const char *const drop_pair[] = { "-o", "-MF", "-MT", "-MQ", "-aux-info" };

/* Their value is the argument that follows; both kept. */
static const char *const keep_pair[] = {
	"-include", "-imacros", "-isystem", "-iquote", "-idirafter", "-I", "-D", "-U", "-x",
	"-target", "-Xclang", "-Xpreprocessor", "-isysroot", "-iprefix", "-iwithprefix",
	"-iwithprefixbefore", "--param", "-arch", "-mllvm",
};

static const char *const drop_exact[] = {
	"-c", "-S", "-E", "-M", "-MM", "-MD", "-MMD", "-MP", "-MG", "-pipe", "-v",
	/* gcc only */
	"-fconserve-stack", "-fno-conserve-stack", "-fno-allow-store-data-races", "-mrecord-mcount",
	"-mskip-rax-setup", "-mno-fp-ret-in-387", "-mpacked-stack", "-mnop-mcount",
	"-mindirect-branch-register", "-mindirect-branch-cs-prefix", "-mwarn-dynamicstack",
	"-munaligned-symbols", "-mno-pic-data-is-text-relative", "-femit-struct-debug-baseonly",
	"-fno-var-tracking", "-fno-var-tracking-assignments", "-fno-ipa-cp-clone", "-fno-ipa-sra",
	"-fno-partial-inlining", "-fno-code-hoisting", "-fno-stack-clash-protection",
	"-fno-tree-loop-im", "-mno-pointers-to-nested-functions", "-mno-string", "-mcall-aixdesc",
	"-mno-check-zero-division", "-mno-lra", "-mno-ldc1-sdc1", "-fstack-usage", "-mlong-call",
	"-fhonour-copts", "-ftest-coverage", "-fprofile-arcs", "-mapcs", "-mno-sched-prolog",
	"-mno-thumb-interwork", "-fno-inline-functions-called-once",
};

/* Dropped by how they begin. */
static const char *const drop_prefix[] = {
	"-Wa,", "-Wp,", "-Wl,", "-MF", "-MT", "-MQ", "-dumpdir",
	"--arch=",	/* sparse's, in the kernel's CHECKFLAGS */
	/* gcc only */
	"-mpreferred-stack-boundary=", "-mindirect-branch=", "-fplugin", "-flive-patching=",
	"-fmin-function-alignment=", "-falign-jumps=", "-falign-loops=", "-falign-labels=",
	"-ftree-", "-fno-tree-", "-fipa-", "-mtraceback=", "-mstack-size=", "-mstack-guard=",
	"-mexplicit-relocs", "-fdiagnostics-format=", "-fsanitize-coverage=", "-fira-",
	"-mharden-sls=", "-mfentry-name=", "-mrecord-", "-mwarn-framesize",
};

static bool listed(const char *s, const char *const *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(s, v[i]))
			return true;
	return false;
}

#define LISTED(s, v) listed(s, v, ARRAY_SIZE(v))

static bool drop_arg(const char *s)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(drop_prefix); i++)
		if (!strncmp(s, drop_prefix[i], strlen(drop_prefix[i])))
			return true;
	/* -Wno-x may keep clang from refusing what gcc takes; "-w" does the rest. */
	if (s[0] == '-' && s[1] == 'W')
		return !!strncmp(s, "-Wno-", 5);
	return LISTED(s, drop_exact);
}

static bool is_source(const char *s)
{
	size_t n = strlen(s);

	return n > 2 && !strcmp(s + n - 2, ".c");
}

/* "kvm_intel" of "kmod_kvm_intel" or "\"kvm-intel\"". */
static const char *module_name(const char *s, struct strtab *st)
{
	struct strbuf sb = STRBUF_INIT;
	const char *name;

	if (!strncmp(s, "kmod_", 5))
		s += 5;
	strbuf_reset(&sb);
	for (; *s; s++)
		if (isalnum((unsigned char)*s) || *s == '_' || *s == '-')
			strbuf_add(&sb, *s == '-' ? "_" : s, 1);
	name = strtab_addn(st, sb.buf, sb.len);
	strbuf_release(&sb);
	return name;
}

static void find_module(struct unit *u, const char *arg, struct strtab *st)
{
	static const char *const macros[] = { "-D__KBUILD_MODNAME=", "-DKBUILD_MODNAME=" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(macros); i++)
		if (!strncmp(arg, macros[i], strlen(macros[i])))
			u->module = module_name(arg + strlen(macros[i]), st);
}

/* What a cross gcc of this name compiles for: "aarch64-linux-gnu" of ...-gcc-12, or "". */
static const char *target_of(const char *cc, struct strtab *st)
{
	const char *base = strrchr(cc, '/'), *gcc;

	base = base ? base + 1 : cc;
	gcc = strstr(base, "-gcc");
	if (!gcc || gcc == base || !memchr(base, '-', gcc - base))
		return "";
	return strtab_addf(st, "--target=%.*s", (int)(gcc - base), base);
}

static void add_arg(struct unit *u, const char *s, struct strtab *st)
{
	u->args[u->nr_args++] = strtab_add(st, s);
}

/* The compiler's own name, and what may stand before it: "ccache". */
static int skip_compiler(const char *const *argv, int argc, struct unit *u, struct strtab *st)
{
	const char *target = "";
	int i;

	for (i = 0; i < argc && argv[i][0] != '-' && !is_source(argv[i]); i++)
		target = target_of(argv[i], st);
	if (*target)
		add_arg(u, target, st);
	return i;
}

/* Copy what libclang needs of argv[i...]; returns the arguments consumed. */
static int take_arg(struct unit *u, const char *const *v, int left, struct strtab *st)
{
	if (LISTED(v[0], drop_pair))
		return 2;
	if (LISTED(v[0], keep_pair) && left > 1) {
		add_arg(u, v[0], st);
		add_arg(u, v[1], st);
		return 2;
	}
	if (v[0][0] != '-' || drop_arg(v[0]))
		return 1;
	find_module(u, v[0], st);
	add_arg(u, v[0], st);
	return 1;
}

void compdb_unit(struct unit *u, const char *dir, const char *file, const char *const *argv,
		 int argc, struct strtab *st)
{
	char *path = path_normalize(dir, file);
	int i;

	*u = (struct unit){ .module = "" };
	u->file = strtab_add(st, path);
	u->dir = strtab_add(st, dir);
	u->args = xcalloc(argc + 4, sizeof(*u->args));
	for (i = skip_compiler(argv, argc, u, st); i < argc;)
		i += take_arg(u, argv + i, argc - i, st);
	add_arg(u, "-w", st);
	add_arg(u, "-Wno-error", st);
	free(path);
}

/* A growing list of words. */
struct words {
	const char **v;
	size_t n;
};

static void words_add(struct words *w, const char *s)
{
	GROW(w->v, w->n);
	w->v[w->n++] = s;
}

/* One word as the shell reads it, from *p on, which is not white space. */
static void shell_word(const char **p, struct strbuf *out)
{
	const char *s = *p;
	char quote = 0;

	for (; *s && (quote || !isspace((unsigned char)*s)); s++) {
		if (quote ? *s == quote : *s == '\'' || *s == '"') {
			quote = quote ? 0 : *s;
		} else if (*s == '\\' && quote != '\'' && s[1] &&
			   (!quote || strchr("\\\"$`\n", s[1]))) {
			strbuf_add(out, ++s, 1);
		} else {
			strbuf_add(out, s, 1);
		}
	}
	*p = s;
}

static void split_command(const char *s, struct words *w, struct strtab *st)
{
	struct strbuf sb = STRBUF_INIT;

	for (;;) {
		while (isspace((unsigned char)*s))
			s++;
		if (!*s)
			break;
		strbuf_reset(&sb);
		shell_word(&s, &sb);
		words_add(w, strtab_addn(st, sb.buf, sb.len));
	}
	strbuf_release(&sb);
}

/* The words of an entry's "arguments" or "command"; -1: it has neither. */
static int entry_words(json_t *e, struct words *w, struct strtab *st)
{
	json_t *args = json_object_get(e, "arguments"), *a;
	const char *command = json_string_value(json_object_get(e, "command"));
	size_t i;

	if (!json_is_array(args)) {
		if (command)
			split_command(command, w, st);
		return command ? 0 : -1;
	}
	json_array_foreach(args, i, a) {
		if (!json_is_string(a))
			return -1;
		words_add(w, json_string_value(a));
	}
	return 0;
}

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

static int read_entry(struct compdb *db, const char *path, size_t i, json_t *e, struct strtab *st)
{
	const char *file = json_string_value(json_object_get(e, "file"));
	const char *dir = json_string_value(json_object_get(e, "directory"));
	struct words w = { 0 };
	struct unit u;
	char *abs;
	int err = 0;

	if (!file || !dir || entry_words(e, &w, st)) {
		err = error("%s: entry %zu has no \"%s\"; " PREPARE_HINT, path, i + 1,
			    !file ? "file" : !dir ? "directory" : "arguments\" or \"command");
	} else if (is_source(file)) {
		abs = path_normalize(db->info.dir, dir);
		compdb_unit(&u, abs, file, w.v, w.n, st);
		add_unit(db, &u);
		free(abs);
	}
	free(w.v);
	return err;
}

static json_t *parse_json(const char *path)
{
	json_error_t je;
	size_t len;
	char *text = read_file(path, &len);
	json_t *root;

	if (!text) {
		error("cannot read the compile database %s: %s; " PREPARE_HINT, path,
		      strerror(errno));
		return NULL;
	}
	root = json_loadb(text, len, 0, &je);
	free(text);
	if (!root)
		error("%s:%d:%d: not a compile database: %s; " PREPARE_HINT, path, je.line,
		      je.column, je.text);
	return root;
}

static int read_units(struct compdb *db, const char *path, struct strtab *st)
{
	json_t *root = parse_json(path), *e;
	int err = 0;
	size_t i;

	if (!root)
		return -1;
	if (!json_is_array(root)) {
		err = error("%s: not a compile database: no array of commands; " PREPARE_HINT,
			    path);
		goto out;
	}
	json_array_foreach(root, i, e) {
		err = read_entry(db, path, i, e, st);
		if (err)
			goto out;
	}
	if (!db->n_units)
		err = error("%s: no command compiles a C file; " PREPARE_HINT, path);
out:
	json_decref(root);
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

static int settle_tree(struct compdb *db, const char *tree, struct strtab *st)
{
	struct build_info *b = &db->info;
	char real[PATH_MAX];

	if (!tree)
		tree = *b->tree ? b->tree : guess_tree(db, st);
	if (!realpath(tree, real))
		return error("cannot find the kernel tree %s: %s; name it with --tree", tree,
			     strerror(errno));
	b->tree = strtab_add(st, real);
	return 0;
}

static const char *guess_arch(const struct compdb *db, struct strtab *st)
{
	const char *p, *q;
	size_t i;

	for (i = 0; i < db->n_units; i++) {
		p = strstr(db->units[i].file, "/arch/");
		q = p ? strchr(p + 6, '/') : NULL;
		if (q)
			return strtab_addn(st, p + 6, q - p - 6);
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

int compdb_read(const char *dir, const char *tree, struct strtab *st, struct compdb *out)
{
	char real[PATH_MAX];

	*out = (struct compdb){ .info = { "", "", "", "", "", "", 0 } };
	if (!realpath(dir, real))
		return error("cannot open the build %s: %s; " PREPARE_HINT, dir, strerror(errno));
	out->info.dir = strtab_add(st, real);
	out->info.name = strtab_add(st, strrchr(real, '/') + 1);
	if (read_units(out, strtab_addf(st, "%s/compile_commands.json", dir), st))
		return -1;
	read_info(&out->info, st);
	if (settle_tree(out, tree, st))
		return -1;
	settle_arch(out, st);
	return 0;
}

int compdb_command(struct unit *u, const char *dir, const char *const *argv, int argc,
		   struct strtab *st)
{
	const char *file = NULL;
	int i;

	for (i = 0; i < argc; i++) {
		if (LISTED(argv[i], drop_pair) || LISTED(argv[i], keep_pair))
			i++;
		else if (argv[i][0] != '-' && is_source(argv[i]))
			file = argv[i];
	}
	if (!file)
		return error("no C file on the command line; see gfncheck --help");
	compdb_unit(u, dir, file, argv, argc, st);
	if (!access(u->file, R_OK))
		return 0;
	free(u->args);
	return error("cannot read %s: %s", file, strerror(errno));
}

int compdb_single(struct compdb *db, const struct unit *u, const char *dir, const char *tree,
		  struct strtab *st)
{
	*db = (struct compdb){ .info = { "", "", "", "", "", "", 0 } };
	db->info.dir = strtab_add(st, dir);
	db->info.name = "kbuild";
	add_unit(db, u);
	if (settle_tree(db, tree, st))
		return -1;
	settle_arch(db, st);
	return 0;
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
