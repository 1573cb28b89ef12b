// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "cmdline.h"

/* Dropped with the argument that follows. */
static const char *const drop_pair[] = { "-o", "-MF", "-MT", "-MQ", "-aux-info", "-dumpdir" };

static const char *const drop_exact[] = {
	"-c", "-S", "-E", "-M", "-MM", "-MD", "-MMD", "-MP", "-MG", "-pipe", "-v", "-###",
};

/* Dropped by how they begin: what writes files, what loads code, what is not the compiler's. */
static const char *const drop_prefix[] = {
	"-Wa,", "-Wp,", "-Wl,", "-MF", "-MT", "-MQ", "-dump", "-fplugin", "-fdump", "-save-temps",
	"-ftime-trace", "-fdiagnostics-format=", "-fprofile-", "-ftest-coverage",
};

static bool listed(const char *s, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(s, v[i]))
			return true;
	return false;
}

#define LISTED(s, v) listed(s, v, ARRAY_SIZE(v))

static bool begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

static bool drop_arg(const char *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(drop_prefix); i++)
		if (begins(s, drop_prefix[i]))
			return true;
	/* -Wno-x may keep clang from refusing what gcc takes; "-w" does the rest. */
	if (begins(s, "-W"))
		return !begins(s, "-Wno-");
	return LISTED(s, drop_exact);
}

bool command_is_source(const char *s)
{
	size_t n = strlen(s);

	return n > 2 && !strcmp(s + n - 2, ".c");
}

/* "kvm_intel" of "kmod_kvm_intel", "\"kvm-intel\"" or "KBUILD_STR(kvm_intel)". */
static const char *module_name(const char *s, struct strtab *st)
{
	struct strbuf sb = STRBUF_INIT;
	const char *name;

	if (begins(s, "kmod_"))
		s += strlen("kmod_");
	else if (begins(s, "KBUILD_STR("))
		s += strlen("KBUILD_STR(");
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

	for (size_t i = 0; i < ARRAY_SIZE(macros); i++)
		if (begins(arg, macros[i]))
			u->module = module_name(arg + strlen(macros[i]), st);
}

