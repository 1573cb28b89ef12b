// SPDX-License-Identifier: GPL-2.0-only
/*
 * The chain behind a context: the shortest way, over the edges that the
 * fixpoint went, from a value that decides to the call.
 */
#include <stdlib.h>
#include <string.h>
#include "program.h"

void chain_add(struct chain *c, const char *file, int line, const char *text)
{
	GROW(c->v, c->n);
	c->v[c->n++] = (struct step){ file, line, text };
}

/* The way that was found: its last node, and the edge out of that, if any. */
struct goal {
	struct origin_node *node;
	const struct origin_edge *end;
};

struct search {
	struct program *p;
	unsigned int want;
	struct origin_node **queue;
	size_t head, n;
	struct goal goal;
};

static void visit(struct search *s, struct origin_node *n, const struct origin_edge *via)
{
	if (n->search == s->p->search)
		return;
	n->search = s->p->search;
	n->via = via;
	GROW(s->queue, s->n);
	s->queue[s->n++] = n;
}

/* A vCPU's kvm: how that vCPU came about matters only where it is another's. */
static bool is_source(const struct search *s, const struct origin_node *n)
{
	return s->want == FROM_VCPU && n->mode == ORIGIN_KVM && n->body &&
	       val_is_vcpu_kvm(n->val) && n->bits & FROM_VCPU;
}

static bool try_edge(struct search *s, struct origin_node *n, const struct origin_edge *e)
{
	unsigned int bits = e->to ? origin_map_bits(e->map, e->to->bits) : e->bits;

	if (!(bits & s->want))
		return false;
	if (e->to && e->to->bits & s->want) {
		visit(s, e->to, e);
		return false;
	}
	s->goal = (struct goal){ n, e };
	return true;
}

static bool step(struct search *s)
{
	struct origin_node *n = s->queue[s->head++];

	if (is_source(s, n)) {
		s->goal.node = n;
		return true;
	}
	for (const struct origin_edge *e = n->edges; e; e = e->next)
		if (try_edge(s, n, e))
			return true;
	return false;
}

static bool search(struct search *s, const struct roots *r)
{
	bool found = false;

	s->p->search++;
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i]->bits & s->want)
			visit(s, r->v[i], NULL);
	while (!found && s->head < s->n)
		found = step(s);
	free(s->queue);
	return found;
}

static const char *name_of(const struct body *b)
{
	return b && b->fact ? b->fact->spelled : "a file's scope";
}

static void add_here(struct chain *out, const struct body *b, const char *text)
{
	chain_add(out, b->fact ? b->fact->file : b->unit->unit, b->fact ? b->fact->line : 0, text);
}

/* Where the vCPU v is, in words of body b. */
static void add_vcpu(struct program *p, const struct body *b, const struct val *v,
		     const char *intro, struct chain *out)
{
	const struct val *atom = v->atom;
	const struct call *c = atom->kind == 'C' ? body_call(b, atom->n) : NULL;
	const char *name;

	if (atom->kind == 'P') {
		name = body_param_name(b, atom->n);
		if (v == atom && body_param_type(b, atom->n) == TYPE_VCPU)
			name = strtab_addf(p->st, "%s%s is the parameter of %s()", intro, name,
					   name_of(b));
		else
			name = strtab_addf(p->st, "%sthe vCPU is reached from %s, the parameter of %s()",
					   intro, name, name_of(b));
		add_here(out, b, name);
	} else if (c) {
		chain_add(out, c->fact->file, c->fact->line,
			  strtab_addf(p->st, "%sthe vCPU is reached from what %s returns", intro,
				      c->fact->text));
	} else {
		add_here(out, b, strtab_addf(p->st, atom->kind == 'N' ? "%sthe vCPU is made in %s()" :
					     "%s%s() has a vCPU of its own", intro, name_of(b)));
	}
}

static const char *callee_name(struct program *p, const struct origin_edge *e)
{
	const char *name = e->call ? call_name(p->graph, e->call) : NULL;

	return name ? name : e->call ? e->call->fact->text : "?";
}

/* The function whose parameter the edge's node is: what the call went to. */
static void add_edge(struct program *p, const struct origin_edge *e, struct chain *out)
{
	const char *with = e->arg && *e->arg->text ? strtab_addf(p->st, " with %s", e->arg->text) : "";
	const char *name;

	switch (e->kind) {
	case EDGE_CALL:
		name = e->from->body->function->name;
		if (call_name(p->graph, e->call))
			name = strtab_addf(p->st, "%s() is called%s", name, with);
		else
			name = strtab_addf(p->st, "%s() is called%s, through %s", name, with,
					   e->call->fact->text);
		chain_add(out, e->call->fact->file, e->call->fact->line, name);
		break;
	case EDGE_RETURN:
		chain_add(out, e->call->fact->file, e->call->fact->line,
			  strtab_addf(p->st, "%s() returns it", callee_name(p, e)));
		break;
	case EDGE_STORE:
		name = e->store->fact->field;
		if (!strcmp(name, "*"))		/* of a global variable */
			name = e->store->fact->base + 1;
		chain_add(out, e->store->fact->file, e->store->fact->line,
			  strtab_addf(p->st, "it is stored in %s", name));
		break;
	default:
		break;
	}
}

