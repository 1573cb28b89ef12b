// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where calls through pointers go: to every function that can be in the place
 * the pointer is read from. Places are told apart by type and member, not by
 * object: x->ops->f goes to all that is ever stored in struct ops' f.
 *
 * A function whose address is put in a place that no visible call reads has
 * callers that cannot be seen.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "graph_build.h"

/* A static call: the values it is ever set to. */
struct static_call {
	struct call **updates;	/* __static_call_update(&key, &trampoline, value) */
	size_t n;
};

/*
 * One call's question: which functions can value v be? reached remembers
 * what all queries went through, the places that calls do read.
 */
struct query {
	struct graph *g;
	struct call *call;
	struct ptrmap seen;	/* (body, value): the last query that met it */
	struct ptrmap reached;
	struct ptrmap static_calls;	/* name: struct static_call */
	const char *update;	/* the callee of an update of a static call */
	bool depends;		/* on callers, so the answer can still grow */
	bool grew;
	const struct place *hiding;	/* where what is found goes; then nothing is remembered */
};

/* Where a function's address was put, for hide(). */
struct place {
	const char *file, *to;
	int line;
};

static void trace(struct query *q, const struct body *b, const struct val *v);
static void hide(void *data, struct function *f);

static void trace_set(struct query *q, const struct body *b, const char *values)
{
	const struct valset *s = valtab_set(q->g->vt, values);

	for (size_t i = 0; i < s->n; i++)
		trace(q, b, s->v[i]);
}

/* With a function: the place that its result is. */
static const char RESULT[] = "result";

static void reach(struct query *q, const void *a, const void *b)
{
	if (!q->hiding)
		*ptrmap_at(&q->reached, a, b) = q;
}

static void trace_stores(struct query *q, const char *field, const char *base)
{
	const struct stores *s = graph_stores(q->g, field, base);

	reach(q, field, base);
	for (size_t i = 0; i < s->n; i++)
		trace_set(q, s->v[i].body, s->v[i].fact->value);
}

static void found(void *data, struct function *f)
{
	struct query *q = data;

	if (q->hiding)
		hide((void *)q->hiding, f);
	if (q->hiding || f->mark == q->g->query)
		return;
	f->mark = q->g->query;
	graph_add_target(q->call, f);
	q->grew = true;
}

static void trace_static_call(struct query *q, const char *name)
{
	struct static_call *sc = ptrmap_get(&q->static_calls, name, NULL);
	const char *key = strtab_addf(q->g->st, "G__SCK__%s", name);
	size_t before = q->hiding ? 0 : q->call->n_targets;

	for (size_t i = 0; sc && i < sc->n; i++) {
		const struct fact_arg *a = call_arg(sc->updates[i], 2);

		if (a)
			trace_set(q, sc->updates[i]->body, a->value);
	}
	trace_stores(q, strtab_add(q->g->st, "static_call_key.func"), key);
	if (q->hiding || q->call->n_targets > before)
		return;
	if (!strncmp(name, "kvm_x86_pmu_", 12))
		trace_stores(q, strtab_addf(q->g->st, "kvm_pmu_ops.%s", name + 12), NULL);
	else if (!strncmp(name, "kvm_x86_", 8))
		trace_stores(q, strtab_addf(q->g->st, "kvm_x86_ops.%s", name + 8), NULL);
}

static void trace_function(struct query *q, const struct body *b, const char *id)
{
	if (!strncmp(id, "__SCT__", 7))
		trace_static_call(q, strtab_add(q->g->st, id + 7));
	else
		graph_resolve_id(q->g, b, id, found, q);
}

static void trace_param(struct query *q, const struct body *b, const struct val *v)
{
	const struct function *f = b->function;

	q->depends = true;
	if (!f)
		return;
	reach(q, f, v);
	for (size_t i = 0; i < f->n_callers; i++) {
		const struct fact_arg *a = call_arg(f->callers[i], v->n);

		if (a)
			trace_set(q, f->callers[i]->body, a->value);
	}
}

