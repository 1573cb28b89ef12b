// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a call returns and what a local object holds, in terms of the body
 * that asks, so that neither needs a look at any caller.
 */
#include <stdlib.h>
#include "origin.h"

#define MAX_DEPTH 8	/* of calls whose result is another call's result */
#define MAX_RESULTS 32

static void add(struct results *out, const struct body *b, const struct val *v)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].body == b && out->v[i].val == v)
			return;
	if (out->n >= MAX_RESULTS)
		return;
	GROW(out->v, out->n);
	out->v[out->n++] = (struct result){ b, v };
}

static void resolve(struct graph *g, const struct body *b, const struct val *v, int depth,
		    struct results *out);

/* What a callee returns, in its terms, as the caller sees it: parameters are arguments. */
static void substitute(struct graph *g, const struct call *c, const struct val *result,
		       const struct val *tail, int depth, struct results *out)
{
	const struct valset *args = call_arg_values(g, c, result->atom->n);

	if (!args->n)		/* not followed: not to be lost either */
		args = valtab_set(g->vt, strtab_add(g->st, "?"));
	for (size_t i = 0; i < args->n; i++) {
		const struct val *v = valtab_rebase(g->vt, result, args->v[i]);

		resolve(g, c->body, valtab_rebase(g->vt, tail, v), depth + 1, out);
	}
}

/* What a body returns, in its own terms or others'; nothing while that is being found out. */
static const struct results *body_results(struct graph *g, const struct body *b)
{
	struct results *r = ptrmap_get(&g->results, b, NULL);

	if (r)
		return r;
	r = arena_alloc(&g->mem, 1, sizeof(*r));
	*ptrmap_at(&g->results, b, NULL) = r;
	for (size_t i = 0; i < b->n_rets; i++) {
		const struct valset *s = valtab_set(g->vt, b->rets[i]->value);

		for (size_t j = 0; j < s->n; j++)
			resolve(g, b, s->v[j], 0, r);
	}
	return r;
}

static void callee_results(struct graph *g, const struct call *c, const struct body *callee,
			   const struct val *tail, int depth, struct results *out)
{
	const struct results *r = body_results(g, callee);

	for (size_t i = 0; i < r->n; i++) {
		struct result x = r->v[i];	/* a recursive callee's can move */

		if (x.body == callee && x.val->kind == 'P')
			substitute(g, c, x.val, tail, depth, out);
		else
			add(out, x.body, valtab_rebase(g->vt, tail, x.val));
	}
}

static void resolve(struct graph *g, const struct body *b, const struct val *v, int depth,
		    struct results *out)
{
	const struct call *c = v->kind == 'C' ? body_call(b, v->atom->n) : NULL;
	size_t n = 0;

	for (size_t i = 0; c && depth < MAX_DEPTH && i < c->n_targets; i++) {
		const struct function *f = c->targets[i];

		for (size_t j = 0; j < f->n_bodies; j++, n++)
			callee_results(g, c, f->bodies[j], v, depth, out);
	}
	if (!n)
		add(out, b, v);
}

void call_results(struct graph *g, const struct body *b, const struct val *v, struct results *out)
{
	*out = (struct results){ NULL, 0 };
	resolve(g, b, v, 0, out);
}

/* The first thing that v reads of its atom, and v itself rebased on a content of that. */
static const struct val *first_load(const struct val *v)
{
	while (v->base->base)
		v = v->base;
	return v;
}

static const struct val *replace(struct valtab *t, const struct val *v, const struct val *old,
				 const struct val *new)
{
	if (v == old)
		return new;
	return valtab_load(t, replace(t, v->base, old, new), v->load);
}

void local_contents(struct graph *g, const struct body *b, const struct val *v,
		    struct results *out)
{
	const struct val *load = first_load(v);

	for (size_t i = 0; i < b->n_stores; i++) {
		const struct fact_store *s = b->stores[i];
		const struct valset *base, *set;

		if (*s->base != v->kind || s->field != load->load)
			continue;
		base = valtab_set(g->vt, s->base);
		if (base->n != 1 || base->v[0] != v->atom)
			continue;
		set = valtab_set(g->vt, s->value);
		for (size_t j = 0; j < set->n; j++)
			add(out, b, replace(g->vt, v, load, set->v[j]));
	}
}

void results_release(struct graph *g)
{
	for (size_t i = 0; i < g->results.alloc; i++)
		if (g->results.slots[i].value)
			free(((struct results *)g->results.slots[i].value)->v);
	ptrmap_release(&g->results);
}
