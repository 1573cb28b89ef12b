// SPDX-License-Identifier: GPL-2.0-only
/*
 * The index of the facts: functions by name, calls by caller and callee,
 * arguments by call, stores by field.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "graph_build.h"

/* How many records of each kind a func record of one unit has, and what they say. */
struct tally {
	size_t calls, rets, stores, params;
	uint64_t sum;
};

static void sum_up(struct tally *t, const char *s)
{
	t->sum = (t->sum ^ (uintptr_t)s) * 0x9e3779b97f4a7c15ull;
	t->sum ^= t->sum >> 29;
}

static void sum_records(const struct facts *u, struct tally *t)
{
	for (size_t i = 0; i < u->n_call; i++) {
		sum_up(&t[u->calls[i].func], u->calls[i].callee);
		sum_up(&t[u->calls[i].func], u->calls[i].outside);
	}
	for (size_t i = 0; i < u->n_arg; i++)
		sum_up(&t[u->args[i].func], u->args[i].value);
	for (size_t i = 0; i < u->n_ret; i++)
		sum_up(&t[u->rets[i].func], u->rets[i].value);
	for (size_t i = 0; i < u->n_store; i++) {
		sum_up(&t[u->stores[i].func], u->stores[i].base);
		sum_up(&t[u->stores[i].func], u->stores[i].field);
		sum_up(&t[u->stores[i].func], u->stores[i].value);
	}
}

static struct tally *tally_unit(const struct facts *u)
{
	struct tally *t = xcalloc(u->n_func + 1, sizeof(*t));

	t++;	/* [-1] is the file scope */
	for (size_t i = 0; i < u->n_call; i++)
		t[u->calls[i].func].calls++;
	for (size_t i = 0; i < u->n_ret; i++)
		t[u->rets[i].func].rets++;
	for (size_t i = 0; i < u->n_store; i++)
		t[u->stores[i].func].stores++;
	for (size_t i = 0; i < u->n_param; i++)
		t[u->params[i].func].params++;
	sum_records(u, t);
	return t;
}

static struct function *function_new(struct graph *g, const struct fact_func *f)
{
	struct function *fn = arena_alloc(&g->mem, 1, sizeof(*fn));
	void **slot = ptrmap_at(&g->by_id, f->id, NULL);

	fn->id = f->id;
	fn->name = f->name;
	fn->file = f->file;
	fn->is_weak = f->flags & FUNC_WEAK;
	fn->same_id = *slot;
	*slot = fn;
	GROW(g->functions, g->n_functions);
	g->functions[g->n_functions++] = fn;
	return fn;
}

/* Whether the body is what another unit has already: a header's function. */
static bool same_body(const struct body *b, const struct fact_func *f, const struct tally *t)
{
	return b->fact->line == f->line && b->sum == t->sum && b->n_calls == t->calls &&
	       b->n_rets == t->rets && b->n_stores == t->stores;
}

/*
 * A static function that macros make another thing in another unit is another
 * function; bodies of an external one are one function's.
 */
static struct function *function_get(struct graph *g, const struct facts *u,
				     const struct fact_func *f, const struct tally *t)
{
	void **slot = ptrmap_at(&g->by_file, f->id, f->file);
	struct function *fn = *slot;

	while (fn && f->flags & FUNC_STATIC && !same_body(fn->bodies[0], f, t))
		fn = fn->variant;
	if (!fn) {
		fn = function_new(g, f);
		slot = ptrmap_at(&g->by_file, f->id, f->file);
		fn->variant = *slot;
		*slot = fn;
	}
	if (f->flags & FUNC_STATIC && f->file != u->unit)
		*ptrmap_at(&g->by_unit, u, f->id) = fn;
	return fn;
}

static struct body *body_new(struct graph *g, const struct facts *u, const struct tally *t)
{
	struct body *b = arena_alloc(&g->mem, 1, sizeof(*b));

	b->unit = u;
	b->n_calls = t->calls;
	b->n_rets = t->rets;
	b->n_stores = t->stores;
	b->n_params = t->params;
	b->sum = t->sum;
	return b;
}

