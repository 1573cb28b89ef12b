// SPDX-License-Identifier: GPL-2.0-only
/*
 * Precompiled headers: made here, used by parse.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "args.h"
#include "flags.h"
#include "walk.h"

#define PCH_TEXT "#include <linux/kvm_host.h>\n"

/* The text precompiled is in no file that could change. */
static void drop_dep(struct facts *f, const char *path)
{
	size_t i, n = 0;

	for (i = 0; i < f->n_dep; i++)
		if (strcmp(f->deps[i].path, path))
			f->deps[n++] = f->deps[i];
	f->n_dep = n;
}

static void precompile(const struct unit *u, const struct scan_opts *o, const char *contents,
		       struct facts *out)
{
	struct CXUnsavedFile text = { "/gfncheck-pch.h", contents, strlen(contents) };
	unsigned int opts = CXTranslationUnit_KeepGoing | CXTranslationUnit_Incomplete |
			    CXTranslationUnit_ForSerialization;
	CXIndex index = clang_createIndex(0, 0);
	CXTranslationUnit tu = NULL;
	const char **args;
	int n;

	facts_init(out);
	args = header_args(u, &n);
	if (!clang_parseTranslationUnit2(index, text.Filename, args, n, &text, 1, opts, &tu)) {
		scan_walk(tu, o, u, text.Filename, out);
		drop_dep(out, text.Filename);
		if (clang_getNumDiagnostics(tu) ||
		    clang_saveTranslationUnit(tu, u->file, CXSaveTranslationUnit_None))
			out->status = UNIT_FAILED;
		clang_disposeTranslationUnit(tu);
	} else {
		out->status = UNIT_FAILED;
	}
	out->unit = strtab_add(o->strings, "include/linux/kvm_host.h");
	free(args);
	clang_disposeIndex(index);
}

void pch_scan(const struct unit *unit, const struct scan_opts *o, struct facts *out)
{
	struct strbuf sb = STRBUF_INIT;
	struct unit u = *unit;
	struct facts flags;	/* the units' own tell of them */

	facts_init(&flags);
	flags_settle(o->flags, &u, o->strings, &flags);
	facts_release(&flags);
	strbuf_addf(&sb, "%s%s", PCH_TEXT, u.text ? u.text : "");
	precompile(&u, o, sb.buf, out);
	if (u.text && out->status != UNIT_OK) {
		facts_release(out);
		precompile(&u, o, PCH_TEXT, out);
	}
	strbuf_release(&sb);
	free(u.args);
}
