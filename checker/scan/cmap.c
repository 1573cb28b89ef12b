// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "cmap.h"

int cmap_get(const struct cmap *m, CXCursor c)
{
	unsigned int h;

	if (!m->cap)
		return -1;
	for (h = clang_hashCursor(c) % m->cap; m->val[h] >= 0; h = (h + 1) % m->cap)
		if (clang_equalCursors(m->key[h], c))
			return m->val[h];
	return -1;
}

static void cmap_grow(struct cmap *m)
{
	struct cmap old = *m;

	m->cap = old.cap ? old.cap * 2 : 32;
	m->key = xcalloc(m->cap, sizeof(*m->key));
	m->val = xcalloc(m->cap, sizeof(*m->val));
	memset(m->val, 0xff, m->cap * sizeof(*m->val));
	m->n = 0;
	for (unsigned int i = 0; i < old.cap; i++)
		if (old.val[i] >= 0)
			cmap_set(m, old.key[i], old.val[i]);
	cmap_release(&old);
}

void cmap_set(struct cmap *m, CXCursor c, int val)
{
	unsigned int h;

	if (m->n * 2 >= m->cap)
		cmap_grow(m);
	for (h = clang_hashCursor(c) % m->cap; m->val[h] >= 0; h = (h + 1) % m->cap)
		if (clang_equalCursors(m->key[h], c))
			break;
	m->n += m->val[h] < 0;
	m->key[h] = c;
	m->val[h] = val;
}

void cmap_release(struct cmap *m)
{
	free(m->key);
	free(m->val);
}
