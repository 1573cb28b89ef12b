/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scan: one translation unit in, its facts out. Pure: depends on the unit's
 * command and inputs only, so it is cached, parallel and distributable. The
 * only part that knows libclang.
 */
#ifndef SCAN_H
#define SCAN_H

#include <stdbool.h>
#include "facts/facts.h"
#include "database.h"	/* compile databases, as libclang reads them */

/* One compile command. file is absolute; args are the compiler's, without
 * argv[0], the output and the input file; owned by the compile database. */
struct unit {
	const char *file, *dir, *module;
	const char *pch;	/* a precompiled header to parse it with, or NULL */
	const char *text;	/* of a header to precompile, behind kvm_host.h; or NULL */
	const char **args;
	int nr_args;
	const char *refused;	/* why it cannot be parsed, found before trying; or NULL */
};

/* What was learnt of sets of flags (flags.h), so that each is tried once. */
struct flag_memo *flag_memo_new(void);
void flag_memo_free(struct flag_memo *m);

/* Does a compiler's option have its value in the argument behind it? */
bool flag_takes_value(const char *arg);

struct scan_opts {
	const char *tree;	/* absolute path of the kernel tree; facts are relative to it */
	struct strtab *strings;
	struct flag_memo *flags;
};

/*
 * Parse and walk one unit. The facts' status says how it went; they are
 * initialised here and released by the caller.
 */
void scan_unit(const struct unit *u, const struct scan_opts *o, struct facts *out);

/*
 * What two units must have in common to share a precompiled header: the folder
 * they are parsed in, and their flags without those that cannot matter to it:
 * the unit's names (KBUILD_*), warnings, folders of its own headers. Interned.
 */
const char *pch_flags(const struct unit *u, struct strtab *st);

/*
 * Precompile the header for units with the flags of u into the file u->file:
 * with u->text behind kvm_host.h, and where that does not parse without it.
 * out: the facts of what it holds, as of a unit of its own; initialised here,
 * released by the caller. Like scan_unit(); the status is UNIT_FAILED where it
 * does not parse or cannot be written, and the units are then parsed without.
 */
void pch_scan(const struct unit *u, const struct scan_opts *o, struct facts *out);

/* The version of libclang in use, for cache keys and --version. */
const char *scan_clang_version(struct strtab *strings);

#endif
