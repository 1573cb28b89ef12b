// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a call returns, what it leaves behind a pointer it is given, and what a
 * local object holds, in terms of the body that asks, so that none of these
 * needs a look at any caller.
 *
 * What a body returns, or stores behind a pointer, is an entry of its own,
 * found once. Functions that call each other in circles are gone over until
 * none of their entries grows.
 */
#include <stdlib.h>
#include <string.h>
#include "results.h"

#define MAX_DEPTH 64	/* of results that are other calls' results */
#define MAX_RESULTS 256

struct entry {
	const struct body *body;
	const struct val *val;		/* what is asked for; NULL: what the body returns */
	struct results r;
	bool closed;			/* found */
};

/* What is being resolved: against going round in circles in one body. */
struct way {
	const struct way *up;
	const struct body *body;
	const struct val *val;
	int depth;
};

static const struct val *unknown(struct result_cache *rc)
{
	return valtab_atom(rc->g->vt, '?', 0, NULL);
}

/* The last one is "cannot be told", where there would be too many. */
static void add(struct result_cache *rc, struct results *out, const struct body *b,
		const struct val *v)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].body == b && out->v[i].val == v)
			return;
	if (out->n > MAX_RESULTS)
		return;
	if (out->n == MAX_RESULTS)
		v = unknown(rc);
	GROW(out->v, out->n);
	out->v[out->n++] = (struct result){ b, v };
}

static void resolve(struct result_cache *rc, const struct body *b, const struct val *v,
		    const struct way *up, struct results *out);

static const struct val *replace(struct valtab *t, const struct val *v, const struct val *old,
				 const struct val *new)
{
	if (v == old)
		return new;
	return valtab_load_as(t, replace(t, v->base, old, new), v);
}

/* What b stores in p, which v is read through. */
static void stored(struct result_cache *rc, const struct body *b, const struct val *v,
		   const struct val *p, const struct way *up, struct results *out)
{
	for (size_t i = 0; i < b->n_stores; i++) {
		const struct fact_store *s = b->stores[i];
		const struct valset *base, *x;
		bool here = false;

		if (s->field != p->load)
			continue;
		base = valtab_set(rc->g->vt, s->base);
		for (size_t j = 0; j < base->n; j++)
			here |= base->v[j]->plain == p->base;
		x = valtab_set(rc->g->vt, here ? s->value : "");
		for (size_t j = 0; j < x->n; j++)
			resolve(rc, b, replace(rc->g->vt, v, p, x->v[j]), up, out);
	}
}

/* What a call leaves in p, which v is read through, if it gets x as an argument. */
static void left_by(struct result_cache *rc, const struct body *b, const struct val *v,
		    const struct val *p, const struct val *x, const struct val *after,
		    const struct way *up, struct results *out)
{
	struct valtab *t = rc->g->vt;

	if (x->plain != p->base)
		return;
	if (!x->at)
		resolve(rc, b, replace(t, v, p->base, after), up, out);
	else if (x->at == p->load)
		resolve(rc, b, replace(t, v, p, valtab_load(t, after, strtab_add(rc->g->st, "*"))),
			up, out);
}

static void left(struct result_cache *rc, const struct body *b, const struct val *v,
		 const struct val *p, const struct way *up, struct results *out)
{
	struct valtab *t = rc->g->vt;

	for (size_t i = 0; i < b->n_calls; i++) {
		const struct call *c = &b->calls[i];

		for (size_t j = 0; j < c->n_args; j++) {
			const struct valset *s = valtab_set(t, c->args[j]->value);

			for (size_t k = 0; k < s->n; k++)
				left_by(rc, b, v, p, s->v[k],
					valtab_after(t, c->fact->no, c->args[j]->idx), up, out);
		}
	}
}

/* All that b puts where v is read from. */
static void find_put(struct result_cache *rc, const struct body *b, const struct val *v,
		     const struct way *up, struct results *out)
{
	for (const struct val *p = v; p->base; p = p->base) {
		stored(rc, b, v, p, up, out);
		left(rc, b, v, p, up, out);
	}
}

static void find_returned(struct result_cache *rc, const struct body *b, const struct way *up,
			  struct results *out)
{
	for (size_t i = 0; i < b->n_rets; i++) {
		const struct valset *s = valtab_set(rc->g->vt, b->rets[i]->value);

		for (size_t j = 0; j < s->n; j++)
			resolve(rc, b, s->v[j], up, out);
	}
}

/* Once more, with what is known by now; whether that gave anything new. */
static bool find(struct result_cache *rc, struct entry *e)
{
	const struct way start = { NULL, e->body, NULL, 0 };
	size_t before = e->r.n;

	if (e->val)
		find_put(rc, e->body, e->val, &start, &e->r);
	else
		find_returned(rc, e->body, &start, &e->r);
	return e->r.n > before;
}

static void close_entries(struct result_cache *rc)
{
	bool grew = rc->circular;

	while (grew) {
		grew = false;
		for (size_t i = 0; i < rc->n_open; i++)
			grew |= find(rc, rc->open[i]);
	}
	for (size_t i = 0; i < rc->n_open; i++)
		rc->open[i]->closed = true;
	rc->n_open = 0;
	rc->circular = false;
}

