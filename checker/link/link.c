// SPDX-License-Identifier: GPL-2.0-only
/*
 * Contexts: each site's kvm put to the fixpoint, and its answer read as one
 * word.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tables/tables.h"
#include "entries.h"
#include "graph_build.h"
#include "program.h"
#include "slot.h"

struct program *program_new(struct facts *const *units, size_t n, int address_spaces,
			    struct strtab *st)
{
	struct program *p = xcalloc(1, sizeof(*p));

	p->units = units;
	p->n_units = n;
	p->st = st;
	p->graph = graph_new(units, n, st);
	graph_resolve_indirect(p->graph);
	p->origin = origin_new(p->graph);
	if (address_spaces > 1)
		p->reach = reach_new(p->graph);
	p->shadow_pages = graph_stores(p->graph, strtab_add(st, "kvm_mmu_page.gfn"), NULL)->n;
	return p;
}

void program_free(struct program *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n_chains; i++)
		free(p->chains[i]);
	free(p->chains);
	free(p->verdicts);
	free(p->bodies);
	if (p->reach)
		reach_free(p->reach);
	origin_free(p->origin);
	graph_free(p->graph);
	free(p);
}

/* What is asked about one site. */
struct question {
	const struct body *body;
	struct roots kvm, gfn;
};

static void ask(struct program *p, enum origin_mode mode, const struct body *b,
		const char *values, struct roots *r)
{
	const struct valset *s = valtab_set(p->graph->vt, values);

	for (size_t i = 0; i < s->n && r->n < ARRAY_SIZE(r->v); i++)
		r->v[r->n++] = origin_node(p->origin, mode, b, s->v[i]);
}

/*
 * In the body of an accessor, or of what it is made of. From 5.6 on
 * kvm_host_page_size() takes the vCPU, and is none.
 */
static bool is_internal(const struct fact_func *f, const struct body *b)
{
	if (b && accessor_find(f->name) && body_param_type(b, 0) == TYPE_VCPU)
		return false;
	return accessor_is_form(f->name) && (!strcmp(f->file, "virt/kvm/kvm_main.c") ||
					     !strcmp(f->file, "include/linux/kvm_host.h"));
}

/* vcpus[i].kvm, where the vCPUs themselves are in the array. */
static bool is_some_element(const struct fact_site *s)
{
	return strstr(s->value, ">" LOAD_VCPU_KVM "[]");
}

static void ask_site(struct program *p, size_t unit, const struct fact_site *s,
		     struct question *q)
{
	q->body = s->func < 0 ? NULL : p->graph->body_of[unit][s->func];
	if (!q->body || (q->body->fact && is_internal(q->body->fact, q->body)))
		return;
	if (*s->form == 'd' && *s->vcpu && !is_some_element(s))
		ask(p, ORIGIN_VCPU, q->body, s->vcpu, &q->kvm);
	else if (*s->form != 'd' || *s->vcpu)
		ask(p, ORIGIN_KVM, q->body, s->value, &q->kvm);
	if (p->shadow_pages)
		ask(p, ORIGIN_GFN, q->body, s->gfn, &q->gfn);
}

static void answer(struct roots *r)
{
	for (size_t i = 0; i < r->n; i++)
		r->bits |= r->v[i]->bits;
}

static bool all_local(struct program *p, const struct question *q)
{
	for (size_t i = 0; i < q->kvm.n; i++)
		if (q->kvm.v[i]->val->kind != '0' &&
		    !origin_is_local(p->origin, q->body, q->kvm.v[i]->val))
			return false;
	return true;
}

static enum context read_answer(struct program *p, const struct fact_site *s,
				const struct question *q)
{
	unsigned int bits = q->kvm.bits;
	unsigned int vcpu = bits & FROM_ANY_VCPU;

	if (*s->form == 'd')
		return vcpu == FROM_FOREIGN ? CTX_FOREIGN : CTX_DIRECT;
	if (bits & FROM_WEAK)
		bits |= vcpu && !(bits & FROM_VM) ? FROM_UNKNOWN : FROM_VM;
	if (vcpu && bits & FROM_VM)
		return CTX_MIXED;
	if (bits & FROM_UNKNOWN || !bits)
		return CTX_UNKNOWN;
	if (!vcpu)
		return CTX_VM;
	if (vcpu == FROM_FOREIGN)
		return CTX_FOREIGN;
	return all_local(p, q) ? CTX_ALIAS : CTX_CALLERS;
}

