// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck --discover": what else looks a gfn up in address space 0. A
 * function does that which gives its own struct kvm and its own gfn to an
 * accessor, or to another such function; so does a macro that gives the
 * struct kvm it is given to an accessor.
 *
 * Not seen: a function that reads kvm->memslots without any accessor, but for
 * one that returns them.
 */
#include <stdlib.h>
#include <string.h>
#include "link/link.h"
#include "tables/tables.h"
#include "check.h"
#include "command.h"
#include "explain.h"

/* Where one is given a vCPU's struct kvm. */
struct use {
	const char *file, *text;
	int line;
};

/* A function or macro that was found. */
struct way {
	const char *name, *file, *through;
	int line, through_line;
	const struct function *function;	/* of the program at hand; NULL: a macro */
	int kvm, gfn;				/* its parameters; gfn -1: it takes none */
	struct use *uses;
	size_t n_uses;
};

struct discovery {
	struct program *p;
	struct graph *g;		/* of p */
	struct way *v;
	size_t n;
	struct ptrmap known;	/* (name, file): index + 1 */
};

static struct way *add_way(struct discovery *d, const char *name, const char *file, int line)
{
	void **slot = ptrmap_at(&d->known, name, file);

	if (!*slot) {
		GROW(d->v, d->n);
		d->v[d->n++] = (struct way){ .name = name, .file = file, .line = line };
		*slot = (void *)d->n;
	}
	return &d->v[(size_t)*slot - 1];
}

/* The parameter that all of a gfn comes from, itself or a member of it; -1 for none. */
static int param_behind(struct graph *g, const char *values)
{
	const struct valset *s = valtab_set(g->vt, values);

	for (size_t i = 0; i < s->n; i++)
		if (s->v[i]->kind != 'P' || s->v[i]->atom != s->v[0]->atom)
			return -1;
	return s->n ? s->v[0]->atom->n : -1;
}

/* The number of the parameter that the set is, -1 if it is anything else. */
static int param_of(struct graph *g, const char *values)
{
	const struct valset *s = valtab_set(g->vt, values);

	return s->n == 1 && s->v[0]->kind == 'P' && !s->v[0]->base ? s->v[0]->n : -1;
}

static void add_function(struct discovery *d, const struct body *b, int kvm, int gfn,
			 const char *through, int line)
{
	const struct fact_func *f = b->fact;
	struct way *w;

	if (kvm < 0 || body_param_type(b, kvm) != TYPE_KVM || accessor_is_form(f->name))
		return;
	w = add_way(d, f->spelled, f->file, f->line);
	if (w->function == b->function)
		return;
	w->function = b->function;
	w->kvm = kvm;
	w->gfn = gfn;
	w->through = through;
	w->through_line = line;
}

static void add_use(struct way *w, const char *file, int line, const char *text)
{
	for (size_t i = 0; i < w->n_uses; i++)
		if (w->uses[i].line == line && w->uses[i].file == file && w->uses[i].text == text)
			return;
	GROW(w->uses, w->n_uses);
	w->uses[w->n_uses++] = (struct use){ file, text, line };
}

static void add_macro(struct discovery *d, const struct verdict *v)
{
	const struct fact_site *s = v->site;
	struct way *w = add_way(d, s->macro, s->file, s->line);

	w->through = s->accessor;
	w->through_line = s->line;
	if (v->func && v->context <= CTX_FOREIGN)
		add_use(w, v->func->file, v->func->line,
			strtab_addf(d->g->st, "%s() expands it with a vCPU's [%s]",
				    v->func->spelled, context_info[v->context].word));
}

/* What gives its own kvm to an accessor. */
static void add_site(struct discovery *d, const struct verdict *v, const struct body *b)
{
	const struct fact_site *s = v->site;
	const struct accessor *a = accessor_find(s->accessor);
	int gfn = param_behind(d->g, s->gfn);

	if (*s->macro && is_one_word(s->kvm_text))
		add_macro(d, v);
	else if (b && a && accessor_gfn_param(a) >= 0 && gfn >= 0)
		add_function(d, b, param_of(d->g, s->value), gfn, s->accessor, s->line);
}

static void add_sites(struct discovery *d)
{
	size_t n, k = 0;
	const struct verdict *v = program_verdicts(d->p, &n);

	for (size_t i = 0; i < d->g->n_units; i++) {
		for (size_t j = 0; j < d->g->units[i]->n_site; j++, k++) {
			int64_t func = d->g->units[i]->sites[j].func;

			add_site(d, &v[k], func < 0 ? NULL : d->g->body_of[i][func]);
		}
	}
}