/* The body of a func record; *fresh where its records are still to be added. */
static struct body *body_get(struct graph *g, const struct facts *u, const struct fact_func *f,
			     const struct tally *t, bool *fresh)
{
	struct function *fn = function_get(g, u, f, t);
	struct body *b;

	*fresh = false;
	for (size_t i = 0; i < fn->n_bodies; i++) {
		if (same_body(fn->bodies[i], f, t)) {
			fn->bodies[i]->shared = true;
			return fn->bodies[i];
		}
	}
	*fresh = true;
	b = body_new(g, u, t);
	b->fact = f;
	b->function = fn;
	GROW(fn->bodies, fn->n_bodies);
	fn->bodies[fn->n_bodies++] = b;
	return b;
}

/* Room for the records of a fresh body, as many as were counted; counts restart at 0. */
static void body_allot(struct graph *g, struct body *b)
{
	b->calls = arena_alloc(&g->mem, b->n_calls, sizeof(*b->calls));
	b->rets = arena_alloc(&g->mem, b->n_rets, sizeof(*b->rets));
	b->stores = arena_alloc(&g->mem, b->n_stores, sizeof(*b->stores));
	b->params = arena_alloc(&g->mem, b->n_params, sizeof(*b->params));
	b->n_calls = b->n_rets = b->n_stores = b->n_params = 0;
}

static struct stores *stores_at(struct graph *g, struct ptrmap *m, const char *field,
				const char *base)
{
	void **slot = ptrmap_at(m, field, base);

	if (!*slot)
		*slot = arena_alloc(&g->mem, 1, sizeof(struct stores));
	return *slot;
}

static void stores_add(struct stores *l, const struct body *b, const struct fact_store *s)
{
	GROW(l->v, l->n);
	l->v[l->n++] = (struct store){ b, s };
}

static void add_stores(struct graph *g, const struct facts *u, struct body **fresh)
{
	for (size_t i = 0; i < u->n_store; i++) {
		const struct fact_store *s = &u->stores[i];
		struct body *b = fresh[s->func + 1];

		if (!b)
			continue;
		b->stores[b->n_stores++] = s;
		stores_add(stores_at(g, &g->by_field, s->field, NULL), b, s);
		if (*s->base == 'G')
			stores_add(stores_at(g, &g->by_base, s->field, s->base), b, s);
	}
}

static struct call *find_call(const struct body *b, int64_t no)
{
	if (no >= 0 && (size_t)no < b->n_calls && b->calls[no].fact->no == no)
		return &b->calls[no];
	for (size_t i = 0; i < b->n_calls; i++)
		if (b->calls[i].fact->no == no)
			return &b->calls[i];
	return NULL;
}

/* Calls first, then a count of their arguments, then the arguments. */
static void add_calls(struct graph *g, const struct facts *u, struct body **fresh)
{
	struct call **of = xcalloc(u->n_arg, sizeof(*of));

	for (size_t i = 0; i < u->n_call; i++) {
		struct body *b = fresh[u->calls[i].func + 1];

		if (b)
			b->calls[b->n_calls++] = (struct call){ .body = b, .fact = &u->calls[i] };
	}
	for (size_t i = 0; i < u->n_arg; i++) {
		const struct fact_arg *a = &u->args[i];
		struct body *b = fresh[a->func + 1];

		of[i] = b ? find_call(b, a->call) : NULL;
		if (of[i])
			of[i]->n_args++;
	}
	for (size_t i = 0; i < u->n_arg; i++) {
		if (!of[i])
			continue;
		if (!of[i]->args) {
			of[i]->args = arena_alloc(&g->mem, of[i]->n_args, sizeof(*of[i]->args));
			of[i]->n_args = 0;
		}
		of[i]->args[of[i]->n_args++] = &u->args[i];
	}
	free(of);
}

