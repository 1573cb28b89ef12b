// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <clang-c/CXCompilationDatabase.h>
#include <clang-c/Index.h>
#include "base/base.h"
#include "database.h"

static const char *take(struct strtab *st, CXString s)
{
	const char *text = clang_getCString(s), *copy = strtab_add(st, text ? text : "");

	clang_disposeString(s);
	return copy;
}

static void read_command(struct compile_command *out, CXCompileCommand c, struct strtab *st)
{
	out->file = take(st, clang_CompileCommand_getFilename(c));
	out->dir = take(st, clang_CompileCommand_getDirectory(c));
	out->argc = clang_CompileCommand_getNumArgs(c);
	out->argv = xcalloc(out->argc + 1, sizeof(*out->argv));
	for (int i = 0; i < out->argc; i++)
		out->argv[i] = take(st, clang_CompileCommand_getArg(c, i));
}

/* What libclang says of response files on stderr, the commands that have them say again. */
static int read_all(const char *dir, struct strtab *st, struct compile_command **v, size_t *n)
{
	CXCompilationDatabase_Error err;
	CXCompilationDatabase db;
	CXCompileCommands all;

	*v = NULL;
	*n = 0;
	/* libclang knows its targets, and with them compilers' names, from here on */
	clang_disposeIndex(clang_createIndex(0, 0));
	db = clang_CompilationDatabase_fromDirectory(dir, &err);
	if (!db)
		return -1;
	all = clang_CompilationDatabase_getAllCompileCommands(db);
	*n = clang_CompileCommands_getSize(all);
	*v = xcalloc(*n, sizeof(**v));
	for (size_t i = 0; i < *n; i++)
		read_command(&(*v)[i], clang_CompileCommands_getCommand(all, i), st);
	clang_CompileCommands_dispose(all);
	clang_CompilationDatabase_dispose(db);
	return 0;
}

int database_read(const char *dir, struct strtab *st, struct compile_command **v, size_t *n)
{
	struct capture c;
	int err;

	capture_begin(&c);
	err = read_all(dir, st, v, n);
	capture_end(&c, NULL);
	return err;
}

void database_release(struct compile_command *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(v[i].argv);
	free(v);
}
