// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is known of a point in a function: its variables, what each of their
 * slots can hold there, and what it was set to.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "facts/facts.h"
#include "defs.h"
#include "flow.h"
#include "shape.h"

/*
 * Passes over a loop after which what still grows is taken for unknown, too,
 * and for nothing else. Sets are bounded, so that there always is a last pass.
 */
#define MANY_PASSES 12
#define TOO_MANY_PASSES 24

static int new_var(struct flow *f)
{
	GROW(f->vars, f->n_vars);
	memset(&f->vars[f->n_vars], 0, sizeof(*f->vars));
	f->vars[f->n_vars].local = -1;
	f->vars[f->n_vars].slots = -1;
	return f->n_vars++;
}

int flow_var(struct flow *f, CXCursor decl)
{
	int i = cmap_get(&f->var_of, decl);
	struct cx_place p;
	struct var *v;

	if (i >= 0)
		return i;
	i = new_var(f);
	v = &f->vars[i];
	v->decl = decl;
	v->name = cx_name(f->cx, decl);
	v->class = cx_class(type_of(decl));
	v->is_object = cx_is_object(type_of(decl));
	v->is_param = clang_getCursorKind(decl) == CXCursor_ParmDecl;
	p = cx_in_file(f->cx, clang_getCursorLocation(decl));
	v->in_macro = strcmp(cx_word(f->cx, p.file, p.off), v->name) != 0;
	cmap_set(&f->var_of, decl, i);
	return i;
}

void enter_scope(struct flow *f, int var)
{
	GROW(f->scope, f->n_scope);
	f->scope[f->n_scope++] = var;
}

void push_target(struct flow *f, struct target *t, struct env *entry)
{
	memset(t, 0, sizeof(*t));
	t->entry = entry;
	t->scope = f->n_scope;
	t->up = f->target;
	f->target = t;
}

void pop_target(struct flow *f, struct target *t)
{
	f->target = t->up;
	env_release(&t->brk);
	env_release(&t->cont);
}

/* One in an object is known by its place, one for any element by its name, too. */
int env_slot(struct flow *f, int var, long off, const char *field)
{
	const void *key = off == OFF_ANY ? (const void *)field : (const void *)(intptr_t)off;
	const void *in = (const void *)(((intptr_t)var + 1) * 2 + (off == OFF_ANY));
	void **at = ptrmap_at(&f->slot_of, in, key);
	int n = (int)(intptr_t)*at - 1;

	if (n < 0) {
		n = f->n_slots;
		*at = (void *)(intptr_t)(n + 1);
		GROW(f->slots, f->n_slots);
		f->slots[n] = (struct slot){ var, off, field, TYPE_VOID, false, f->vars[var].slots };
		f->vars[var].slots = n;
		f->n_slots++;
	}
	return n;
}

static const struct vset *get(const struct env *e, int slot)
{
	return slot >= 0 && (unsigned int)slot < e->n ? e->val[slot] : NULL;
}

const char *env_def(const struct env *e, int slot)
{
	return slot >= 0 && (unsigned int)slot < e->n && e->def[slot] ? e->def[slot] : "";
}

static int find_rest(const struct flow *f, int var)
{
	const void *in = (const void *)(((intptr_t)var + 1) * 2);

	return (int)(intptr_t)ptrmap_get(&f->slot_of, in, (const void *)(intptr_t)OFF_REST) - 1;
}

/* The member of what the rest of an object was copied from. */
static const struct vset *rest_read(struct flow *f, const struct env *e, const struct slot *s)
{
	const struct vset *rest = get(e, find_rest(f, s->var)), *res = &vset_none;
	struct load l = { .member = s->field, .any = s->off == OFF_ANY };

	if (!rest)
		return res;
	if (rest->unknown)
		res = vset_unknown(f->vt);
	if (rest->unset)
		res = vset_join(f->vt, res, vset_unset(f->vt));
	for (unsigned int i = 0; i < rest->n; i++) {
		const struct vset *from = vset_one(f->vt, rest->v[i]);

		if (rest->v[i]->kind != '0') {
			from = vset_move(f->vt, from, s->off);
			from = value_load(f->vt, from->v[0], &l);
		}
		res = vset_join(f->vt, res, from);
	}
	return res;
}

