/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel tree of our own, in the cache: the files that KVM's units can read,
 * as some git tree has them. Going to another tree writes what differs.
 *
 * A file's time stamp is made from its content's id. So it says what is there
 * whatever happened to the last run, and a precompiled header or facts of the
 * same content hold when the tree comes back to it.
 *
 * What a patch names is never followed: the folders are made here, no symbolic
 * link is, and a link in git is the content it leads to inside its tree.
 */
#ifndef SPARSE_H
#define SPARSE_H

#include <stdbool.h>
#include "git.h"

struct sparse;

/*
 * The first of the cache's trees for this key that nobody uses now; it stays
 * ours until sparse_close(). NULL after error().
 */
struct sparse *sparse_open(const char *key, struct strtab *st);
void sparse_close(struct sparse *s);

/* The tree, absolute; and a folder beside it for what goes with the run. */
const char *sparse_tree(const struct sparse *s);
const char *sparse_scratch(const struct sparse *s);

/*
 * What to have, before the first sparse_go(): one file; all in a folder (ends
 * in '/'); only the C files in it, or all headers below it. Paths in the tree.
 */
enum sparse_what { SPARSE_ALL, SPARSE_FILES, SPARSE_HEADERS };
void sparse_want(struct sparse *s, enum sparse_what what, const char *path);

/* Make it the git tree. 0, or -1 after error(). */
int sparse_go(struct sparse *s, const struct git *g, const char *tree);

/*
 * Have all files of the git tree that an #include of name can mean; how many
 * that adds, or -1 after error().
 */
int sparse_include(struct sparse *s, const struct git *g, const char *name);

/* The blob at a path of the tree it is now, or NULL. */
const char *sparse_blob(const struct sparse *s, const char *path);
/* The paths it has now, in no order. */
const char *const *sparse_paths(const struct sparse *s, size_t *n);

#endif
