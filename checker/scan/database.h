/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A compile_commands.json as libclang reads it: a shell's quoting taken off,
 * response files put in, ccache and its like left out, and --target= added
 * where the compiler's name says what it compiles for (aarch64-linux-gnu-gcc).
 */
#ifndef DATABASE_H
#define DATABASE_H

#include <stddef.h>
#include "base/base.h"

/* One entry; strings are interned, argv begins with the compiler. */
struct compile_command {
	const char *file, *dir;
	const char **argv;
	int argc;
};

/*
 * All entries of the database in the folder, in its order. 0, or -1 where
 * libclang cannot read it, which it does not explain. Release in either case.
 */
int database_read(const char *dir, struct strtab *st, struct compile_command **v, size_t *n);
void database_release(struct compile_command *v, size_t n);

#endif
