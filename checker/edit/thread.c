// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "link/link.h"
#include "text/text.h"
#include "retoken.h"
#include "thread.h"
#include "thread_text.h"

#define MAX_DEPTH 16

/* A function whose parameter number idx becomes a vCPU. */
struct target {
	struct function *f;
	int idx;
	const char *why;	/* why not, once known; "" while it is being looked at */
	struct declared declared;
	bool wanted;		/* a finding needs it, and nothing speaks against it */
};

/* A call that names an alias of the kvm: what it names, and the vCPU instead. */
struct alias_call {
	const char *caller, *callee, *alias, *vcpu;
	int idx;
};

/* What to write in place of some bytes of a file. */
struct thread_edit {
	const char *file, *text;
	size_t off, len;
};

struct threading {
	struct program *p;
	const struct findings *l;
	const char *tree;
	struct strtab *st;
	struct target *targets;
	size_t n_targets;
	struct alias_call *aliases;
	size_t n_aliases;
	struct thread_edit *edits;
	size_t n_edits;
	const char **files;
	size_t n_files;
	const struct mention *unparsed;
	size_t n_unparsed;
	struct threading *all;	/* of all builds */
	size_t n_all;
};

static const char *target_refused(struct threading *t, struct function *f, int idx, int depth);

static const struct fact_param *param_of(const struct function *f, int idx)
{
	const struct body *b = f->bodies[0];

	for (size_t i = 0; i < b->n_params; i++)
		if (b->params[i]->idx == idx)
			return b->params[i];
	return NULL;
}

/* The parameter of body b that has the value v, itself or read through loads. */
static const struct fact_param *param_with(const struct body *b, const struct val *v, char type)
{
	if (v->base || v->kind != 'P')
		return NULL;
	for (size_t i = 0; i < b->n_params; i++)
		if (b->params[i]->idx == v->n && *b->params[i]->type == type)
			return b->params[i];
	return NULL;
}

/* False where the name is another vCPU's kvm elsewhere in the caller. */
static bool add_alias(struct threading *t, const struct alias_call *a)
{
	for (size_t i = 0; i < t->n_aliases; i++) {
		const struct alias_call *b = &t->aliases[i];

		if (!memcmp(b, a, sizeof(*a)))
			return true;
		if (b->caller == a->caller && b->alias == a->alias && b->vcpu != a->vcpu)
			return false;
	}
	GROW(t->aliases, t->n_aliases);
	t->aliases[t->n_aliases++] = *a;
	return true;
}

/* Is its name made by a macro, such as FNAME(x)? */
static bool is_template(const struct body *b)
{
	return strcmp(b->fact->name, b->fact->spelled);
}

/* Is it code that Coccinelle cannot parse? Then nothing of it can be changed but calls. */
static bool is_unparsed(const struct threading *t, const struct body *b)
{
	const struct fact_func *f = b->fact;

	for (size_t i = 0; i < t->n_unparsed; i++)
		if (t->unparsed[i].line >= f->line && t->unparsed[i].line <= f->end_line &&
		    !strcmp(t->unparsed[i].file, f->file))
			return true;
	return is_template(b);
}

/* Why a function whose code Coccinelle cannot parse is left. */
static const char *unparsed_refuses(struct threading *t, const struct body *b, const char *which)
{
	if (is_template(b))
		return strtab_addf(t->st, "the name of %s()%s is made by a macro", b->fact->name, which);
	return strtab_addf(t->st, "Coccinelle cannot parse %s()%s", b->fact->name, which);
}

/* A call that passes V->kvm, in these words or through an alias. */
static const char *vcpu_call_refused(struct threading *t, const struct call *c,
				   const struct target *to, const struct fact_arg *a,
				   const struct val *vcpu)
{
	const struct fact_param *p;
	struct alias_call ac;

	if (*calltext_vcpu(t->st, a->text))
		return NULL;
	p = param_with(c->body, vcpu, TYPE_VCPU);
	if (!p || !thread_text_is_kept(t->tree, p->name, c->body->fact->file,
				       c->body->fact->line, c->body->fact->end_line))
		return strtab_addf(t->st, "%s:%d has no name for the vCPU", c->fact->file,
				   (int)c->fact->line);
	if (!is_one_word(a->text))	/* a semantic patch could not look for it */
		return strtab_addf(t->st, "%s:%d passes %s", c->fact->file, (int)c->fact->line,
				   a->text);
	if (is_unparsed(t, c->body))
		return unparsed_refuses(t, c->body, ", which has an alias,");
	memset(&ac, 0, sizeof(ac));
	ac.caller = c->body->fact->name;
	ac.callee = to->f->name;
	ac.alias = a->text;
	ac.vcpu = p->name;
	ac.idx = to->idx;
	if (add_alias(t, &ac))
		return NULL;
	return strtab_addf(t->st, "%s is not the same vCPU's all through %s()", ac.alias, ac.caller);
}

