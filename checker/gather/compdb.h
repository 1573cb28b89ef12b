/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A build: a folder with a compile_commands.json, and beside it, if
 * scripts/gfn-prepare made it, a build.info of key=value lines.
 */
#ifndef COMPDB_H
#define COMPDB_H

#include "base/base.h"
#include "scan/scan.h"

struct compdb {
	struct build_info info;
	struct unit *units;		/* C files only, no two alike */
	size_t n_units;
};

/*
 * Read the build in dir. tree: NULL to take the one that build.info or the
 * units' paths tell; where it is another one, what the commands read in the
 * build's is read there. 0, or -1 after error().
 */
int compdb_read(const char *dir, const char *tree, struct strtab *st, struct compdb *out);
void compdb_release(struct compdb *db);

/*
 * A unit from a whole command line, as CHECK= gets it, run in dir, for the
 * target that kbuild exports where the command does not tell it. 0, or -1
 * after error(): it names no C file that can be read.
 */
int compdb_command(struct unit *u, const char *dir, const char *const *argv, int argc,
		   struct strtab *st);
/* A build of that unit alone, which is taken over. 0, or -1 after error(). */
int compdb_single(struct compdb *db, const struct unit *u, const char *dir, const char *tree,
		  struct strtab *st);

#endif