const struct vset *env_read(struct flow *f, const struct env *e, int slot)
{
	const struct slot *s = &f->slots[slot];
	const struct vset *v = get(e, slot);

	if (v)
		return v;
	if (s->off == OFF_REST || !f->vars[s->var].is_object)
		return &vset_none;
	v = rest_read(f, e, s);
	for (int i = f->vars[s->var].slots; i >= 0; i = f->slots[i].next)
		if (f->slots[i].off == OFF_ANY && i != slot && f->slots[i].field == s->field &&
		    get(e, i))
			v = vset_join(f->vt, v, get(e, i));
	return v;
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

void env_write(struct flow *f, int slot, const struct vset *val, const char *def)
{
	env_room(&f->env, slot + 1);
	f->env.val[slot] = val;
	f->env.def[slot] = def;
}

void env_copy(struct env *to, const struct env *from)
{
	size_t n = from->n;

	env_room(to, n);
	if (n) {
		memcpy(to->val, from->val, n * sizeof(*from->val));
		memcpy(to->def, from->def, n * sizeof(*from->def));
	}
	if (to->n > n) {
		memset(to->val + n, 0, (to->n - n) * sizeof(*to->val));
		memset(to->def + n, 0, (to->n - n) * sizeof(*to->def));
	}
	to->live = from->live;
	to->when = from->when;
	to->outside = from->outside;
}

int flow_event_at(struct flow *f, CXCursor c)
{
	int n = cmap_get(&f->event_of, c);

	if (n < 0) {
		n = ++f->n_events;
		cmap_set(&f->event_of, c, n);
	}
	return n;
}

static const struct vset *join_slot(struct flow *f, const struct env *a, const struct env *b,
				    int slot)
{
	const struct vset *x = env_read(f, a, slot), *y = env_read(f, b, slot), *both;

	both = vset_join(f->vt, x, y);
	if (f->widen && both != x)
		both = vset_add_unknown(f->vt, both);
	if (f->widen > 1 && both != x)
		both = vset_unknown(f->vt);
	return both;
}

/* All are read before any is set: what is read of one can depend on another. */
void env_join(struct flow *f, struct env *to, const struct env *from, int at)
{
	unsigned int n = from->n;
	const struct vset **both;

	if (!from->live)
		return;
	if (!to->live) {
		env_copy(to, from);
		return;
	}
	env_room(to, n);
	to->outside &= from->outside;
	n = to->n < f->n_slots ? to->n : f->n_slots;
	both = xcalloc(n + 1, sizeof(*both));
	for (unsigned int i = 0; i < n; i++)
		if (get(to, i) != get(from, i))
			both[i] = join_slot(f, to, from, i);
	for (unsigned int i = 0; i < n; i++) {
		if (both[i])
			to->val[i] = both[i];
		to->def[i] = defs_join(f->cx->st, env_def(to, i), env_def(from, i));
	}
	if (to->when != from->when)
		to->when = at;
	free(both);
}

bool env_equal(const struct env *a, const struct env *b)
{
	unsigned int n = a->n > b->n ? a->n : b->n;

	if (a->live != b->live || a->outside != b->outside)
		return false;
	for (unsigned int i = 0; i < n; i++)
		if (get(a, i) != get(b, i) || strcmp(env_def(a, i), env_def(b, i)))
			return false;
	return true;
}

struct age {
	const struct flow *f;
	int since;
};

static bool call_is_old(void *data, int call)
{
	const struct age *a = data;

	return a->f->call_event && a->f->call_event[call] >= a->since;
}

void env_age(struct flow *f, struct env *e, int since)
{
	struct age a = { f, since };

	for (unsigned int i = 0; i < e->n; i++)
		if (e->val[i])
			e->val[i] = vset_age(f->vt, e->val[i], since, call_is_old, &a);
}

void env_release(struct env *e)
{
	free(e->val);
	free(e->def);
	memset(e, 0, sizeof(*e));
}

int flow_widen(int pass, int outside)
{
	return pass >= TOO_MANY_PASSES ? 2 : pass >= MANY_PASSES ? 1 : outside;
}