static const char *call_refused(struct threading *t, const struct call *c, const struct target *to,
			      int depth)
{
	const struct fact_arg *a = call_arg(c, to->idx);
	const struct valset *s = call_arg_values(program_graph(t->p), c, to->idx);
	const char *name = call_name(program_graph(t->p), c), *unclear;

	unclear = strtab_addf(t->st, "it is not clear what %s:%d passes", c->fact->file,
			      (int)c->fact->line);
	if (!name || strcmp(name, to->f->name) || c->n_targets != 1)
		return strtab_addf(t->st, "%s:%d calls it through a pointer", c->fact->file,
				   (int)c->fact->line);
	if (!a || !*a->text || !s || s->n != 1 || !c->body->fact)
		return unclear;
	if (s->v[0]->base && !strcmp(s->v[0]->load, LOAD_VCPU_KVM))
		return vcpu_call_refused(t, c, to, a, s->v[0]->base);
	if (param_with(c->body, s->v[0], TYPE_KVM) && c->body->function)
		return target_refused(t, c->body->function, s->v[0]->n, depth + 1);
	return unclear;
}

/* What its text, and that of the whole tree, says against it. */
static const char *text_refuses(struct threading *t, struct target *to)
{
	const struct function *f = to->f;
	const struct fact_func *fact = f->bodies[0]->fact;
	struct mention *known = xcalloc(f->n_callers + 1, sizeof(*known));
	const char *why;

	for (size_t i = 0; i < f->n_callers; i++)
		known[i] = (struct mention){ f->callers[i]->fact->file, f->callers[i]->fact->line };
	why = thread_text_refuses(t->tree, f->name, param_of(f, to->idx)->name, fact->file,
				  fact->line, fact->end_line, !(fact->flags & FUNC_STATIC) ||
				  ends_in(fact->file, ".h"), known,
				  f->n_callers, t->st, &to->declared);
	free(known);
	return why;
}

/* The same function in another build, or NULL. */
static struct function *same_function(const struct threading *t, const struct function *f)
{
	struct function *s = graph_find(program_graph(t->p), f->id);

	while (s && strcmp(s->file, f->file))
		s = s->same_id;
	return s;
}

/* What other builds say against it. */
static const char *elsewhere_refused(struct threading *t, const struct target *to)
{
	const char *why = NULL;

	for (size_t i = 0; i < t->n_all && !why; i++) {
		struct function *f = &t->all[i] == t ? NULL : same_function(&t->all[i], to->f);

		if (f)
			why = target_refused(&t->all[i], f, to->idx, 0);
	}
	return why;
}

static const struct finding *finding_at(const struct findings *l, const struct fact_site *s)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].line == s->line && l->v[i].column == s->col &&
		    !strcmp(l->v[i].file, s->file) && !strcmp(l->v[i].accessor, s->accessor))
			return &l->v[i];
	return NULL;
}

/* Is there nothing but a vCPU that the finding lacks? That is what fix.c asks for last. */
static bool lacks_only_vcpu(const struct finding *f)
{
	return f->context == CTX_CALLERS && f->lacks_vcpu;
}

/*
 * A function that looks some of its gfns up in the vCPU's address space and
 * others in address space 0 would be worse than it is.
 */
static const char *sites_refuse(struct threading *t, const struct target *to)
{
	struct graph *g = program_graph(t->p);
	size_t n;
	const struct verdict *v = program_verdicts(t->p, &n);

	for (size_t i = 0; i < n; i++) {
		const struct valset *s = valtab_set(g->vt, v[i].site->value);
		const struct finding *f;

		if (!v[i].func || s->n != 1 || s->v[0]->base || s->v[0]->kind != 'P' ||
		    s->v[0]->n != to->idx || graph_find(g, v[i].func->id) != to->f)
			continue;
		f = finding_at(t->l, v[i].site);
		if (f && !lacks_only_vcpu(f))
			return strtab_addf(t->st, "%s() could not be rewritten as a whole: %s:%d: %s",
					   to->f->name, f->file, f->line,
					   f->no_replacement ? f->no_replacement : f->accessor);
	}
	return NULL;
}