static void add_records(const struct facts *u, struct body **fresh)
{
	for (size_t i = 0; i < u->n_ret; i++) {
		struct body *b = fresh[u->rets[i].func + 1];

		if (b)
			b->rets[b->n_rets++] = &u->rets[i];
	}
	for (size_t i = 0; i < u->n_param; i++) {
		struct body *b = fresh[u->params[i].func + 1];

		if (b)
			b->params[b->n_params++] = &u->params[i];
	}
}

static void add_unit(struct graph *g, size_t n)
{
	const struct facts *u = g->units[n];
	struct tally *t = tally_unit(u);
	struct body **fresh = xcalloc(u->n_func + 1, sizeof(*fresh));

	g->body_of[n] = arena_alloc(&g->mem, u->n_func, sizeof(*g->body_of[n]));
	fresh[0] = body_new(g, u, &t[-1]);
	for (size_t i = 0; i < u->n_func; i++) {
		bool is_fresh;

		g->body_of[n][i] = body_get(g, u, &u->funcs[i], &t[i], &is_fresh);
		if (is_fresh)
			fresh[i + 1] = g->body_of[n][i];
	}
	for (size_t i = 0; i <= u->n_func; i++)
		if (fresh[i])
			body_allot(g, fresh[i]);
	add_calls(g, u, fresh);
	add_stores(g, u, fresh);
	add_records(u, fresh);
	for (size_t i = 0; i < u->n_export; i++)
		*ptrmap_at(&g->exports, u->exports[i].name, NULL) = &u->exports[i];
	free(fresh);
	free(t - 1);
}

void graph_add_target(struct call *c, struct function *f)
{
	if (!c->n_targets) {
		c->direct = f;
		c->targets = &c->direct;
	} else {
		if (c->targets == &c->direct) {
			c->targets = xcalloc(1, sizeof(*c->targets));
			c->targets[0] = c->direct;
		}
		GROW(c->targets, c->n_targets);
		c->targets[c->n_targets] = f;
	}
	c->n_targets++;
	GROW(f->callers, f->n_callers);
	f->callers[f->n_callers++] = c;
}

/* Whether the function is linked into the module that has the body. */
static bool in_module(const struct body *b, const struct function *f)
{
	for (size_t i = 0; i < f->n_bodies; i++)
		if (f->bodies[i]->unit->module == b->unit->module)
			return true;
	return false;
}

/* A header's body stands for those of all modules that see it. */
static bool is_anyones(const struct body *b)
{
	return b->shared || (b->fact && ends_in(b->fact->file, ".h"));
}

/* Whether it is meant in that module: a weak one is not where there is another. */
static bool is_linked(const struct body *b, const struct function *f, const struct function *first)
{
	if (!in_module(b, f))
		return false;
	for (const struct function *x = first; f->is_weak && x; x = x->same_id)
		if (!x->is_weak && in_module(b, x))
			return false;
	return true;
}

/* A unit's own header function goes before those of others; a shared body can mean them all. */
void graph_resolve_id(const struct graph *g, const struct body *b, const char *id,
		      function_fn *fn, void *data)
{
	struct function *first = ptrmap_get(&g->by_id, id, NULL);
	struct function *own = b->shared ? NULL : ptrmap_get(&g->by_unit, b->unit, id);
	bool near = false, anyones;

	if (own || (first && !first->same_id)) {
		fn(data, own ? own : first);
		return;
	}
	anyones = is_anyones(b);
	for (struct function *f = first; f && !anyones && !near; f = f->same_id)
		near = in_module(b, f);
	for (struct function *f = first; f; f = f->same_id)
		if (!near || is_linked(b, f, first))
			fn(data, f);
}

static void add_direct(void *data, struct function *f)
{
	graph_add_target(data, f);
}

/* Give a call its direct targets; one that has others joins the list of indirect ones. */
static void resolve_direct(struct graph *g, struct call *c)
{
	const struct valset *s = valtab_set(g->vt, c->fact->callee);
	bool indirect = false;

	for (size_t i = 0; i < s->n; i++) {
		const struct val *v = s->v[i];

		if (v->kind == 'F' && !v->base && strncmp(v->load, "__SCT__", 7))
			graph_resolve_id(g, c->body, v->load, add_direct, c);
		else
			indirect = true;
	}
	if (indirect) {
		GROW(g->indirect, g->n_indirect);
		g->indirect[g->n_indirect++] = c;
	}
}

