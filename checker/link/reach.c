// SPDX-License-Identifier: GPL-2.0-only
/*
 * A walk up the call graph from the site. It ends well at what the table
 * names, and badly where a vCPU comes in: a function that nobody is seen to
 * call, or whose address goes where calls cannot be seen.
 */
#include <stdlib.h>
#include <string.h>
#include "tables/tables.h"
#include "reach.h"

struct reach {
	struct graph *g;
	struct ptrmap witnessed;	/* rule: whether the tree has a witness, as HOLDS or FAILS */
	/* Of the last site: */
	struct function **todo;		/* functions met, in the order they were */
	size_t n_todo;
	struct ptrmap seen;
	const char **reasons;
	size_t n_reasons;
	const struct reach_rule **rules;	/* without a witness */
	size_t n_rules;
	const struct function *entry;	/* where a vCPU comes in, or NULL */
};

static char HOLDS, FAILS;

struct reach *reach_new(struct graph *g)
{
	struct reach *r = xcalloc(1, sizeof(*r));

	r->g = g;
	return r;
}

void reach_free(struct reach *r)
{
	ptrmap_release(&r->witnessed);
	ptrmap_release(&r->seen);
	free(r->todo);
	free(r->reasons);
	free(r->rules);
	free(r);
}

static bool body_calls(const struct reach *r, const struct body *b, const char *callee)
{
	for (size_t i = 0; i < b->n_calls; i++) {
		const char *name = call_name(r->g, &b->calls[i]);

		if (name && !strcmp(name, callee))
			return true;
	}
	return false;
}

/* Whether a function of that name, a static one too, calls another. */
static bool calls(const struct reach *r, const char *caller, const char *callee)
{
	for (size_t i = 0; i < r->g->n_functions; i++) {
		const struct function *f = r->g->functions[i];

		if (f->name != caller)		/* interned */
			continue;
		for (size_t j = 0; j < f->n_bodies; j++)
			if (body_calls(r, f->bodies[j], callee))
				return true;
	}
	return false;
}

/* Take each "caller>callee" of a rule in turn; false at the end. */
static bool next_witness(const struct reach *r, const char **at, const char **caller,
			 const char **callee)
{
	size_t n, m;

	if (**at == '&')
		*at += 2;
	n = strcspn(*at, ">");
	if (!(*at)[n])
		return false;
	*caller = strtab_addn(r->g->st, *at, n);
	m = strcspn(*at + n + 1, " ");
	*callee = strtab_addn(r->g->st, *at + n + 1, m);
	*at += n + 1 + m;
	*at += **at == ' ';
	return true;
}

static bool witnessed(struct reach *r, const struct reach_rule *rule)
{
	const char *at = rule->witnesses, *caller, *callee;
	void **slot = ptrmap_at(&r->witnessed, rule, NULL);
	bool one = !*at, all = true;

	if (*slot)
		return *slot == &HOLDS;
	while (next_witness(r, &at, &caller, &callee)) {
		one |= calls(r, caller, callee);
		if (*at != '&')
			continue;
		all &= one;
		one = false;
	}
	*slot = all && one ? &HOLDS : &FAILS;
	return all && one;
}

/* Whether the rule holds in this tree; its reason then counts. */
static bool holds(struct reach *r, const struct reach_rule *rule)
{
	if (!witnessed(r, rule)) {
		GROW(r->rules, r->n_rules);
		r->rules[r->n_rules++] = rule;
		return false;
	}
	for (size_t i = 0; i < r->n_reasons; i++)
		if (r->reasons[i] == rule->reason)
			return true;
	GROW(r->reasons, r->n_reasons);
	r->reasons[r->n_reasons++] = rule->reason;
	return true;
}

/* A branch around the call says so: predicates of the table, separated by spaces. */
static bool call_excludes(struct reach *r, const struct call *c)
{
	const char *s = c->fact->outside;
	bool excludes = false;

	while (*s && !excludes) {
		size_t n = strcspn(s, " ");
		const struct reach_branch *b = reach_branch(strtab_addn(r->g->st, s, n));

		excludes = b && holds(r, b->rule);
		s += n + (s[n] == ' ');
	}
	return excludes;
}

static bool function_excludes(struct reach *r, const struct function *f)
{
	const struct reach_rule *rule = reach_function(f->name, f->file);

	return rule && holds(r, rule);
}

static void climb(struct reach *r, struct function *f)
{
	if (function_excludes(r, f) || !ptrmap_first(&r->seen, f, NULL))
		return;
	GROW(r->todo, r->n_todo);
	r->todo[r->n_todo++] = f;
}

static void climb_callers(struct reach *r, const struct function *f)
{
	if (f->hidden_to || !f->n_callers || reach_entry(f->name)) {
		r->entry = f;
		return;
	}
	for (size_t i = 0; i < f->n_callers; i++) {
		const struct call *c = f->callers[i];

		if (call_excludes(r, c))
			continue;
		if (!c->body->function)
			r->entry = f;
		else
			climb(r, c->body->function);
	}
}

static void forget(struct reach *r)
{
	ptrmap_release(&r->seen);
	r->seen = (struct ptrmap)PTRMAP_INIT;
	r->n_todo = r->n_reasons = r->n_rules = 0;
	r->entry = NULL;
}

static int reason_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each once, in an order that does not depend on that of the callers. */
static const char *reasons(struct reach *r)
{
	const char *s;

	qsort(r->reasons, r->n_reasons, sizeof(*r->reasons), reason_cmp);
	s = strtab_add(r->g->st, r->reasons[0]);
	for (size_t i = 1; i < r->n_reasons; i++)
		s = strtab_addf(r->g->st, "%s; %s", s, r->reasons[i]);
	return s;
}

const char *reach_site(struct reach *r, const struct body *b, int call)
{
	const struct call *c = body_call(b, call);

	forget(r);
	if (!b->function)
		return NULL;
	if (!c || !call_excludes(r, c))
		climb(r, b->function);
	for (size_t i = 0; i < r->n_todo && !r->entry; i++)
		climb_callers(r, r->todo[i]);
	return r->entry || !r->n_reasons ? NULL : reasons(r);
}

void reach_wants(const struct reach *r, reach_want_fn *wants, void *data)
{
	const char *at, *caller, *callee;

	for (size_t i = 0; i < r->n_rules; i++) {
		at = r->rules[i]->witnesses;
		while (next_witness(r, &at, &caller, &callee))
			wants(data, NULL, caller);
	}
	if (r->entry) {
		if (!reach_entry(r->entry->name))
			wants(data, r->entry, NULL);
		return;
	}
	for (size_t i = 0; i < r->n_todo; i++)
		wants(data, r->todo[i], NULL);
}
