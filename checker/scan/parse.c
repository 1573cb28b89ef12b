// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parse one translation unit, with the header it shares with others where that
 * says the same, and hand it to walk.c.
 */
#include <stdlib.h>
#include "base/base.h"
#include "args.h"
#include "flags.h"
#include "walk.h"

const char *scan_clang_version(struct strtab *strings)
{
	CXString s = clang_getClangVersion();
	const char *v = strtab_add(strings, clang_getCString(s));

	clang_disposeString(s);
	return v;
}

static CXTranslationUnit parse(CXIndex index, const struct unit *u, const char *pch)
{
	unsigned int opts = CXTranslationUnit_KeepGoing;
	CXTranslationUnit tu = NULL;
	const char **args;
	int n;

	args = pch_args(u, pch, &n);
	if (clang_parseTranslationUnit2(index, u->file, args, n, NULL, 0, opts, &tu))
		tu = NULL;
	free(args);
	return tu;
}

static void add_failure(struct facts *out, const char *reason)
{
	struct fact_skip *k = facts_add_skip(out);

	k->file = out->unit;
	k->reason = reason;
	out->status = UNIT_FAILED;
}

static void start(const struct unit *u, const struct scan_opts *o, struct facts *out)
{
	facts_init(out);
	out->unit = strtab_add(o->strings, u->file);
	out->module = strtab_add(o->strings, u->module ? u->module : "");
}

/* False when there is anything to say of it: it is then parsed without the PCH. */
static bool scan_with_pch(const struct unit *u, const struct scan_opts *o, struct facts *out)
{
	CXIndex index = clang_createIndex(1, 0);
	CXTranslationUnit tu = parse(index, u, u->pch);
	bool clean = tu && !clang_getNumDiagnostics(tu);

	if (clean) {
		start(u, o, out);
		scan_walk(tu, o, u, u->file, out);
	}
	clang_disposeTranslationUnit(tu);
	clang_disposeIndex(index);
	return clean;
}

static void scan_whole(const struct unit *u, const struct scan_opts *o, struct facts *out)
{
	CXIndex index = clang_createIndex(0, 0);
	CXTranslationUnit tu = parse(index, u, NULL);

	start(u, o, out);
	if (tu)
		scan_walk(tu, o, u, u->file, out);
	else
		add_failure(out, "libclang could not parse this file");
	clang_disposeTranslationUnit(tu);
	clang_disposeIndex(index);
}

void scan_unit(const struct unit *unit, const struct scan_opts *o, struct facts *out)
{
	struct unit u = *unit;
	struct facts flags;
	const char *why;

	facts_init(&flags);
	why = flags_settle(o->flags, &u, o->strings, &flags);
	if (u.refused)
		why = u.refused;
	if (why) {
		start(&u, o, out);
		add_failure(out, why);
	} else if (!u.pch || !scan_with_pch(&u, o, out)) {
		scan_whole(&u, o, out);
	}
	/* facts begin anew with each attempt */
	out->flags = flags.flags;
	out->n_flag = flags.n_flag;
	free(u.args);
}
