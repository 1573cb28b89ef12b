// SPDX-License-Identifier: GPL-2.0-only
/*
 * Maps from cursors, and environments.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "facts/facts.h"
#include "flow.h"

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

const char *env_val(const struct env *e, int var)
{
	return var >= 0 && (unsigned int)var < e->n && e->val[var] ? e->val[var] : "";
}

const char *env_def(const struct env *e, int var)
{
	return var >= 0 && (unsigned int)var < e->n && e->def[var] ? e->def[var] : "";
}

static void env_room(struct env *e, unsigned int n)
{
	if (n <= e->n)
		return;
	n = (n + 15) & ~15u;
	e->val = xrealloc(e->val, n, sizeof(*e->val));
	e->def = xrealloc(e->def, n, sizeof(*e->def));
	memset(e->val + e->n, 0, (n - e->n) * sizeof(*e->val));
	memset(e->def + e->n, 0, (n - e->n) * sizeof(*e->def));
	e->n = n;
}

void env_set(struct flow *f, int var, const char *val, const char *def)
{
	env_room(&f->env, var + 1);
	if (f->vars[var].escaped)
		val = vset_union(f->cx->st, val, strtab_add(f->cx->st, "?"));
	f->env.val[var] = val;
	f->env.def[var] = def;
}

void env_copy(struct env *to, const struct env *from)
{
	env_room(to, from->n);
	memset(to->val, 0, to->n * sizeof(*to->val));
	memset(to->def, 0, to->n * sizeof(*to->def));
	if (from->n) {
		memcpy(to->val, from->val, from->n * sizeof(*from->val));
		memcpy(to->def, from->def, from->n * sizeof(*from->def));
	}
	to->live = from->live;
	to->outside = from->outside;
}

void env_join(struct flow *f, struct env *to, const struct env *from)
{
	if (!from->live)
		return;
	if (!to->live) {
		env_copy(to, from);
		return;
	}
	env_room(to, from->n);
	to->outside &= from->outside;
	for (unsigned int i = 0; i < from->n; i++) {
		to->val[i] = vset_union(f->cx->st, env_val(to, i), env_val(from, i));
		to->def[i] = vset_union(f->cx->st, env_def(to, i), env_def(from, i));
	}
}

bool env_equal(const struct env *a, const struct env *b)
{
	unsigned int n = a->n > b->n ? a->n : b->n;

	if (a->live != b->live || a->outside != b->outside)
		return false;
	for (unsigned int i = 0; i < n; i++)
		if (strcmp(env_val(a, i), env_val(b, i)) || strcmp(env_def(a, i), env_def(b, i)))
			return false;
	return true;
}

void env_release(struct env *e)
{
	free(e->val);
	free(e->def);
	memset(e, 0, sizeof(*e));
}