/* kvm_memslots_raw() and the like: hands out a struct kvm's memslots, the first ones. */
static bool returns_memslots(struct graph *g, const struct body *b)
{
	bool found = false;

	if (b->n_params != 1 || *b->params[0]->type != TYPE_KVM)
		return false;
	for (size_t i = 0; i < b->n_rets; i++) {
		const struct valset *s = valtab_set(g->vt, b->rets[i]->value);

		for (size_t j = 0; j < s->n; j++)
			for (const struct val *v = s->v[j]; v->base; v = v->base)
				found |= !strcmp(v->load, "kvm.memslots");
	}
	return found;
}

static void add_raw(struct discovery *d)
{
	struct graph *g = d->g;

	for (size_t i = 0; i < g->n_functions; i++) {
		const struct body *b = g->functions[i]->bodies[0];

		if (returns_memslots(g, b))
			add_function(d, b, 0, -1, "kvm->memslots", b->fact->line);
	}
}

static bool is_vcpus(struct program *p, const struct call *c, const struct fact_arg *a)
{
	unsigned int bits = program_origin(p, ORIGIN_KVM, c->body, a->value);

	return bits & FROM_ANY_VCPU && !(bits & (FROM_VM | FROM_UNKNOWN));
}

/* One caller of a way: either it hands on its own kvm and gfn, or it is where they come from. */
static void follow_call(struct discovery *d, size_t way, const struct call *c)
{
	const struct way *w = &d->v[way];
	const struct fact_arg *kvm = call_arg(c, w->kvm);
	const struct fact_arg *gfn = w->gfn < 0 ? NULL : call_arg(c, w->gfn);
	struct graph *g = d->g;

	if (!kvm || !c->body->fact || accessor_is_form(c->body->fact->name))
		return;
	if (is_vcpus(d->p, c, kvm))
		add_use(&d->v[way], c->fact->file, c->fact->line,
			strtab_addf(d->g->st, "%s() passes %s, a vCPU's", c->body->fact->spelled,
				    kvm->text));
	if (gfn && param_behind(g, gfn->value) >= 0)
		add_function(d, c->body, param_of(g, kvm->value), param_behind(g, gfn->value),
			     w->name, c->fact->line);
}

static void discover_in(struct discovery *d)
{
	add_sites(d);
	add_raw(d);
	for (size_t i = 0; i < d->n; i++) {
		const struct function *f = d->v[i].function;

		for (size_t j = 0; f && j < f->n_callers; j++)
			follow_call(d, i, f->callers[j]);
	}
	/* the next program has functions of its own */
	for (size_t i = 0; i < d->n; i++)
		d->v[i].function = NULL;
}

static int compare_ways(const void *pa, const void *pb)
{
	const struct way *a = pa, *b = pb;
	int d = strcmp(a->file, b->file);

	return d ? d : (a->line > b->line) - (a->line < b->line);
}

static void print_way(const struct way *w, struct strbuf *out)
{
	strbuf_addf(out, "%s:%d: %s() looks a gfn up in address space 0, through %s at line %d\n",
		    w->file, w->line, w->name, w->through, w->through_line);
	for (size_t i = 0; i < w->n_uses; i++)
		strbuf_addf(out, "  %s:%d: %s\n", w->uses[i].file, w->uses[i].line,
			    w->uses[i].text);
}

size_t discover(struct program *const *p, size_t n, struct strbuf *out)
{
	struct discovery d = { .n = 0 };

	for (size_t i = 0; i < n; i++) {
		d.p = p[i];
		d.g = program_graph(p[i]);
		discover_in(&d);
	}
	if (d.n)
		qsort(d.v, d.n, sizeof(*d.v), compare_ways);
	for (size_t i = 0; i < d.n; i++) {
		print_way(&d.v[i], out);
		free(d.v[i].uses);
	}
	free(d.v);
	ptrmap_release(&d.known);
	return d.n;
}

static int run_discover(struct check *c)
{
	struct strbuf sb = STRBUF_INIT;
	size_t n;
	int err;

	if (check_load(c))
		return -1;
	strbuf_reset(&sb);
	n = discover(c->programs, c->n, &sb);
	err = check_print(&sb);
	strbuf_release(&sb);
	return err ? err : n ? EXIT_FINDINGS : EXIT_CLEAN;
}

const struct command cmd_discover = {
	.name = "discover", .usage = "", .no_paths = true,
	.brief = "functions that look a gfn up in address space 0 and are not in\n"
		 "                       the accessor table (also --discover)",
	.exhaustive = true, .run = run_discover,
};
