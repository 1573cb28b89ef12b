// SPDX-License-Identifier: GPL-2.0-only
/*
 * What libclang is given of a unit's flags.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "args.h"

/* Flags that name the unit; no header may depend on them (scripts/Makefile.lib). */
static bool names_unit(const char *arg)
{
	return !strncmp(arg, "-DKBUILD_", 9) || !strncmp(arg, "-D__KBUILD_", 11);
}

/*
 * How many flags, from args[0], say nothing of what the shared headers mean:
 * warnings, and folders of the unit's own headers, which the kernel's Makefiles
 * put behind those of <linux/...> and <asm/...>.
 */
static int own_flags(const char *const *args, int n)
{
	const char *dir;

	if (names_unit(args[0]) || !strncmp(args[0], "-W", 2))
		return 1;
	if (strncmp(args[0], "-I", 2))
		return 0;
	dir = args[0][2] || n < 2 ? args[0] + 2 : args[1];
	return strstr(dir, "include") ? 0 : dir == args[0] + 2 ? 1 : 2;
}

const char *pch_flags(const struct unit *u, struct strtab *st)
{
	struct strbuf sb = STRBUF_INIT;
	const char *res;
	int own;

	strbuf_addf(&sb, "%s", u->dir ? u->dir : "");
	for (int i = 0; i < u->nr_args; i += own ? own : 1) {
		own = own_flags(u->args + i, u->nr_args - i);
		if (!own)
			strbuf_addf(&sb, "\n%s", u->args[i]);
	}
	res = strtab_add(st, sb.buf);
	strbuf_release(&sb);
	return res;
}

const char **pch_args(const struct unit *u, const char *pch, int *n)
{
	const char **args = xcalloc(u->nr_args + 6, sizeof(*args));

	*n = 0;
	if (u->dir) {
		args[(*n)++] = "-working-directory";
		args[(*n)++] = u->dir;
	}
	if (pch) {
		args[(*n)++] = "-include-pch";
		args[(*n)++] = pch;
		args[(*n)++] = "-Wno-macro-redefined";	/* pr_fmt(), after printk.h */
	}
	for (int i = 0; i < u->nr_args; i++) {
		if (pch && !strcmp(u->args[i], "-include"))
			i++;			/* the precompiled header has it */
		else
			args[(*n)++] = u->args[i];
	}
	return args;
}

const char **header_args(const struct unit *u, int *n)
{
	const char **args = xcalloc(u->nr_args + 6, sizeof(*args));

	*n = 0;
	args[(*n)++] = "-working-directory";
	args[(*n)++] = u->dir ? u->dir : "/";
	for (int i = 0; i < u->nr_args; i++)
		if (!names_unit(u->args[i]))
			args[(*n)++] = u->args[i];
	args[(*n)++] = "-xc-header";
	return args;
}
