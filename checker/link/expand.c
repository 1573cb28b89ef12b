// SPDX-License-Identifier: GPL-2.0-only
/*
 * What one value depends on: the arguments of all callers for a parameter,
 * the results of all callees for a call, all stores for a member. Where
 * nothing more can be seen, what the value is taken to be.
 */
#include <stdlib.h>
#include <string.h>
#include "tables/tables.h"
#include "origin_priv.h"

bool val_is_vcpu_kvm(const struct val *v)
{
	return v->base && !strcmp(v->load, LOAD_VCPU_KVM);
}

static bool member_is(const struct val *v, const char *member)
{
	const char *dot = strrchr(v->load, '.');

	return dot && !strcmp(dot + 1, member);
}

/* Whether the value is of that type, or an object embedded in one. */
static bool has_type(const struct body *b, const struct val *v, enum type_class type)
{
	const struct call *c;

	if (v->base)
		return member_is(v, type == TYPE_KVM ? "kvm" : "vcpu");
	if (v->kind == 'P')
		return body_param_type(b, v->n) == type;
	if (v->kind != 'C')
		return false;
	c = body_call(b, v->n);
	return c && c->n_targets && *c->targets[0]->bodies[0]->fact->ret == (char)type;
}

/* Whether the way to v leads through the VM or from one of a collection to another. */
static bool is_found(const struct body *b, const struct val *v)
{
	const struct val *x;

	for (x = v; x->base; x = x->base) {
		if (has_type(b, x->base, TYPE_KVM) || !strncmp(x->load, "kvm.", 4) ||
		    !strncmp(x->load, "kvm_arch.", 9))
			return true;
		/* what a vCPU has on a list or in an array of its own is its own */
		if ((is_chain(x->load) || x->any) && (x == v || !has_type(b, x->base, TYPE_VCPU)))
			return true;
	}
	return false;
}

static void at(struct origin_edge *e, const char *file, int line)
{
	e->file = file;
	e->line = line;
}

static struct origin_edge *end_here(struct origin *o, struct origin_node *n, unsigned int bits,
				    const char *why)
{
	struct origin_edge *e = origin_end(o, n, bits, why);

	if (n->body && n->body->fact)
		at(e, n->body->fact->file, n->body->fact->line);
	return e;
}

/* What a value is taken for whose origin cannot be seen. */
static unsigned int bits_unseen(const struct origin_node *n)
{
	return n->mode == ORIGIN_KVM ? FROM_UNKNOWN : n->mode == ORIGIN_VCPU ? FROM_VCPU : FROM_VM;
}

/* The member that v ends in, whoever holds it. */
static void expand_by_member(struct origin *o, struct origin_node *n, enum origin_map map)
{
	const struct val *any = valtab_load(o->g->vt, valtab_atom(o->g->vt, '?', 0, NULL),
					    n->val->load);

	if (n->val->load == o->load_content) {
		end_here(o, n, FROM_UNKNOWN, "it is read through a pointer");
		return;
	}
	origin_edge(o, n, EDGE_SAME, origin_node(o, ORIGIN_KVM, NULL, any))->map = map;
}

/* Nothing more to be seen of the object that n's member is read from. */
static void end_load(struct origin *o, struct origin_node *n, enum origin_map map)
{
	if (n->mode != ORIGIN_KVM)
		end_here(o, n, bits_unseen(n), "is not looked up anywhere that can be seen");
	else
		expand_by_member(o, n, map);
}

static void expand_arg(struct origin *o, struct origin_node *n, const struct call *c)
{
	const struct fact_arg *a = call_arg(c, n->val->atom->n);
	const struct valset *s = call_arg_values(o->g, c, n->val->atom->n);
	struct origin_edge *e;

	for (size_t i = 0; i < s->n; i++) {
		const struct val *v = valtab_rebase(o->g->vt, n->val, s->v[i]);

		e = origin_edge(o, n, EDGE_CALL, origin_node(o, n->mode, c->body, v));
		e->call = c;
		e->arg = a;
	}
	if (s->n)
		return;
	e = origin_end(o, n, bits_unseen(n), "what is passed here cannot be followed");
	at(e, c->fact->file, c->fact->line);
	e->call = c;
}

