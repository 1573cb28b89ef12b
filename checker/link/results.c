// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a call returns and what a local object holds, in terms of the body
 * that asks, so that neither needs a look at any caller.
 */
#include <stdlib.h>
#include "results.h"

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

static void resolve(struct result_cache *rc, const struct body *b, const struct val *v, int depth,
		    struct results *out);

/* What a callee returns, in its terms, as the caller sees it: parameters are arguments. */
static void substitute(struct result_cache *rc, const struct call *c, const struct val *result,
		       const struct val *tail, int depth, struct results *out)
{
	const struct valset *args = call_arg_values(rc->g, c, result->atom->n);

	if (!args->n)		/* not followed: not to be lost either */
		args = valtab_set(rc->g->vt, strtab_add(rc->g->st, "?"));
	for (size_t i = 0; i < args->n; i++) {
		const struct val *v = valtab_rebase(rc->g->vt, result, args->v[i]);

		resolve(rc, c->body, valtab_rebase(rc->g->vt, tail, v), depth + 1, out);
	}
}

/* What a body returns, in its own terms or others'; nothing while that is being found out. */
static const struct results *body_results(struct result_cache *rc, const struct body *b)
{
	struct results *r = ptrmap_get(&rc->by_body, b, NULL);

	if (r)
		return r;
	r = arena_alloc(&rc->g->mem, 1, sizeof(*r));
	*ptrmap_at(&rc->by_body, b, NULL) = r;
	for (size_t i = 0; i < b->n_rets; i++) {
		const struct valset *s = valtab_set(rc->g->vt, b->rets[i]->value);

		for (size_t j = 0; j < s->n; j++)
			resolve(rc, b, s->v[j], 0, r);
	}
	return r;
}

static void callee_results(struct result_cache *rc, const struct call *c, const struct body *callee,
			   const struct val *tail, int depth, struct results *out)
{
	const struct results *r = body_results(rc, callee);

	for (size_t i = 0; i < r->n; i++) {
		struct result x = r->v[i];	/* a recursive callee's can move */

		if (x.body == callee && x.val->kind == 'P')
			substitute(rc, c, x.val, tail, depth, out);
		else
			add(out, x.body, valtab_rebase(rc->g->vt, tail, x.val));
	}
}

static void resolve(struct result_cache *rc, const struct body *b, const struct val *v, int depth,
		    struct results *out)
{
	const struct call *c = v->kind == 'C' ? body_call(b, v->atom->n) : NULL;
	size_t n = 0;

	for (size_t i = 0; c && depth < MAX_DEPTH && i < c->n_targets; i++) {
		const struct function *f = c->targets[i];

		for (size_t j = 0; j < f->n_bodies; j++, n++)
			callee_results(rc, c, f->bodies[j], v, depth, out);
	}
	if (!n)
		add(out, b, v);
}

void call_results(struct result_cache *rc, const struct body *b, const struct val *v,
		  struct results *out)
{
	*out = (struct results){ NULL, 0 };
	resolve(rc, b, v, 0, out);
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

/* What a body stores in that member of an atom of its own: the values, or NULL. */
static const struct valset *stored(struct graph *g, const struct fact_store *s,
				   const struct val *atom, const char *field)
{
	const struct valset *base;

	if (*s->base != atom->kind || s->field != field)
		return NULL;
	base = valtab_set(g->vt, s->base);
	if (base->n != 1 || base->v[0] != atom)
		return NULL;
	return valtab_set(g->vt, s->value);
}

/* What a member of a local object of b is asked for. */
struct asked {
	const struct body *b;
	const struct val *v, *load;
	struct results *out;
};

static void add_filled(struct graph *g, const struct asked *a, const struct call *c,
		       const struct body *callee, const struct val *x)
{
	const struct valset *args;

	if (x->kind != 'P') {
		add(a->out, callee, replace(g->vt, a->v, a->load, x));
		return;
	}
	args = call_arg_values(g, c, x->atom->n);
	for (size_t i = 0; i < args->n; i++)
		add(a->out, a->b, replace(g->vt, a->v, a->load,
					  valtab_rebase(g->vt, x, args->v[i])));
}

/* A callee that is given the object's address as parameter n fills it in. */
static void filled_by(struct graph *g, const struct asked *a, const struct call *c,
		      const struct body *callee, int n)
{
	const struct val *param = valtab_atom(g->vt, 'P', n, NULL);

	for (size_t i = 0; i < callee->n_stores; i++) {
		const struct valset *s = stored(g, callee->stores[i], param, a->load->load);

		for (size_t j = 0; s && j < s->n; j++)
			add_filled(g, a, c, callee, s->v[j]);
	}
}

static void filled_by_call(struct graph *g, const struct asked *a, const struct call *c)
{
	for (size_t i = 0; i < c->n_args; i++) {
		const struct valset *s = valtab_set(g->vt, c->args[i]->value);

		if (s->n != 1 || s->v[0] != a->v->atom)
			continue;
		for (size_t j = 0; j < c->n_targets; j++)
			for (size_t k = 0; k < c->targets[j]->n_bodies; k++)
				filled_by(g, a, c, c->targets[j]->bodies[k], c->args[i]->idx);
	}
}

void local_contents(struct graph *g, const struct body *b, const struct val *v,
		    struct results *out)
{
	const struct asked a = { b, v, first_load(v), out };

	for (size_t i = 0; i < b->n_stores; i++) {
		const struct valset *s = stored(g, b->stores[i], v->atom, a.load->load);

		for (size_t j = 0; s && j < s->n; j++)
			add(out, b, replace(g->vt, v, a.load, s->v[j]));
	}
	for (size_t i = 0; i < b->n_calls; i++)
		filled_by_call(g, &a, &b->calls[i]);
}

void results_release(struct result_cache *rc)
{
	for (size_t i = 0; i < rc->by_body.alloc; i++)
		if (rc->by_body.slots[i].value)
			free(((struct results *)rc->by_body.slots[i].value)->v);
	ptrmap_release(&rc->by_body);
}