static const char *new_target_refused(struct threading *t, size_t i, int depth)
{
	struct target to = t->targets[i];
	const struct fact_param *p = param_of(to.f, to.idx);
	const char *why;

	if (to.f->hidden_to)
		return strtab_addf(t->st, "the address of %s() is taken at %s:%d", to.f->name,
				   to.f->hidden_file, to.f->hidden_line);
	if (!p || *p->type != TYPE_KVM)
		return strtab_addf(t->st, "%s() does not take the kvm as it is", to.f->name);
	if (is_unparsed(t, to.f->bodies[0]))
		return unparsed_refuses(t, to.f->bodies[0], "");
	if (!to.f->n_callers)
		return strtab_addf(t->st, "not all callers of %s() are known", to.f->name);
	if (depth > MAX_DEPTH)
		return strtab_addf(t->st, "none of the %d calls up to %s() has a vCPU", depth, to.f->name);
	for (size_t k = 0; k < to.f->n_callers; k++) {
		why = call_refused(t, to.f->callers[k], &to, depth);
		if (why)
			return why;
	}
	why = sites_refuse(t, &to);
	if (!why)
		why = text_refuses(t, &to);
	t->targets[i].declared = to.declared;
	return why ? why : elsewhere_refused(t, &to);
}

/* Why the parameter cannot become a vCPU, or NULL. A recursion does not speak against it. */
static const char *target_refused(struct threading *t, struct function *f, int idx, int depth)
{
	size_t i;
	const char *why;

	for (i = 0; i < t->n_targets; i++)
		if (t->targets[i].f == f && t->targets[i].idx == idx)
			return t->targets[i].why && *t->targets[i].why ? t->targets[i].why : NULL;
	GROW(t->targets, t->n_targets);
	t->targets[t->n_targets++] = (struct target){ .f = f, .idx = idx, .why = "" };
	why = new_target_refused(t, i, depth);
	t->targets[i].why = why;
	return why;
}

/* It, the callers that pass it on, and the same in other builds. */
static void want_target(struct threading *t, struct function *f, int idx)
{
	struct function *same;

	for (size_t i = 0; i < t->n_targets; i++) {
		if (t->targets[i].f != f || t->targets[i].idx != idx || t->targets[i].wanted)
			continue;
		t->targets[i].wanted = true;
		for (size_t k = 0; k < f->n_callers; k++) {
			const struct call *c = f->callers[k];
			const struct valset *s = call_arg_values(program_graph(t->p), c, idx);

			if (s && s->n == 1 && !s->v[0]->base && c->body->function)
				want_target(t, c->body->function, s->v[0]->n);
		}
		for (size_t k = 0; k < t->n_all; k++) {
			same = &t->all[k] == t ? NULL : same_function(&t->all[k], f);
			if (same)
				want_target(&t->all[k], same, idx);
		}
	}
}

static void add_file(struct threading *t, const char *file)
{
	for (size_t i = 0; i < t->n_files; i++)
		if (!strcmp(t->files[i], file))
			return;
	GROW(t->files, t->n_files);
	t->files[t->n_files++] = file;
}

/* Where the function is defined, declared, and called in what Coccinelle can parse. */
static void add_files(struct threading *t, const struct target *to)
{
	const struct function *f = to->f;

	add_file(t, f->bodies[0]->fact->file);
	for (size_t i = 0; i < f->n_callers; i++)
		if (!is_unparsed(t, f->callers[i]->body))
			add_file(t, f->callers[i]->fact->file);
	for (size_t i = 0; i < to->declared.n; i++)
		add_file(t, to->declared.v[i]);
}

static void add_edit(struct threading *t, const struct thread_edit *e)
{
	/* A template has it once, and every function made of it calls it. */
	for (const struct threading *o = t->all; o <= t; o++)
		for (size_t i = 0; i < o->n_edits; i++)
			if (o->edits[i].off == e->off && !strcmp(o->edits[i].file, e->file))
				return;
	GROW(t->edits, t->n_edits);
	t->edits[t->n_edits++] = *e;
}

/* The call, in a function that Coccinelle cannot parse. */
static void edit_call(struct threading *t, const struct call *c, int idx)
{
	char *path = path_normalize(t->tree, c->fact->file);
	size_t len, off = 0;
	char *buf = read_source(path, &len);
	struct calltext ct;

	for (int line = 1; buf && off < len && line < c->fact->line; off++)
		line += buf[off] == '\n';
	off += c->fact->col - 1;
	if (buf && off < len && calltext_parse(buf, len, off, &ct) && (unsigned int)idx < ct.n_args) {
		size_t from = ct.arg[idx].off;
		struct code_span arg = code_span(buf, len, from, from + ct.arg[idx].len);

		add_edit(t, &(struct thread_edit){
			c->fact->file,
			calltext_vcpu(t->st, strtab_addn(t->st, buf + arg.off, arg.end - arg.off)),
			arg.off, arg.end - arg.off });
	}
	free(buf);
	free(path);
}