static const char *boundary(const struct origin_node *n)
{
	return n->mode == ORIGIN_KVM ?
	       boundary_reason(n->body->function->name, n->val->n) : NULL;
}

/* A function that is called from where we cannot look. */
static void end_hidden(struct origin *o, struct origin_node *n, enum type_class type)
{
	const struct function *f = n->body->function;
	struct origin_edge *e;
	const char *why;

	if (n->val->base && n->mode == ORIGIN_KVM) {
		expand_by_member(o, n, MAP_SAME);
		return;
	}
	why = strtab_addf(o->g->st, "%s() is called from places that cannot be seen: its address goes to %s",
			  f->name, f->hidden_to);
	e = origin_end(o, n, bits_unseen(n), why);
	at(e, f->hidden_file, f->hidden_line);
	if (n->mode == ORIGIN_KVM && type == TYPE_STRUCT)
		e->bits = FROM_VM;
}

static void end_uncalled(struct origin *o, struct origin_node *n)
{
	const struct function *f = n->body->function;
	bool exported = ptrmap_get(&o->g->exports, f->name, NULL);

	if (n->val->base && n->mode == ORIGIN_KVM)
		expand_by_member(o, n, MAP_SAME);
	else
		end_here(o, n, bits_unseen(n), strtab_addf(o->g->st, "nothing that was analysed calls %s()%s",
						     f->name, exported ? ", which is exported" : ""));
}

static void end_void(struct origin *o, struct origin_node *n)
{
	if (n->val->base && n->mode == ORIGIN_KVM)
		expand_by_member(o, n, MAP_VOID);
	else
		end_here(o, n, bits_unseen(n), strtab_addf(o->g->st, "%s() is given it as a void pointer or an integer",
						     n->body->function->name));
}

static void expand_param(struct origin *o, struct origin_node *n)
{
	const struct function *f = n->body->function;
	enum type_class type = body_param_type(n->body, n->val->atom->n);
	const char *reason;

	if (!f) {
		end_here(o, n, bits_unseen(n), "it is used outside of any function");
		return;
	}
	reason = n->val->base ? NULL : boundary(n);
	if (reason) {
		end_here(o, n, FROM_VM, reason);
	} else if (type == TYPE_VOID && n->mode != ORIGIN_GFN) {
		end_void(o, n);
	} else if (n->mode == ORIGIN_KVM && !n->val->base && type == TYPE_VCPU) {
		return;	/* a vCPU where a kvm belongs: not one that is passed on */
	} else if (n->mode == ORIGIN_KVM && n->val->base &&
		   (type == TYPE_VCPU || type == TYPE_KVM)) {
		expand_by_member(o, n, MAP_SAME);	/* in no local object of any caller */
	} else {
		if (f->hidden_to)
			end_hidden(o, n, type);
		else if (!f->n_callers)
			end_uncalled(o, n);
		if (f->hidden_to && n->mode == ORIGIN_VCPU)
			return;	/* a vCPU parameter is taken for the running one, whatever callers pass */
		for (size_t i = 0; i < f->n_callers; i++)
			expand_arg(o, n, f->callers[i]);
	}
}

static void end_external(struct origin *o, struct origin_node *n, const struct call *c)
{
	const char *name = c ? call_name(o->g, c) : NULL;
	struct origin_edge *e;

	if (n->mode == ORIGIN_VCPU && is_lookup(name)) {
		e = origin_end(o, n, FROM_FOREIGN, strtab_addf(o->g->st, "%s() looks one up", name));
	} else if (n->val->base) {
		end_load(o, n, MAP_SAME);
		return;
	} else {
		e = origin_end(o, n, bits_unseen(n), strtab_addf(o->g->st, "what %s returns is not known",
							   c ? c->fact->text : "the call"));
	}
	e->call = c;
	if (c)
		at(e, c->fact->file, c->fact->line);
}

