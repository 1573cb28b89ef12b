/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Gather: the folder of a build in, the facts of its units out, from the fact
 * base where they still hold, from workers that scan elsewhere. What is
 * returned is the caller's to release; strings are interned in the strtab given.
 */
#ifndef GATHER_H
#define GATHER_H

#include "cmdline.h"	/* a compiler's command line */
#include "collect.h"	/* the facts */
#include "compdb.h"	/* the build */

#endif