static void edit_calls(struct threading *t, const struct target *to)
{
	for (size_t i = 0; i < to->f->n_callers; i++)
		if (is_unparsed(t, to->f->callers[i]->body))
			edit_call(t, to->f->callers[i], to->idx);
}

/* "expression list[1] before;" where the parameter is not the first. */
static const char *before_decl(struct strtab *st, const char *what, int idx)
{
	return idx ? strtab_addf(st, "%s list[%d] before;\n", what, idx) : "";
}

/* The definition and declarations. */
static void write_define(struct strtab *st, struct strbuf *out, const struct target *to, size_t no)
{
	const char *name = to->f->name, *kvm = param_of(to->f, to->idx)->name;
	const char *before = to->idx ? "before, " : "";
	const char *decl = before_decl(st, "parameter", to->idx);

	strbuf_addf(out,
		    "\n// %s(): every caller passes a vCPU's kvm\n"
		    "@define_%zu@\nsymbol %s;\n%s@@\n %s(%s\n- struct kvm *%s\n+ struct kvm_vcpu *vcpu\n  , ...)\n"
		    " {\n<...\n- %s\n+ vcpu->kvm\n...>\n }\n",
		    name, no, kvm, decl, name, before, kvm, kvm);
	strbuf_addf(out,
		    "\n@declare_%zu@\ntype T;\nidentifier K;\n%s@@\n T %s(%s\n- struct kvm *K\n"
		    "+ struct kvm_vcpu *vcpu\n  , ...);\n",
		    no, decl, name, before);
}

static void write_call(struct strtab *st, struct strbuf *out, const struct target *to, size_t no)
{
	strbuf_addf(out,
		    "\n@call_%zu@\nstruct kvm_vcpu *V;\nstruct kvm_vcpu O;\n%s@@\n %s(%s\n(\n"
		    "- O.kvm\n+ &O\n|\n- V->kvm\n+ V\n)\n  , ...)\n",
		    no, before_decl(st, "expression", to->idx), to->f->name,
		    to->idx ? "before, " : "");
}

/* The alias goes where this was its last use. */
static void write_alias(struct strtab *st, struct strbuf *out, const struct alias_call *a,
			size_t no)
{
	strbuf_addf(out,
		    "\n// in %s(), %s is %s->kvm\n@alias_%zu@\nsymbol %s;\n%s@@\n %s(...)\n {\n<...\n %s(%s\n- %s\n+ %s\n"
		    "  , ...)\n...>\n }\n",
		    a->caller, a->alias, a->vcpu, no, a->alias, before_decl(st, "expression", a->idx),
		    a->caller, a->callee, a->idx ? "before, " : "", a->alias, a->vcpu);
	strbuf_addf(out,
		    "\n@depends on alias_%zu@\nsymbol %s;\n@@\n %s(...)\n {\n ...\n"
		    "- struct kvm *%s = %s->kvm;\n  ... when != %s\n }\n",
		    no, a->alias, a->caller, a->alias, a->vcpu, a->alias);
}

static bool alias_wanted(const struct threading *t, const struct alias_call *a)
{
	for (size_t i = 0; i < t->n_targets; i++)
		if (t->targets[i].wanted && !strcmp(t->targets[i].f->name, a->callee))
			return true;
	return false;
}

/* Was it written for an earlier build? */
static bool target_written(const struct threading *t, const struct target *to)
{
	for (const struct threading *e = t->all; e < t; e++)
		for (size_t i = 0; i < e->n_targets; i++)
			if (e->targets[i].wanted && e->targets[i].idx == to->idx &&
			    !strcmp(e->targets[i].f->id, to->f->id))
				return true;
	return false;
}

/* Does a rule speak of this function already? Static functions of a name can share it. */
static bool rule_written(const struct threading *t, size_t i, bool define)
{
	const struct target *to = &t->targets[i], *o;

	for (const struct threading *e = t->all; e <= t; e++)
		for (size_t k = 0; k < (e == t ? i : e->n_targets); k++) {
			o = &e->targets[k];
			if (o->wanted && o->idx == to->idx && !strcmp(o->f->name, to->f->name) &&
			    (!define || !strcmp(param_of(o->f, o->idx)->name,
						param_of(to->f, to->idx)->name)))
				return true;
		}
	return false;
}