const char *command_target(const char *arch)
{
	static const struct { const char *arch, *target; } targets[] = {
		{ "arm", "--target=arm-linux-gnueabi" },
		{ "arm64", "--target=aarch64-linux-gnu" },
		{ "loongarch", "--target=loongarch64-linux-gnusf" },
		{ "mips", "--target=mipsel-linux-gnu" },
		{ "powerpc", "--target=powerpc64le-linux-gnu" },
		{ "riscv", "--target=riscv64-linux-gnu" },
		{ "s390", "--target=s390x-linux-gnu" },
		{ "x86", "--target=x86_64-linux-gnu" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(targets); i++)
		if (!strcmp(targets[i].arch, arch))
			return targets[i].target;
	return NULL;
}

/* <arch> of .../arch/<arch>/include. */
static const char *arch_of_folder(const char *dir, struct strtab *st)
{
	const char *p = begins(dir, "arch/") ? dir : strstr(dir, "/arch/"), *q;

	for (; p; p = strstr(p, "/arch/")) {
		p += *p == '/' ? 6 : 5;
		q = strchr(p, '/');
		if (q && begins(q, "/include"))
			return strtab_addn(st, p, q - p);
	}
	return NULL;
}

const char *command_arch(const char *const *argv, int argc, struct strtab *st)
{
	for (int i = 0; i < argc; i++) {
		const char *dir = argv[i] + 2, *arch;

		if (!begins(argv[i], "-I"))
			continue;
		if (!*dir && i + 1 < argc)
			dir = argv[i + 1];
		arch = arch_of_folder(dir, st);
		if (arch)
			return arch;
	}
	return strtab_empty;
}

static bool has_target(const char *const *argv, int argc)
{
	for (int i = 0; i < argc; i++)
		if (begins(argv[i], "--target=") || !strcmp(argv[i], "-target"))
			return true;
	return false;
}

static void add_arg(struct unit *u, const char *s, struct strtab *st)
{
	u->args[u->nr_args++] = strtab_add(st, s);
}

static void add_target(struct unit *u, const char *const *argv, int argc, struct strtab *st)
{
	const char *target = command_target(command_arch(argv, argc, st));

	if (target && !has_target(argv, argc))
		add_arg(u, target, st);
}

/* Macros and folders that are the preprocessor's: -Wp,-DX,-Ifolder. */
static void take_preprocessor(struct unit *u, const char *s, struct strtab *st)
{
	for (s += strlen("-Wp"); *s == ',';) {
		size_t n = strcspn(++s, ",");

		if (begins(s, "-D") || begins(s, "-U") || begins(s, "-I"))
			add_arg(u, strtab_addn(st, s, n), st);
		s += n;
	}
}

/* Copy what libclang needs of argv[i...]; returns the arguments consumed. */
static int take_arg(struct unit *u, const char *const *v, int left, struct strtab *st)
{
	if (LISTED(v[0], drop_pair))
		return 2;
	if (flag_takes_value(v[0]) && left > 1) {
		find_module(u, strtab_addf(st, "%s%s", v[0], v[1]), st);
		add_arg(u, v[0], st);
		add_arg(u, v[1], st);
		return 2;
	}
	if (v[0][0] == '@')	/* one that is there was put in */
		u->refused = strtab_addf(st, "the response file %s of its command cannot be read",
					 v[0] + 1);
	if (begins(v[0], "-Wp,"))
		take_preprocessor(u, v[0], st);
	if (v[0][0] != '-' || drop_arg(v[0]))
		return 1;
	find_module(u, v[0], st);
	add_arg(u, v[0], st);
	return 1;
}

/* The compiler's own name, and what may stand before it: "env X=1 ccache". */
static int skip_compiler(const char *const *argv, int argc)
{
	int i;

	for (i = 0; i < argc && !strchr("-@", argv[i][0]) && !command_is_source(argv[i]); i++)
		;
	return i;
}

/* Arguments that become more than one are rare and long: a comma each. */
static int room_for(const char *const *argv, int argc)
{
	int n = argc + 4;

	for (int i = 0; i < argc; i++)
		if (begins(argv[i], "-Wp,"))
			for (const char *s = argv[i]; (s = strchr(s, ',')); s++)
				n++;
	return n;
}

void command_unit(struct unit *u, const char *dir, const char *file, const char *const *argv,
		  int argc, struct strtab *st)
{
	*u = (struct unit){ .module = "" };
	u->file = strtab_add(st, file);
	u->dir = strtab_add(st, dir);
	u->args = xcalloc(room_for(argv, argc), sizeof(*u->args));
	add_target(u, argv, argc, st);
	for (int i = skip_compiler(argv, argc); i < argc;)
		i += take_arg(u, argv + i, argc - i, st);
	add_arg(u, "-w", st);
	add_arg(u, "-Wno-error", st);
}

const char *command_kbuild_arch(const struct unit *u, struct strtab *st)
{
	const char *arch = command_arch(u->args, u->nr_args, st);

	if (!*arch && getenv("SRCARCH"))
		arch = strtab_add(st, getenv("SRCARCH"));
	if (!*arch && getenv("ARCH"))
		arch = strtab_add(st, getenv("ARCH"));
	return !strcmp(arch, "i386") || !strcmp(arch, "x86_64") ? "x86" : arch;
}

/* "--target=aarch64-linux-gnu" of CROSS_COMPILE=/opt/bin/aarch64-linux-gnu-. */
static const char *cross_target(struct strtab *st)
{
	const char *s = getenv("CROSS_COMPILE"), *slash = s ? strrchr(s, '/') : NULL;
	size_t n;

	s = slash ? slash + 1 : s;
	n = s ? strlen(s) : 0;
	return n > 1 && s[n - 1] == '-' ? strtab_addf(st, "--target=%.*s", (int)n - 1, s) : NULL;
}

void command_environment(struct unit *u, struct strtab *st)
{
	const char *target = command_target(command_kbuild_arch(u, st));

	if (!target)
		target = cross_target(st);
	if (!target || has_target(u->args, u->nr_args))
		return;
	u->args = xrealloc(u->args, u->nr_args + 1, sizeof(*u->args));
	u->args[u->nr_args++] = target;
}

const char *command_file(const char *const *argv, int argc)
{
	const char *file = NULL;

	for (int i = 0; i < argc; i++) {
		if (LISTED(argv[i], drop_pair) || flag_takes_value(argv[i]))
			i++;
		else if (argv[i][0] != '-' && command_is_source(argv[i]))
			file = argv[i];
	}
	return file;
}