static void trace_result(struct query *q, const struct body *b, int no)
{
	const struct call *c = body_call(b, no);

	q->depends = true;
	for (size_t i = 0; c && i < c->n_targets; i++) {
		const struct function *f = c->targets[i];

		reach(q, f, RESULT);
		for (size_t j = 0; j < f->n_bodies; j++)
			for (size_t k = 0; k < f->bodies[j]->n_rets; k++)
				trace_set(q, f->bodies[j], f->bodies[j]->rets[k]->value);
	}
}

/* What is read through a pointer: by base for a plain variable's content, else by member. */
static void trace_load(struct query *q, const struct val *v)
{
	const struct val *b = v->base;

	if (!b->base && b->kind == 'G' && !strncmp(b->load, "__SCK__", 7)) {
		trace_static_call(q, strtab_add(q->g->st, b->load + 7));
	} else if (strcmp(v->load, "*")) {
		trace_stores(q, v->load, NULL);
	} else if (!b->base && b->kind == 'G') {
		trace_stores(q, v->load, strtab_addf(q->g->st, "G%s", b->load));
	} else if (b->base) {
		trace_load(q, b);	/* an array in a struct */
	}
}

static void trace(struct query *q, const struct body *b, const struct val *v)
{
	void **seen = ptrmap_at(&q->seen, b, v);
	void *now = (void *)(uintptr_t)q->g->query;

	if (*seen == now)
		return;
	*seen = now;
	if (v->base)
		trace_load(q, v);
	else if (v->kind == 'F')
		trace_function(q, b, v->load);
	else if (v->kind == 'P')
		trace_param(q, b, v);
	else if (v->kind == 'C')
		trace_result(q, b, v->n);
	else if (v->kind == 'G')
		trace_stores(q, strtab_add(q->g->st, "*"), strtab_addf(q->g->st, "G%s", v->load));
}

static void resolve_call(struct query *q, struct call *c)
{
	q->call = c;
	q->g->query++;
	for (size_t i = 0; i < c->n_targets; i++)
		c->targets[i]->mark = q->g->query;
	trace_set(q, c->body, c->fact->callee);
}

/* New edges can show new values of function parameters: until nothing grows. */
static void resolve_rounds(struct query *q)
{
	struct graph *g = q->g;
	struct call **todo = xcalloc(g->n_indirect + 1, sizeof(*todo));
	size_t n = g->n_indirect;

	for (size_t i = 0; i < n; i++)
		todo[i] = g->indirect[i];
	while (n) {
		size_t left = 0;

		q->grew = false;
		for (size_t i = 0; i < n; i++) {
			q->depends = false;
			resolve_call(q, todo[i]);
			if (q->depends)
				todo[left++] = todo[i];
		}
		n = q->grew ? left : 0;
	}
	free(todo);
}

static bool is_update(const struct query *q, const struct call *c)
{
	return c->fact->callee == q->update;
}

static void add_update(struct query *q, struct call *c)
{
	struct graph *g = q->g;
	const struct valset *key = call_arg_values(g, c, 0);
	struct static_call *sc;
	void **slot;

	if (key->n != 1 || key->v[0]->kind != 'G' || strncmp(key->v[0]->load, "__SCK__", 7))
		return;
	slot = ptrmap_at(&q->static_calls, strtab_add(g->st, key->v[0]->load + 7), NULL);
	if (!*slot)
		*slot = arena_alloc(&g->mem, 1, sizeof(*sc));
	sc = *slot;
	GROW(sc->updates, sc->n);
	sc->updates[sc->n++] = c;
}

typedef void call_fn(struct query *q, struct call *c);

static void for_each_call(struct query *q, call_fn *fn)
{
	struct graph *g = q->g;

	for (size_t i = 0; i < g->n_functions; i++) {
		struct function *f = g->functions[i];

		for (size_t j = 0; j < f->n_bodies; j++)
			for (size_t k = 0; k < f->bodies[j]->n_calls; k++)
				fn(q, &f->bodies[j]->calls[k]);
	}
}

static void find_update(struct query *q, struct call *c)
{
	if (is_update(q, c))
		add_update(q, c);
}

static void hide(void *data, struct function *f)
{
	const struct place *p = data;

	if (f->hidden_to)
		return;
	f->hidden_file = p->file;
	f->hidden_line = p->line;
	f->hidden_to = p->to;
}