static void expand_results(struct origin *o, struct origin_node *n, const struct call *c,
			   const struct results *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct origin_node *to = origin_node(o, n->mode, r->v[i].body, r->v[i].val);

		if (to != n)
			origin_edge(o, n, EDGE_RETURN, to)->call = c;
	}
}

static bool is_itself(const struct origin_node *n, const struct results *r)
{
	return r->n == 1 && r->v[0].body == n->body && r->v[0].val == n->val;
}

static void expand_call(struct origin *o, struct origin_node *n)
{
	const struct call *c = body_call(n->body, n->val->atom->n);
	struct results r;

	call_results(&o->results, n->body, n->val, &r);
	if (is_itself(n, &r))
		end_external(o, n, c);
	else
		expand_results(o, n, c, &r);
	free(r.v);
}

/* A member of a local object: what is put there, else what anyone puts in such a member. */
static void expand_local(struct origin *o, struct origin_node *n)
{
	struct results r;

	call_results(&o->results, n->body, n->val, &r);
	if (is_itself(n, &r)) {
		end_load(o, n, MAP_SAME);
	} else {
		for (size_t i = 0; i < r.n; i++)
			origin_edge(o, n, EDGE_SAME,
				    origin_node(o, n->mode, r.v[i].body, r.v[i].val));
	}
	free(r.v);
}

/* What a call that was given a pointer leaves behind it. */
static void expand_after(struct origin *o, struct origin_node *n)
{
	const struct call *c = body_call(n->body, n->val->atom->n);
	struct origin_edge *e;
	struct results r;

	call_results(&o->results, n->body, n->val, &r);
	if (is_itself(n, &r)) {
		e = origin_end(o, n, bits_unseen(n), strtab_addf(o->g->st,
			"%s may set it, and what to cannot be told", c ? c->fact->text : "a call"));
		e->call = c;
		if (c)
			at(e, c->fact->file, c->fact->line);
	} else {
		expand_results(o, n, c, &r);
	}
	free(r.v);
}

static void expand_stores(struct origin *o, struct origin_node *n, const struct stores *l,
			  enum origin_map map)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct valset *s = valtab_set(o->g->vt, l->v[i].fact->value);

		for (size_t j = 0; j < s->n; j++) {
			struct origin_node *to = origin_node(o, n->mode, l->v[i].body, s->v[j]);
			struct origin_edge *e = origin_edge(o, n, EDGE_STORE, to);

			e->store = &l->v[i];
			e->map = map == MAP_STORE && *e->store->fact->base == 'L' ? MAP_LOCAL : map;
		}
	}
}

/* Whether a member is seen to be a struct kvm *; else it may hold other things at other times. */
static bool is_typed(const struct stores *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (*l->v[i].fact->type != TYPE_KVM)
			return false;
	return true;
}

/* A member of any object: what is ever stored there. */
static void expand_member(struct origin *o, struct origin_node *n)
{
	const struct stores *l = graph_stores(o->g, n->val->load, NULL);
	bool typed = is_typed(l);

	expand_stores(o, n, l, typed ? MAP_STORE : MAP_MIXED_MEMBER);
	for (const struct origin_edge *e = n->edges; typed && e; e = e->next)
		if (e->to->val->kind != '0')
			return;
	origin_end(o, n, FROM_VM,
		   strtab_addf(o->g->st, typed ? "%s is taken for the VM's: nothing is seen to be stored there" :
			       "%s is taken for the VM's: other things than a struct kvm are stored there too",
			       n->val->load));
}

/* The content of a pointer: of a global variable that is, or of what nobody knows. */
static void expand_content(struct origin *o, struct origin_node *n)
{
	const struct val *b = n->val->base;

	if (b->base || b->kind != 'G') {
		end_here(o, n, bits_unseen(n), "it is read through a pointer");
		return;
	}
	if (n->mode == ORIGIN_KVM)
		expand_stores(o, n, graph_stores(o->g, n->val->load,
						 strtab_addf(o->g->st, "G%s", b->load)), MAP_STORE);
	if (!n->edges)
		end_here(o, n, n->mode == ORIGIN_VCPU ? FROM_VCPU : FROM_VM,
			 strtab_addf(o->g->st, "it is global variable %s", b->load));
}

