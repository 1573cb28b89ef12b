/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A map from cursors to small numbers. Cursors are equal when libclang says
 * so, which no address of theirs tells.
 */
#ifndef CMAP_H
#define CMAP_H

#include <clang-c/Index.h>

struct cmap {
	CXCursor *key;
	int *val;
	unsigned int n, cap;
};

/* -1 where there is none. */
int cmap_get(const struct cmap *m, CXCursor c);
void cmap_set(struct cmap *m, CXCursor c, int val);
void cmap_release(struct cmap *m);

#endif