/* Why the chain ends at this edge, whose bits are not those of what is behind it. */
static const char *end_text(struct program *p, const struct origin_edge *e)
{
	const char *why = "a vCPU's is handed over as a void pointer";

	if (!e->to)
		return e->why;
	if (e->map == MAP_STORE)
		why = "it is not known whose, but no vCPU's is seen";
	if (!e->store)
		return why;
	return strtab_addf(p->st, "what is stored in %s: %s", e->store->fact->field, why);
}

/* The end of a chain that no vCPU's kvm is at. */
static void add_end(struct program *p, const struct goal *g, const char *intro, struct chain *out)
{
	const struct origin_edge *e = g->end;
	const char *why = end_text(p, e);
	const char *file = e->to && e->store ? e->store->fact->file : e->file;
	int line = e->to && e->store ? e->store->fact->line : e->line;
	const struct body *b = g->node->body;

	if (!b && g->node->via)
		b = g->node->via->from->body;	/* who reads the member */
	if (!file && b && b->fact) {
		file = b->fact->file;
		line = b->fact->line;
	}
	chain_add(out, file ? file : "", line, strtab_addf(p->st, "%s%s", intro, why));
}

/*
 * From a chain's end to the site. What a member holds does not depend on how
 * the object that has it got there: calls that only carry that are no steps.
 */
static void add_steps(struct program *p, const struct origin_node *n, struct chain *out)
{
	bool member = false;

	for (; n->via; n = n->via->from) {
		member = n->val->base && (member || !n->body);
		if (!member || !n->via->from->val->base ||
		    (n->via->kind != EDGE_CALL && n->via->kind != EDGE_RETURN))
			add_edge(p, n->via, out);
	}
}

bool why_chain(struct program *p, const struct roots *r, unsigned int want, const char *intro,
	       struct chain *out)
{
	struct search s = { .p = p, .want = want };

	if (!search(&s, r))
		return false;
	if (s.goal.end)
		add_end(p, &s.goal, intro, out);
	else
		add_vcpu(p, s.goal.node->body, s.goal.node->val->base, intro, out);
	add_steps(p, s.goal.node, out);
	return true;
}

static void add_defs(const struct verdict *v, struct chain *out)
{
	for (size_t i = 0; i < v->unit->n_def; i++) {
		const struct fact_def *d = &v->unit->defs[i];

		if (&v->unit->sites[d->site] == v->site)
			chain_add(out, d->file, d->line, d->text);
	}
}

static void add_call(struct program *p, const struct fact_site *s, struct chain *out)
{
	bool more = strchr(s->text, ',') != NULL;

	chain_add(out, s->file, s->line, strtab_addf(p->st, "%s(%s%s) is called here", s->accessor,
						     s->kvm_text, more ? ", ..." : ""));
}

static void add_mixed(struct program *p, const struct roots *r, struct chain *out)
{
	const char *vcpu = "on behalf of a vCPU: ";

	if (!why_chain(p, r, FROM_VCPU, vcpu, out))
		why_chain(p, r, FROM_FOREIGN, vcpu, out);
	if (!why_chain(p, r, FROM_VM, "on behalf of the VM: ", out))
		why_chain(p, r, FROM_WEAK, "on behalf of the VM: ", out);
}

void why_site(struct program *p, const struct verdict *v, const struct body *b,
	      const struct roots *r, struct chain *out)
{
	const struct valset *vcpu = valtab_set(p->graph->vt, v->site->vcpu);

	switch (v->context) {
	case CTX_DIRECT:
		if (vcpu->n && b)
			add_vcpu(p, b, vcpu->v[0], "", out);
		break;
	case CTX_ALIAS:
	case CTX_CALLERS:
		why_chain(p, r, FROM_VCPU, "", out);
		break;
	case CTX_MIXED:
		add_mixed(p, r, out);
		break;
	case CTX_FOREIGN:
		why_chain(p, r, FROM_FOREIGN, "", out);
		break;
	case CTX_VM:
		if (!why_chain(p, r, FROM_VM, "", out))
			why_chain(p, r, FROM_WEAK, "", out);
		break;
	default:
		if (!why_chain(p, r, FROM_UNKNOWN, "", out))
			chain_add(out, v->site->file, v->site->line,
				  "nothing was seen that the struct kvm could come from");
		break;
	}
	if (v->context != CTX_DIRECT)
		add_defs(v, out);
	add_call(p, v->site, out);
}