/* Whatever function the value can be has callers that are not seen. */
static void hide_set(struct query *q, const struct body *b, const char *values, struct place *p)
{
	q->hiding = p;
	q->g->query++;
	trace_set(q, b, values);
	q->hiding = NULL;
}

/* One by its type, or written as one. */
static bool can_be_function(const char *values, char type)
{
	return *values && (type == TYPE_FUNC || *values == 'F' || strstr(values, "|F"));
}

/* Where an address was stored, in words: a variable of some file, or any other memory. */
static const char *place_name(struct query *q, const char *base)
{
	if (*base == 'G' && !strpbrk(base, ">|"))
		return strtab_addn(q->g->st, base + 1, strcspn(base + 1, "@#+"));
	return *base == 'L' ? "a local object" : "memory";
}

static void hide_stored(struct query *q, const char *field, const struct stores *l)
{
	if (strcmp(field, "*") && ptrmap_get(&q->reached, field, NULL))
		return;
	for (size_t i = 0; i < l->n; i++) {
		const struct fact_store *s = l->v[i].fact;
		struct place p = { s->file, field, s->line };

		if (!can_be_function(s->value, *s->type) || ptrmap_get(&q->reached, field, s->base))
			continue;
		if (!strcmp(field, "*"))
			p.to = place_name(q, s->base);
		hide_set(q, l->v[i].body, s->value, &p);
	}
}

/* Whether some visible call goes through the parameter in every callee. */
static bool is_called(const struct query *q, const struct call *c, int idx)
{
	for (size_t i = 0; i < c->n_targets; i++)
		if (!ptrmap_get(&q->reached, c->targets[i], valtab_atom(q->g->vt, 'P', idx, NULL)))
			return false;
	return c->n_targets;
}

static bool passes_function(const struct query *q, const struct call *c, const struct fact_arg *a)
{
	const struct valset *s = valtab_set(q->g->vt, a->value);

	for (size_t i = 0; i < s->n; i++)
		if (!s->v[i]->base &&
		    (s->v[i]->kind == 'F' || (s->v[i]->kind == 'P' &&
					      body_param_type(c->body, s->v[i]->n) == TYPE_FUNC)))
			return true;
	return false;
}

static void hide_passed(struct query *q, struct call *c)
{
	for (size_t i = 0; i < c->n_args; i++) {
		const struct fact_arg *a = c->args[i];
		const char *name;
		struct place p;

		if (!passes_function(q, c, a) || is_update(q, c) || is_called(q, c, a->idx))
			continue;
		name = call_name(q->g, c);
		p = (struct place){ c->fact->file, name ? name : c->fact->text, c->fact->line };
		p.to = strtab_addf(q->g->st, "%s()", p.to);
		hide_set(q, c->body, a->value, &p);
	}
}

/* Returned to whom nobody sees: no visible call goes through the result. */
static void hide_returned(struct query *q, const struct function *f)
{
	if (ptrmap_get(&q->reached, f, RESULT))
		return;
	for (size_t i = 0; i < f->n_bodies; i++) {
		const struct body *b = f->bodies[i];

		for (size_t j = 0; j < b->n_rets; j++) {
			struct place p = { b->fact->file, NULL, b->rets[j]->line };

			if (!can_be_function(b->rets[j]->value, *b->fact->ret))
				continue;
			p.to = strtab_addf(q->g->st, "the callers of %s()", f->name);
			hide_set(q, b, b->rets[j]->value, &p);
		}
	}
}

void graph_resolve_indirect(struct graph *g)
{
	struct query q = { .g = g, .update = strtab_add(g->st, "F__static_call_update") };

	for_each_call(&q, find_update);
	resolve_rounds(&q);
	for_each_call(&q, hide_passed);
	for (size_t i = 0; i < g->n_functions; i++)
		hide_returned(&q, g->functions[i]);
	for (size_t i = 0; i < g->by_field.alloc; i++)
		if (g->by_field.slots[i].value)
			hide_stored(&q, g->by_field.slots[i].a, g->by_field.slots[i].value);
	for (size_t i = 0; i < q.static_calls.alloc; i++)
		if (q.static_calls.slots[i].value)
			free(((struct static_call *)q.static_calls.slots[i].value)->updates);
	ptrmap_release(&q.static_calls);
	ptrmap_release(&q.seen);
	ptrmap_release(&q.reached);
}