static void expand_load(struct origin *o, struct origin_node *n)
{
	char kind = n->val->kind;

	if (kind == 'P')
		expand_param(o, n);
	else if (kind == 'C')
		expand_call(o, n);
	else if (kind == 'A')
		expand_after(o, n);
	else if (kind == 'L')
		expand_local(o, n);
	else if (n->val->load == o->load_content)
		expand_content(o, n);
	else if (kind != '0')
		end_load(o, n, MAP_SAME);
}

static void expand_atom(struct origin *o, struct origin_node *n)
{
	bool kvm = n->mode == ORIGIN_KVM;

	switch (n->val->kind) {
	case 'P':
		expand_param(o, n);
		break;
	case 'C':
		expand_call(o, n);
		break;
	case 'N':
		end_here(o, n, kvm ? FROM_VM : bits_unseen(n), "it is allocated here");
		break;
	case 'G':
	case 'L':
		end_here(o, n, kvm ? FROM_VM : bits_unseen(n), "it is an object of its own");
		break;
	case '0':
		break;
	default:	/* of a gfn that is computed, the other values decide */
		if (n->mode != ORIGIN_GFN)
			end_here(o, n, bits_unseen(n), "where it comes from cannot be told");
	}
}

static void expand_vcpu(struct origin *o, struct origin_node *n)
{
	if (is_found(n->body, n->val))
		end_here(o, n, FROM_FOREIGN, "it is found through the VM or a list, so it is any vCPU");
	else if (n->val->base)
		expand_load(o, n);
	else
		expand_atom(o, n);
}

static void expand_kvm(struct origin *o, struct origin_node *n)
{
	if (!n->body)
		expand_member(o, n);
	else if (val_is_vcpu_kvm(n->val) && n->val->any)
		end_here(o, n, FROM_FOREIGN, "it is some element's of an array of vCPUs");
	else if (val_is_vcpu_kvm(n->val))
		origin_edge(o, n, EDGE_SAME, origin_node(o, ORIGIN_VCPU, n->body, n->val->base));
	else if (n->val->base && is_chain(n->val->load))
		end_here(o, n, FROM_VM, "it is an element of a list");
	else if (n->val->base)
		expand_load(o, n);
	else
		expand_atom(o, n);
}

/* FROM_VCPU of a gfn: it is a shadow page's, directly or as one of its table. */
static void expand_gfn(struct origin *o, struct origin_node *n)
{
	const struct val *v = n->val;

	if (v->base && v->load == o->load_content && v->base->base)
		v = v->base;
	if (v->base && (!strcmp(v->load, "kvm_mmu_page.gfn") ||
			!strcmp(v->load, "kvm_mmu_page.shadowed_translation")))
		end_here(o, n, FROM_VCPU, "it is a shadow page's");
	else if (n->val->base && n->val->kind == 'P')
		end_here(o, n, FROM_VM, "it is some other object's");
	else if (n->val->base)
		expand_load(o, n);
	else
		expand_atom(o, n);
}

void origin_expand(struct origin *o, struct origin_node *n)
{
	if (n->mode == ORIGIN_KVM)
		expand_kvm(o, n);
	else if (n->mode == ORIGIN_VCPU)
		expand_vcpu(o, n);
	else
		expand_gfn(o, n);
}

bool origin_is_local(struct origin *o, const struct body *b, const struct val *v)
{
	struct results r;
	bool local = true;

	if (val_is_vcpu_kvm(v))
		return true;
	call_results(&o->results, b, v, &r);
	for (size_t i = 0; local && i < r.n; i++)
		local = r.v[i].val->kind == '0' || val_is_vcpu_kvm(r.v[i].val);
	local = local && (r.n || v->kind == 'A');	/* a call may leave nothing there */
	free(r.v);
	return local;
}