/* What a body returns (val NULL), or puts at val: in its own terms or in others'. */
static const struct results *body_results(struct result_cache *rc, const struct body *b,
					  const struct val *val)
{
	void **slot = ptrmap_at(&rc->entries, b, val);
	struct entry *e = *slot;

	if (e) {
		rc->circular |= !e->closed;
		return &e->r;
	}
	e = arena_alloc(&rc->g->mem, 1, sizeof(*e));
	*slot = e;
	e->body = b;
	e->val = val;
	GROW(rc->open, rc->n_open);
	rc->open[rc->n_open++] = e;
	rc->depth++;
	find(rc, e);
	rc->depth--;
	if (!rc->depth)
		close_entries(rc);
	return &e->r;
}

/* A result of a callee as the caller sees it: parameters are arguments. */
static void from_callee(struct result_cache *rc, const struct call *c, const struct body *callee,
			const struct result *x, const struct way *up, struct results *out)
{
	const struct valset *args;

	if (x->body != callee || x->val->kind != 'P') {
		add(rc, out, x->body, x->val);
		return;
	}
	args = call_arg_values(rc->g, c, x->val->atom->n);
	if (!args->n)		/* not followed: not to be lost either */
		add(rc, out, c->body, unknown(rc));
	for (size_t i = 0; i < args->n; i++)
		resolve(rc, c->body, valtab_rebase(rc->g->vt, x->val, args->v[i]), up, out);
}

/* What a member of what a callee returns is. */
static void returned_member(struct result_cache *rc, const struct call *c,
			    const struct body *callee, const struct val *v,
			    const struct way *up, struct results *out)
{
	struct results r = { NULL, 0 };

	resolve(rc, callee, v, up, &r);
	for (size_t i = 0; i < r.n; i++)
		from_callee(rc, c, callee, &r.v[i], up, out);
	free(r.v);
}

static void returned_by(struct result_cache *rc, const struct call *c, const struct body *callee,
			const struct val *v, const struct way *up, struct results *out)
{
	const struct results *r = body_results(rc, callee, NULL);

	for (size_t i = 0; i < r->n; i++) {
		struct result x = r->v[i];	/* a recursive callee's can move */

		x.val = valtab_rebase(rc->g->vt, v, x.val);
		if (x.body == callee && x.val->kind == 'L' && x.val->base)
			returned_member(rc, c, callee, x.val, up, out);
		else
			from_callee(rc, c, callee, &x, up, out);
	}
}

static void put_by(struct result_cache *rc, const struct call *c, const struct body *callee,
		   const struct val *v, const struct way *up, struct results *out)
{
	struct valtab *t = rc->g->vt;
	const struct val *at = valtab_rebase(t, v, valtab_atom(t, 'P', v->atom->arg, NULL));
	const struct results *r = body_results(rc, callee, at);

	for (size_t i = 0; i < r->n; i++) {
		struct result x = r->v[i];

		from_callee(rc, c, callee, &x, up, out);
	}
}

/* Of a call that goes nowhere we can see, the value itself. */
static void resolve_call(struct result_cache *rc, const struct body *b, const struct val *v,
			 const struct way *up, struct results *out)
{
	const struct call *c = body_call(b, v->atom->n);
	size_t n = 0;

	for (size_t i = 0; c && i < c->n_targets; i++) {
		const struct function *f = c->targets[i];

		for (size_t j = 0; j < f->n_bodies; j++, n++) {
			if (v->kind == 'C')
				returned_by(rc, c, f->bodies[j], v, up, out);
			else
				put_by(rc, c, f->bodies[j], v, up, out);
		}
	}
	if (!n)
		add(rc, out, b, v);
}

static void resolve_local(struct result_cache *rc, const struct body *b, const struct val *v,
			  struct results *out)
{
	const struct results *r = body_results(rc, b, v);

	for (size_t i = 0; i < r->n; i++) {
		struct result x = r->v[i];

		add(rc, out, x.body, x.val);
	}
	if (!r->n)
		add(rc, out, b, v);
}

static bool in_progress(const struct way *up, const struct body *b, const struct val *v)
{
	for (; up; up = up->up)
		if (up->body == b && up->val == v)
			return true;
	return false;
}

static void resolve(struct result_cache *rc, const struct body *b, const struct val *v,
		    const struct way *up, struct results *out)
{
	const struct way here = { up, b, v, up ? up->depth + 1 : 0 };

	if (in_progress(up, b, v))
		return;
	if (here.depth >= MAX_DEPTH)
		add(rc, out, b, unknown(rc));
	else if (v->kind == 'C' || (v->kind == 'A' && v->base))
		resolve_call(rc, b, v, &here, out);
	else if (v->kind == 'L' && v->base)
		resolve_local(rc, b, v, out);
	else
		add(rc, out, b, v);
}

void call_results(struct result_cache *rc, const struct body *b, const struct val *v,
		  struct results *out)
{
	*out = (struct results){ NULL, 0 };
	resolve(rc, b, v, NULL, out);
}

void results_release(struct result_cache *rc)
{
	for (size_t i = 0; i < rc->entries.alloc; i++)
		if (rc->entries.slots[i].value)
			free(((struct entry *)rc->entries.slots[i].value)->r.v);
	ptrmap_release(&rc->entries);
	free(rc->open);
}
