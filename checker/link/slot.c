// SPDX-License-Identifier: GPL-2.0-only
/*
 * A slot on its way through a unit: from the call that returned it into the
 * parameters of what is called with it, and back to who gets it returned.
 */
#include "slot.h"

#define MAX_STOPS 256	/* what is farther is not said */

/* A value that the slot, or the slots, may be in. */
struct stop {
	const struct body *body;
	const struct val *val;
	const struct call *from;	/* the body was entered by this call; NULL: began here */
	size_t up;			/* the stop with that call */
};

struct trip {
	struct graph *g;
	struct stop v[MAX_STOPS];
	size_t n;
	const struct call *at;		/* the best seen yet */
	const struct slot_use *use;
};

static void add_stop(struct trip *t, const struct stop *s)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].body == s->body && t->v[i].val == s->val && t->v[i].from == s->from)
			return;
	if (t->n < MAX_STOPS)
		t->v[t->n++] = *s;
}

static bool may_be(const struct trip *t, const char *values, const struct val *v)
{
	const struct valset *s = valtab_set(t->g->vt, values);

	for (size_t i = 0; i < s->n; i++)
		if (s->v[i] == v)
			return true;
	return false;
}

static const struct val *result_of(struct trip *t, const struct call *c)
{
	return valtab_atom(t->g->vt, 'C', c->fact->no, NULL);
}

static void enter(struct trip *t, size_t up, const struct call *c, int param)
{
	const struct val *v = valtab_atom(t->g->vt, 'P', param, NULL);

	for (size_t i = 0; i < c->n_targets; i++) {
		const struct function *f = c->targets[i];

		for (size_t j = 0; j < f->n_bodies; j++)
			if (f->bodies[j]->shared || f->bodies[j]->unit == c->body->unit)
				add_stop(t, &(struct stop){ f->bodies[j], v, c, up });
	}
}

static void pass(struct trip *t, size_t up, const struct call *c, int param)
{
	const char *name = call_name(t->g, c);
	const struct slot_use *u = name ? slot_use_find(name, param) : NULL;
	struct stop s = t->v[up];

	if (!u) {
		enter(t, up, c, param);
	} else if (u->how == SLOT_LOOKUP) {
		s.val = result_of(t, c);
		add_stop(t, &s);
	} else if (!t->use || u->how < t->use->how) {
		t->use = u;
		t->at = c;
	}
}

/* To the call that led in, or, where the trip began here, to all callers. */
static void leave(struct trip *t, size_t at)
{
	const struct stop s = t->v[at];
	const struct function *f = s.body->function;

	if (s.from) {
		const struct stop *up = &t->v[s.up];

		add_stop(t, &(struct stop){ s.from->body, result_of(t, s.from), up->from, up->up });
		return;
	}
	for (size_t i = 0; f && !s.body->shared && i < f->n_callers; i++)
		if (f->callers[i]->body->unit == s.body->unit)
			add_stop(t, &(struct stop){ f->callers[i]->body,
						    result_of(t, f->callers[i]), NULL, 0 });
}

static void follow(struct trip *t, size_t at)
{
	const struct stop s = t->v[at];

	for (size_t i = 0; i < s.body->n_calls; i++) {
		const struct call *c = &s.body->calls[i];

		for (size_t j = 0; j < c->n_args; j++)
			if (may_be(t, c->args[j]->value, s.val))
				pass(t, at, c, c->args[j]->idx);
	}
	for (size_t i = 0; i < s.body->n_rets; i++)
		if (may_be(t, s.body->rets[i]->value, s.val))
			leave(t, at);
}

const struct call *slot_used(struct graph *g, const struct body *b, int no,
			     const struct slot_use **use)
{
	struct trip t = { .g = g };

	add_stop(&t, &(struct stop){ b, valtab_atom(g->vt, 'C', no, NULL), NULL, 0 });
	for (size_t i = 0; i < t.n; i++)
		follow(&t, i);
	*use = t.use;
	return t.at;
}
