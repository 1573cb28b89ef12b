// SPDX-License-Identifier: GPL-2.0-only
/*
 * What link would have to see to answer better: the names of functions whose
 * callers or results decide, and of members whose stores do. Asked of a
 * program made from some units only, to find the others that matter.
 */
#include <string.h>
#include "program.h"

struct demands {
	struct program *p;
	struct ptrmap *names, *stored;
	struct ptrmap places;	/* F<id>: the first struct place it is put in */
	struct ptrmap closed;	/* vCPU nodes that no further caller can change */
};

/* Where a function's address is put: a member, or an argument of a call. */
struct place {
	struct place *next;
	const char *name;
};

static void want(struct ptrmap *set, const char *name)
{
	if (name && *name)
		*ptrmap_at(set, name, NULL) = set;
}

static const char *member_name(struct demands *d, const char *load)
{
	const char *dot = strrchr(load, '.');

	return dot ? strtab_add(d->p->st, dot + 1) : NULL;
}

/* The name in an id "name@file". */
static const char *plain_name(struct demands *d, const char *id)
{
	return strtab_addn(d->p->st, id, strcspn(id, "@"));
}

static void add_places(struct demands *d, const char *values, const char *name)
{
	const struct valset *s = valtab_set(d->p->graph->vt, values);
	struct place *pl;
	size_t i;

	for (i = 0; name && i < s->n; i++) {
		void **slot;

		if (s->v[i]->kind != 'F' || s->v[i]->base)
			continue;
		slot = ptrmap_at(&d->places, plain_name(d, s->v[i]->load), NULL);
		pl = arena_alloc(&d->p->graph->mem, 1, sizeof(*pl));
		pl->next = *slot;
		pl->name = name;
		*slot = pl;
	}
}

static const struct fact_call *call_of(const struct facts *u, const struct fact_arg *a,
				       const struct fact_call *from)
{
	const struct fact_call *c;

	for (c = from; c < u->calls + u->n_call; c++)
		if (c->func == a->func && c->no == a->call)
			return c;
	return NULL;
}

static void index_unit(struct demands *d, const struct facts *u)
{
	const struct fact_call *c;
	size_t i;

	for (i = 0; i < u->n_store; i++)
		if (strchr(u->stores[i].value, 'F'))
			add_places(d, u->stores[i].value,
				   member_name(d, u->stores[i].field) ? :
				   strtab_add(d->p->st, u->stores[i].base + 1));
	for (i = 0; i < u->n_arg; i++) {
		if (!strchr(u->args[i].value, 'F'))
			continue;
		c = call_of(u, &u->args[i], u->calls);
		if (c)
			add_places(d, u->args[i].value, c->text);
	}
}

/* All that could call it: by its name, or by the places its address is in. */
static void want_callers(struct demands *d, const struct function *f)
{
	const struct place *pl;

	if (ptrmap_get(d->names, f->name, NULL))
		return;
	want(d->names, f->name);
	for (pl = ptrmap_get(&d->places, f->name, NULL); pl; pl = pl->next)
		want(d->names, pl->name);
}

/* A weak function can have another one in its place. */
static bool is_settled(const struct call *c)
{
	for (size_t i = 0; i < c->n_targets; i++)
		if (!c->targets[i]->is_weak)
			return true;
	return false;
}

static void want_callee(struct demands *d, const struct call *c)
{
	const struct valset *s = valtab_set(d->p->graph->vt, c ? c->fact->callee : "");
	size_t i;

	for (i = 0; i < s->n; i++) {
		const struct val *v = s->v[i];

		if (v->base)
			want(d->stored, member_name(d, v->load));
		else if (v->kind == 'F' && !is_settled(c))
			want(d->names, plain_name(d, v->load));
	}
}

/* A vCPU that is somebody's own by what is seen stays so, whoever else calls. */
static bool is_closed(struct demands *d, const struct origin_node *n)
{
	return ptrmap_get(&d->closed, n, NULL);
}

/*
 * More callers, or the body of what is called, could tell more of P and C;
 * hardly of what is kept in an object that a caller passes.
 */
static bool closes(struct demands *d, const struct origin_edge *e)
{
	char kind = e->from->val->kind;

	if (e->to)
		return is_closed(d, e->to);
	return e->bits & FROM_VCPU && (e->from->val->base || (kind != 'P' && kind != 'C'));
}

static void close_vcpus(struct demands *d)
{
	size_t i, n;
	struct origin_node *const *v = origin_nodes(d->p->origin, &n);
	bool grew = true;

	while (grew) {
		grew = false;
		for (i = 0; i < n; i++) {
			const struct origin_edge *e;

			if (v[i]->mode != ORIGIN_VCPU || is_closed(d, v[i]))
				continue;
			for (e = v[i]->edges; e && !closes(d, e); e = e->next)
				;
			if (!e)
				continue;
			*ptrmap_at(&d->closed, v[i], NULL) = d;
			grew = true;
		}
	}
}

static void want_node(struct demands *d, const struct origin_node *n)
{
	const struct val *atom = n->val->atom;

	if (n->mode == ORIGIN_VCPU && is_closed(d, n))
		return;
	if (!n->body) {
		want(d->stored, member_name(d, n->val->load));
		return;
	}
	if (atom->kind == 'P' && n->body->function)
		want_callers(d, n->body->function);
	else if (atom->kind == 'C' || atom->kind == 'A')
		want_callee(d, body_call(n->body, atom->n));
	else if (atom->kind == 'G')
		want(d->names, plain_name(d, atom->load));
}

static void want_reach(void *data, const struct function *f, const char *name)
{
	struct demands *d = data;

	if (f)
		want_callers(d, f);
	else
		want(d->names, name);
}

/* Callers that could come in from another address space, and what rules rest on. */
static void want_reaches(struct demands *d)
{
	size_t n;
	const struct verdict *v = program_verdicts(d->p, &n);

	for (size_t i = 0; d->p->reach && i < n; i++) {
		if (v[i].internal)
			continue;
		program_reach(d->p, &v[i], d->p->bodies[i]);
		reach_wants(d->p->reach, want_reach, d);
	}
}

void program_demands(struct program *p, struct ptrmap *names, struct ptrmap *stored)
{
	struct demands d = { .p = p, .names = names, .stored = stored };
	struct origin_node *const *v;
	size_t i, n;

	program_verdicts(p, &n);
	for (i = 0; i < p->n_units; i++)
		index_unit(&d, p->units[i]);
	close_vcpus(&d);
	v = origin_nodes(p->origin, &n);
	for (i = 0; i < n; i++)
		want_node(&d, v[i]);
	want_reaches(&d);
	ptrmap_release(&d.places);
	ptrmap_release(&d.closed);
}