static bool alias_written(const struct threading *t, const struct alias_call *a)
{
	for (const struct threading *e = t->all; e < t; e++)
		for (size_t i = 0; i < e->n_aliases; i++)
			if (!strcmp(e->aliases[i].caller, a->caller) &&
			    !strcmp(e->aliases[i].callee, a->callee) &&
			    !strcmp(e->aliases[i].alias, a->alias))
				return true;
	return false;
}

static int write_defines(struct threading *t, struct strbuf *cocci, struct strbuf *out, size_t base)
{
	int n = 0;

	for (size_t i = 0; i < t->n_targets; i++) {
		if (!t->targets[i].wanted)
			continue;
		add_files(t, &t->targets[i]);
		if (target_written(t, &t->targets[i]))
			continue;
		strbuf_addf(out, "thread\t%s\n", t->targets[i].f->name);
		if (!rule_written(t, i, true))
			write_define(t->st, cocci, &t->targets[i], base + i);
		edit_calls(t, &t->targets[i]);
		n++;
	}
	for (size_t i = 0; i < t->n_aliases; i++)
		if (alias_wanted(t, &t->aliases[i]) && !alias_written(t, &t->aliases[i]))
			write_alias(t->st, cocci, &t->aliases[i], base + i);
	for (size_t i = 0; i < t->n_edits; i++)
		strbuf_addf(out, "edit\t%s\t%zu\t%zu\t%s\n", t->edits[i].file, t->edits[i].off,
			    t->edits[i].len, t->edits[i].text);
	for (size_t i = 0; i < t->n_files; i++)
		strbuf_addf(out, "file\t%s\n", t->files[i]);
	return n;
}

static void write_calls(struct threading *t, struct strbuf *cocci, size_t base)
{
	for (size_t i = 0; i < t->n_targets; i++)
		if (t->targets[i].wanted && !rule_written(t, i, false))
			write_call(t->st, cocci, &t->targets[i], base + i);
}

/* One site that wants a vCPU it has not. */
static void thread_site(struct threading *t, const struct verdict *v, const struct finding *f,
			struct strbuf *out)
{
	struct graph *g = program_graph(t->p);
	const struct valset *s = valtab_set(g->vt, v->site->value);
	struct function *fn = graph_find(g, v->func->id);
	const char *why = "what it passes is not a parameter";

	if (fn && s->n == 1 && !s->v[0]->base && s->v[0]->kind == 'P')
		why = target_refused(t, fn, s->v[0]->n, 0);
	if (why)
		strbuf_addf(out, "refuse\t%s:%d\t%s\n", f->file, f->line, why);
	else
		want_target(t, fn, s->v[0]->n);
}

/* Findings that only lack a vCPU: those that link says can have one. */
static void thread_program(struct threading *t, struct strbuf *out)
{
	size_t n;
	const struct verdict *v = program_verdicts(t->p, &n);

	for (size_t i = 0; i < n; i++) {
		const struct finding *f = v[i].context == CTX_CALLERS && !v[i].vcpu && v[i].func ?
					  finding_at(t->l, v[i].site) : NULL;

		if (f && lacks_only_vcpu(f))
			thread_site(t, &v[i], f, out);
	}
}

static void threading_release(struct threading *t)
{
	for (size_t i = 0; i < t->n_targets; i++)
		free(t->targets[i].declared.v);
	free(t->targets);
	free(t->aliases);
	free(t->edits);
	free(t->files);
}

int thread_plan(struct program *const *p, size_t n, const struct findings *l, const char *tree,
		const struct mention *unparsed, size_t n_unparsed, struct strbuf *cocci,
		struct strbuf *out)
{
	struct threading *t = xcalloc(n, sizeof(*t));
	int total = 0;

	strbuf_addstr(cocci, "// Functions whose struct kvm is a vCPU's in every call take the vCPU.\n"
		      "// Written by gfn-convert --thread; apply it with spatch.\n");
	for (size_t i = 0; i < n; i++)
		t[i] = (struct threading){ .p = p[i], .l = l, .tree = tree, .st = program_graph(p[i])->st,
					   .unparsed = unparsed, .n_unparsed = n_unparsed,
					   .all = t, .n_all = n };
	for (size_t i = 0; i < n; i++)
		thread_program(&t[i], out);
	for (size_t i = 0; i < n; i++)
		total += write_defines(&t[i], cocci, out, i * 10000);
	/* The last, since the others make calls that these match. */
	for (size_t i = 0; i < n; i++)
		write_calls(&t[i], cocci, i * 10000);
	for (size_t i = 0; i < n; i++)
		threading_release(&t[i]);
	free(t);
	return total;
}
