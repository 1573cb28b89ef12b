/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The facts of what libclang has parsed, a unit or a header.
 */
#ifndef WALK_H
#define WALK_H

#include <clang-c/Index.h>
#include "scan.h"

/* The facts of a parsed unit, into facts already initialised. */
void scan_walk(CXTranslationUnit tu, const struct scan_opts *o, const struct unit *u,
	       const char *main_file, struct facts *out);

#endif