static void resolve_calls(struct graph *g)
{
	for (size_t i = 0; i < g->n_functions; i++) {
		struct function *f = g->functions[i];

		for (size_t j = 0; j < f->n_bodies; j++)
			for (size_t k = 0; k < f->bodies[j]->n_calls; k++)
				resolve_direct(g, &f->bodies[j]->calls[k]);
	}
}

struct graph *graph_new(struct facts *const *units, size_t n, struct strtab *st)
{
	struct graph *g = xcalloc(1, sizeof(*g));

	g->units = units;
	g->n_units = n;
	g->st = st;
	g->vt = valtab_new(st);
	g->body_of = xcalloc(n ? n : 1, sizeof(*g->body_of));
	for (size_t i = 0; i < n; i++)
		add_unit(g, i);
	resolve_calls(g);
	return g;
}

static void free_function(struct function *f)
{
	for (size_t i = 0; i < f->n_bodies; i++) {
		struct body *b = f->bodies[i];

		for (size_t j = 0; j < b->n_calls; j++)
			if (b->calls[j].targets != &b->calls[j].direct)
				free(b->calls[j].targets);
	}
	free(f->bodies);
	free(f->callers);
}

static void free_stores(struct ptrmap *m)
{
	for (size_t i = 0; i < m->alloc; i++)
		if (m->slots[i].value)
			free(((struct stores *)m->slots[i].value)->v);
	ptrmap_release(m);
}

void graph_free(struct graph *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->n_functions; i++)
		free_function(g->functions[i]);
	free_stores(&g->by_field);
	free_stores(&g->by_base);
	arena_release(&g->mem);
	free(g->functions);
	free(g->indirect);
	free(g->body_of);
	ptrmap_release(&g->by_id);
	ptrmap_release(&g->by_file);
	ptrmap_release(&g->by_unit);
	ptrmap_release(&g->exports);
	valtab_free(g->vt);
	free(g);
}

const struct call *body_call(const struct body *b, int no)
{
	return find_call(b, no);
}

const struct fact_arg *call_arg(const struct call *c, int idx)
{
	for (size_t i = 0; i < c->n_args; i++)
		if (c->args[i]->idx == idx)
			return c->args[i];
	return NULL;
}

const struct valset *call_arg_values(const struct graph *g, const struct call *c, int idx)
{
	const struct fact_arg *a = call_arg(c, idx);

	if (!a && c->n_targets && body_param_type(c->targets[0]->bodies[0], idx) == TYPE_STRUCT)
		return valtab_set(g->vt, "G");
	return valtab_set(g->vt, a ? a->value : "");
}

enum type_class body_param_type(const struct body *b, int idx)
{
	for (size_t i = 0; i < b->n_params; i++)
		if (b->params[i]->idx == idx)
			return *b->params[i]->type;
	return TYPE_OTHER;
}

const char *body_param_name(const struct body *b, int idx)
{
	for (size_t i = 0; i < b->n_params; i++)
		if (b->params[i]->idx == idx)
			return b->params[i]->name;
	return "?";
}

struct function *graph_find(const struct graph *g, const char *id)
{
	return ptrmap_get(&g->by_id, strtab_add(g->st, id), NULL);
}

const char *call_name(const struct graph *g, const struct call *c)
{
	const struct valset *s = valtab_set(g->vt, c->fact->callee);
	const char *at;

	if (s->n != 1 || s->v[0]->kind != 'F' || s->v[0]->base)
		return NULL;
	at = strchr(s->v[0]->load, '@');
	return at ? strtab_addn(g->st, s->v[0]->load, at - s->v[0]->load) : s->v[0]->load;
}

const struct stores *graph_stores(const struct graph *g, const char *field, const char *base)
{
	static const struct stores none;
	const struct stores *s = base ? ptrmap_get(&g->by_base, field, base)
				      : ptrmap_get(&g->by_field, field, NULL);

	return s ? s : &none;
}
