/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A compiler's command line, as a unit for libclang.
 */
#ifndef CMDLINE_H
#define CMDLINE_H

#include "base/base.h"
#include "scan/scan.h"

/*
 * What of the arguments says how the file is to be read: not the output,
 * nothing that would make libclang write or load a file, no warnings. The
 * target is the kernel's own for an architecture, where neither the arguments
 * nor the compiler's name tell it. The args array is the caller's to free.
 */
void command_unit(struct unit *u, const char *dir, const char *file, const char *const *argv,
		  int argc, struct strtab *st);

/* The C file among the arguments, or NULL. */
const char *command_file(const char *const *argv, int argc);
bool command_is_source(const char *path);

/*
 * The architecture, as in arch/<arch>, whose headers the arguments look in;
 * interned, "" where they look in none's.
 */
const char *command_arch(const char *const *argv, int argc, struct strtab *st);

/*
 * What kbuild exports: the architecture that it builds, "" where it does not
 * say; and the target, for a unit whose command has none.
 */
const char *command_kbuild_arch(const struct unit *u, struct strtab *st);
void command_environment(struct unit *u, struct strtab *st);

/* "--target=..." as scripts/Makefile.clang has it for an architecture, or NULL. */
const char *command_target(const char *arch);

#endif
