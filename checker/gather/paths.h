/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The paths of a compile database, so that each file has one name: no symbolic
 * link among its folders on the way to the tree, and below the tree that is
 * looked at, where the build was made from another one.
 */
#ifndef PATHS_H
#define PATHS_H

#include "base/base.h"
#include "scan/scan.h"

struct paths {
	struct strtab *st;
	struct ptrmap real;		/* folders as written, and what they are */
	const char *tree, *tree_as;	/* the tree, and as it was named; NULL: not known yet */
	const char *from, *to;		/* trees; NULL unless one stands for the other */
};

void paths_release(struct paths *p);

/*
 * A file with no symbolic link among its folders outside of the tree, interned.
 * The file itself may be one, and folders of the tree: a tree of links to another
 * tree is a tree of its own.
 */
const char *paths_file(struct paths *p, const char *dir, const char *file);

/* The same for the unit's file, its folder, and what its options name. */
void paths_settle(struct paths *p, struct unit *u);

/*
 * What the unit reads of the tree p->from is read in p->to. What was generated
 * in p->from, where a build in its tree has it, is still read there.
 */
void paths_move(struct paths *p, struct unit *u);

#endif