/*
 * Pairs of values that are being compared, against endless recursion. As
 * texts, since these tell two values of one spelling apart.
 */
struct pair {
	const struct pair *up;
	const struct body *body;
	const char *kvm, *vcpu;
};

static bool same_vcpu(struct program *p, const struct pair *x);

static bool in_progress(const struct pair *x)
{
	for (const struct pair *y = x->up; y; y = y->up)
		if (y->body == x->body && y->kvm == x->kvm && y->vcpu == x->vcpu)
			return true;
	return false;
}

/* A parameter as it was passed: its number, or -1. */
static int param_number(const char *text)
{
	int n, end = 0;

	return sscanf(text, "P%d%n", &n, &end) == 1 && !text[end] ? n : -1;
}

static bool is_exact(const char *text)
{
	const char *mark = strchr(text, '#');

	while (mark && mark[1] >= '0' && mark[1] <= '9')
		mark = strchr(mark + 1, '#');
	return *text && !strpbrk(text, "|?") && !mark;
}

/* The kvm of that vCPU, by what one body says. */
static bool is_kvm_of(const char *kvm, const char *vcpu)
{
	size_t n = strlen(vcpu);

	return is_exact(vcpu) && !strncmp(kvm, vcpu, n) && !strcmp(kvm + n, ">" LOAD_VCPU_KVM);
}

static bool passes_same(struct program *p, const struct call *c, const struct pair *x)
{
	const struct fact_arg *kvm = call_arg(c, param_number(x->kvm));
	const struct fact_arg *vcpu = call_arg(c, param_number(x->vcpu));
	struct pair up = { x, c->body, NULL, NULL };

	if (!kvm || !vcpu)
		return false;
	up.kvm = kvm->value;
	up.vcpu = vcpu->value;
	return same_vcpu(p, &up);
}

/* Whether kvm is that vCPU's kvm, whoever calls. */
static bool same_vcpu(struct program *p, const struct pair *x)
{
	const struct function *f = x->body->function;

	if (is_kvm_of(x->kvm, x->vcpu))
		return true;
	if (!f || param_number(x->kvm) < 0 || param_number(x->vcpu) < 0 || f->hidden_to ||
	    !f->n_callers)
		return false;
	if (in_progress(x))
		return true;
	for (size_t i = 0; i < f->n_callers; i++)
		if (!passes_same(p, f->callers[i], x))
			return false;
	return true;
}

/* A vCPU parameter that every caller gives the vCPU whose kvm it passes too. */
static const char *param_vcpu(struct program *p, const struct verdict *v, const struct question *q)
{
	const struct facts *u = v->unit;

	for (size_t i = 0; i < u->n_scope; i++) {
		const struct fact_scope *s = &u->scopes[i];
		struct pair x = { NULL, q->body, v->site->value, s->value };

		if (&u->sites[s->site] == v->site && s->is_param && same_vcpu(p, &x))
			return s->text;
	}
	return NULL;
}

static void find_vcpu(struct program *p, struct verdict *v, const struct question *q)
{
	if (v->context == CTX_DIRECT)
		v->vcpu = v->site->vcpu_text;
	else if (v->context == CTX_ALIAS)
		v->vcpu = *v->site->vcpu_text ? v->site->vcpu_text : NULL;
	else if (v->context == CTX_CALLERS)
		v->vcpu = param_vcpu(p, v, q);
	v->no_vcpu = v->vcpu ? NULL : context_info[v->context].refusal;
}

