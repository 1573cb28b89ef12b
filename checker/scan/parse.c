// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parse one translation unit, with the header it shares with others where that
 * says the same, and hand it to walk.c.
 */
#include <stdlib.h>
#include "base/base.h"
#include "args.h"
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
	out->status = "failed";
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

int scan_unit(const struct unit *u, const struct scan_opts *o, struct facts *out)
{
	CXTranslationUnit tu;
	CXIndex index;

	if (u->pch && scan_with_pch(u, o, out))
		return 0;
	start(u, o, out);
	index = clang_createIndex(0, 0);
	tu = parse(index, u, NULL);
	if (tu) {
		scan_walk(tu, o, u, u->file, out);
		clang_disposeTranslationUnit(tu);
	} else {
		add_failure(out, "libclang could not parse this file");
	}
	clang_disposeIndex(index);
	return 0;
}
