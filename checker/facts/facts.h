/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Facts: all that later phases know of a unit. Scan makes them, gather keeps
 * them, link reads them; whoever initialises a struct facts releases it, and
 * its strings belong to a strtab that outlives it.
 */
#ifndef FACTS_H
#define FACTS_H

#include "build.h"	/* what is known of the build that they are of */
#include "factdb.h"	/* kept in SQLite */
#include "factpack.h"	/* as bytes */
#include "inputs.h"	/* the files that they rest on */
#include "records.h"	/* in memory */
#include "valtab.h"	/* their values as objects */
#include "value.h"	/* the grammar of values */

#endif