/* Whether the function looks at one address space's memslots and no other's. */
static bool is_as0_only(struct program *p, const struct fact_site *s, const struct body *b)
{
	if (!b || strcmp(s->accessor, "kvm_memslots"))
		return false;
	for (size_t i = 0; i < b->n_calls; i++) {
		const char *name = call_name(p->graph, &b->calls[i]);

		if (name && !strcmp(name, "__kvm_memslots"))
			return false;
	}
	return true;
}

/* Of what keeps address space 0 on purpose nobody asks. */
const char *program_reach(struct program *p, const struct verdict *v, const struct body *b)
{
	if (!p->reach || !b || v->context == CTX_VM || v->context == CTX_UNKNOWN || by_design(v))
		return NULL;
	return reach_site(p->reach, b, v->site->call);
}

static void find_use(struct program *p, struct verdict *v, const struct body *b)
{
	const struct call *c;

	if (!b || v->site->call < 0 || accessor_effect(v->site->accessor) != EFFECT_RESOLVES)
		return;
	c = slot_used(p->graph, b, v->site->call, &v->use);
	v->used_at = c ? c->fact : NULL;
}

static void judge_site(struct program *p, struct verdict *v, struct question *q)
{
	struct chain chain = { NULL, 0 };

	answer(&q->kvm);
	answer(&q->gfn);
	v->func = v->site->func < 0 ? NULL : &v->unit->funcs[v->site->func];
	v->internal = v->func && is_internal(v->func, q->body);
	v->context = read_answer(p, v->site, q);
	if (v->internal)
		return;
	v->sp_role = q->gfn.bits & FROM_VCPU && !(q->gfn.bits & FROM_VM);
	v->as0_only = is_as0_only(p, v->site, q->body);
	find_vcpu(p, v, q);
	v->reach = program_reach(p, v, q->body);
	v->entries = entries_of(p->graph, q->body);
	find_use(p, v, q->body);
	why_site(p, v, q->body, &q->kvm, &chain);
	GROW(p->chains, p->n_chains);
	p->chains[p->n_chains++] = chain.v;
	v->why = chain.v;
	v->n_why = chain.n;
}

static size_t count_sites(const struct program *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_units; i++)
		n += p->units[i]->n_site;
	return n;
}

/* Ask about all sites, solve once, then read the answers. */
static void make_verdicts(struct program *p)
{
	struct question *q = xcalloc(count_sites(p) + 1, sizeof(*q));

	p->verdicts = xcalloc(count_sites(p) + 1, sizeof(*p->verdicts));
	p->bodies = xcalloc(count_sites(p) + 1, sizeof(*p->bodies));
	for (size_t i = 0; i < p->n_units; i++) {
		for (size_t j = 0; j < p->units[i]->n_site; j++, p->n++) {
			p->verdicts[p->n].unit = p->units[i];
			p->verdicts[p->n].site = &p->units[i]->sites[j];
			ask_site(p, i, &p->units[i]->sites[j], &q[p->n]);
		}
	}
	origin_solve(p->origin);
	for (size_t i = 0; i < p->n; i++)
		judge_site(p, &p->verdicts[i], &q[i]);
	for (size_t i = 0; i < p->n; i++)
		p->bodies[i] = q[i].body;
	free(q);
}

const struct verdict *program_verdicts(struct program *p, size_t *n)
{
	if (!p->verdicts)
		make_verdicts(p);
	*n = p->n;
	return p->verdicts;
}

struct graph *program_graph(const struct program *p)
{
	return p->graph;
}

unsigned int program_origin(struct program *p, enum origin_mode mode, const struct body *b,
			    const char *values)
{
	const struct valset *s = valtab_set(p->graph->vt, values);
	unsigned int bits = 0;

	for (size_t i = 0; i < s->n; i++)
		origin_node(p->origin, mode, b, s->v[i]);
	origin_solve(p->origin);
	for (size_t i = 0; i < s->n; i++)
		bits |= origin_node(p->origin, mode, b, s->v[i])->bits;
	return bits;
}

struct facts *const *program_units(const struct program *p, size_t *n)
{
	*n = p->n_units;
	return p->units;
}

