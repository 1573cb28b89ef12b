// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accessor sites: the call as written, where its struct kvm came from, and the
 * vCPUs that could be written there instead.
 */
#include <stdlib.h>
#include <string.h>

#include "tables/tables.h"
#include "call.h"
#include "defs.h"
#include "effect.h"
#include "place.h"

static const struct vset *var_value(struct flow *f, int var)
{
	if (f->vars[var].is_object)
		return &vset_none;
	return env_read(f, &f->env, env_slot(f, var, 0, strtab_add(f->cx->st, "*")));
}

/* The vCPUs whose kvm these are. */
static const struct vset *direct_value(struct flow *f, const struct vset *kvm)
{
	const struct vset *res = &vset_none;

	for (unsigned int i = 0; i < kvm->n; i++)
		if (kvm->v[i]->base && !strcmp(kvm->v[i]->id, LOAD_VCPU_KVM))
			res = vset_join(f->vt, res, vset_one(f->vt, kvm->v[i]->base));
	return kvm->unknown || !kvm->n ? vset_add_unknown(f->vt, res) : res;
}

/* By an inner variable of the same name. */
static bool is_hidden(const struct flow *f, unsigned int i)
{
	for (unsigned int j = i + 1; j < f->n_scope; j++)
		if (f->vars[f->scope[j]].name == f->vars[f->scope[i]].name)
			return true;
	return false;
}

static void site_scope(struct flow *f, int site)
{
	for (unsigned int i = f->n_scope; i-- > 0; ) {
		const struct var *v = &f->vars[f->scope[i]];
		const struct vset *val = var_value(f, f->scope[i]);
		struct fact_scope *s;

		if (v->class != TYPE_VCPU || !vset_exact(val) || v->in_macro || is_hidden(f, i) ||
		    points_to_const(v->decl))
			continue;
		s = facts_add_scope(f->out);
		s->site = site;
		s->text = v->name;
		s->value = vset_text(f->vt, val);
		s->is_param = v->is_param;
	}
}

static void site_defs(struct flow *f, int site, const char *set)
{
	for (int n = defs_next(&set); n >= 0; n = defs_next(&set)) {
		struct fact_def *d = facts_add_def(f->out);

		d->site = site;
		d->file = f->defs[n].file;
		d->line = f->defs[n].line;
		d->text = f->defs[n].text;
		d->value = f->defs[n].value;
	}
}

static bool in_scope(struct flow *f, int var)
{
	for (unsigned int i = 0; i < f->n_scope; i++)
		if (f->scope[i] == var)
			return !is_hidden(f, i);
	return false;
}

/*
 * A vCPU as an alias's definition wrote it, where that still means the same:
 * embedded in what a variable points to, so that no memory is read to find it.
 */
static const char *def_vcpu(struct flow *f, const struct def *d, const struct value *vcpu)
{
	const struct value *root;

	if (!*d->vcpu_text || d->root < 0 || !in_scope(f, d->root) || !d->vcpu ||
	    vset_exact(d->vcpu) != vcpu)
		return "";
	root = vset_exact(d->root_value);
	if (!root || root->base != vcpu->base || root->key != vcpu->key)
		return "";
	return vset_exact(var_value(f, d->root)) == root ? d->vcpu_text : "";
}

/* Is that vCPU what the name of the variable means here? */
static bool names_vcpu(struct flow *f, int var, const struct value *vcpu)
{
	const struct var *v = &f->vars[var];

	return v->class == TYPE_VCPU && !v->in_macro && vset_exact(var_value(f, var)) == vcpu &&
	       !points_to_const(v->decl);
}

/*
 * The vCPU that an alias is of, as it can be written here: one for all definitions.
 * Of two names the one that a definition has, which may have no other use.
 */
static const char *alias_vcpu(struct flow *f, const struct vset *val, const char *defs)
{
	const struct value *kvm = vset_exact(vset_set(f->vt, val)), *vcpu;
	const char *text = "", *set = defs;

	if (!kvm || !kvm->base || strcmp(kvm->id, LOAD_VCPU_KVM))
		return "";
	vcpu = kvm->base;
	for (int d = defs_next(&set); d >= 0; d = defs_next(&set))
		if (f->defs[d].root >= 0 && in_scope(f, f->defs[d].root) &&
		    names_vcpu(f, f->defs[d].root, vcpu))
			return f->vars[f->defs[d].root].name;
	for (unsigned int i = 0; i < f->n_scope; i++)
		if (!is_hidden(f, i) && names_vcpu(f, f->scope[i], vcpu))
			return f->vars[f->scope[i]].name;
	for (int d = defs_next(&defs); d >= 0; d = defs_next(&defs))
		if (*def_vcpu(f, &f->defs[d], vcpu))
			text = def_vcpu(f, &f->defs[d], vcpu);
	return text;
}

/* The site's local, and those that it was set from: they may all be unused without it. */
static int site_local(struct flow *f, CXCursor arg, const char *defs)
{
	CXCursor c = cx_strip(arg);
	int var;

	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return -1;
	for (int d = defs_next(&defs); d >= 0; d = defs_next(&defs))
		var_local(f, f->defs[d].var);
	var = cmap_get(&f->var_of, clang_getCursorReferenced(c));
	return var >= 0 ? var_local(f, var) : -1;
}

/* Of the struct kvm: whether only its value would be lost. Of others: whether twice is as once. */
static bool is_pure(struct flow *f, CXCursor c, CXCursor kvm, int i, const char *text, size_t len)
{
	if (!i)
		return !*effect_of(f->cx, kvm);
	return calltext_pure(text, len) && i < clang_Cursor_getNumArguments(c) &&
	       !*effect_repeated(f->cx, clang_Cursor_getArgument(c, i));
}

static void site_args(struct flow *f, CXCursor c, CXCursor kvm, const struct callee *k, int site)
{

	for (unsigned int i = 0; k->has_text && i < k->text.n_args; i++) {
		const char *s = k->at.file->text + k->text.arg[i].off;
		struct fact_site_arg *a = facts_add_site_arg(f->out);

		a->site = site;
		a->idx = i;
		a->text = strtab_addn(f->cx->st, s, k->text.arg[i].len);
		a->pure = is_pure(f, c, kvm, i, s, k->text.arg[i].len);
	}
}

static void site_text(struct flow *f, const struct callee *k, struct fact_site *s)
{
	const struct calltext *t = &k->text;

	s->file = k->at.file ? k->at.file->path : "";
	s->line = k->at.line;
	s->col = k->at.col;
	s->macro = k->at.macro;
	if (!k->has_text) {
		s->flags |= SITE_PASTED;
		s->text = k->name;
		return;
	}
	s->text = calltext_fold(f->cx->st, k->at.file->text + t->name, t->end - t->name);
	s->kvm_text = callee_arg(f, k, 0);
	s->name_off = t->name;
	s->name_len = t->name_len;
	s->arg_off = t->arg[0].off;
	s->arg_len = t->arg[0].len;
}

/* Is it a struct kvm_vcpu that is, or is embedded in, a local variable? */
static bool is_local_vcpu(CXCursor e)
{
	e = cx_strip(e);
	if (!is_record(clang_getCursorType(e)))
		return false;
	while (clang_getCursorKind(e) == CXCursor_MemberRefExpr &&
	       !is_pointer_type(clang_getCursorType(first_expr(e))))
		e = cx_strip(first_expr(e));
	return clang_getCursorKind(e) == CXCursor_DeclRefExpr &&
	       is_local(clang_getCursorReferenced(e));
}

/* Can "&e" be written? Not of what a function returns, or a register holds; of a literal it is pointless. */
static bool has_address(struct flow *f, CXCursor e)
{
	CXCursor base;

	for (e = cx_strip(e); clang_getCursorKind(e) == CXCursor_MemberRefExpr; e = cx_strip(base)) {
		base = first_expr(e);
		if (is_pointer_type(type_of(base)))
			return true;
	}
	if (clang_getCursorKind(e) == CXCursor_DeclRefExpr)
		return clang_Cursor_getStorageClass(clang_getCursorReferenced(e)) != CX_SC_Register;
	return clang_getCursorKind(e) == CXCursor_ArraySubscriptExpr ||
	       is_unary(f->cx, e, CX_UN_DEREF);
}

static void site_origin(struct flow *f, CXCursor arg, const struct vset *val,
			struct fact_site *s)
{
	const struct vset *vcpu;
	CXCursor e;

	s->form = "o";
	if (direct_vcpu(f, arg, &e)) {
		s->form = "d";
		if (!is_record(clang_getCursorType(e)) || has_address(f, e))
			s->vcpu_text = calltext_vcpu(f->cx->st, s->kvm_text);
		vcpu = is_local_vcpu(e) ? flow_place(f, e).base : direct_value(f, val);
		s->vcpu = vset_keys(f->vt, vcpu);
		s->flags |= points_to_const(e) ? SITE_CONST : 0;
		return;
	}
	/* what is in scope at one use of a macro is not at another */
	s->vcpu_text = *s->macro ? "" : alias_vcpu(f, val, local_defs(f, arg));
}

/* Met before: in the argument of a macro that uses it more than once. */
static void mark_dup(struct flow *f, struct fact_site *s)
{
	for (size_t i = f->out->n_site; i-- > 0 && f->out->sites[i].func == f->func; ) {
		struct fact_site *t = &f->out->sites[i];

		if (!*s->macro && t->file == s->file && t->name_off == s->name_off && s->name_len) {
			t->flags |= SITE_DUP;
			s->flags |= SITE_DUP;
		}
	}
}

/* The case labels that the call is below, the innermost switch's first. */
static const char *site_labels(struct flow *f)
{
	const char *all = "";

	for (const struct target *t = f->target; t; t = t->up)
		if (t->labels)
			all = *all ? strtab_addf(f->cx->st, "%s|%s", all, t->labels) : t->labels;
	return all;
}

/*
 * Code in the body of a macro of the table: the call is the macro's use, which
 * is what people write and can change. Its name, or NULL.
 */
static const char *macro_accessor(struct flow *f, const struct callee *k)
{
	struct cx_place p = cx_in_file(f->cx, clang_getCursorLocation(k->expr));
	const char *name = p.file ? cx_word(f->cx, p.file, p.off) : "";

	return *k->at.macro && accessor_find(name) ? name : NULL;
}

/* What the macro's own variables were set to: "struct kvm *__kvm = kvm;". */
static CXCursor macro_argument(struct flow *f, CXCursor arg)
{
	for (;;) {
		CXCursor e = cx_strip(arg), decl = clang_getCursorReferenced(e), init;

		if (clang_getCursorKind(e) != CXCursor_DeclRefExpr ||
		    clang_getCursorKind(decl) != CXCursor_VarDecl ||
		    !f->vars[flow_var(f, decl)].in_macro)
			return arg;
		init = clang_Cursor_getVarDeclInitializer(decl);
		if (clang_Cursor_isNull(init))
			return arg;
		arg = init;
	}
}

/* Read the call as the use of the macro; false where that is known already. */
static bool lift_site(struct flow *f, struct callee *k, const char *macro, CXCursor *arg)
{
	struct cx_place p = cx_in_file(f->cx, clang_getCursorLocation(k->expr));

	for (size_t i = f->out->n_site; i-- > 0 && f->out->sites[i].func == f->func; )
		if (f->out->sites[i].file == p.file->path && f->out->sites[i].line == p.line &&
		    f->out->sites[i].col == p.col && f->out->sites[i].accessor == macro)
			return false;
	k->at = p;
	k->at.macro = "";
	k->name = macro;
	k->has_text = calltext_parse(p.file->text, p.file->len, p.off, &k->text);
	*arg = macro_argument(f, *arg);
	return true;
}

void record_site(struct flow *f, CXCursor c, struct callee *k, int no,
		 const struct vset *const *val, int n)
{
	int gfn = accessor_gfn_param(accessor_find(k->name)), site;
	CXCursor arg = clang_Cursor_getArgument(c, 0);
	struct fact_site s = { 0 };
	const char *macro;

	if (cmap_get(&f->site_of, c) >= 0)
		return;
	site = f->out->n_site;
	cmap_set(&f->site_of, c, site);
	callee_read(f, k);
	macro = macro_accessor(f, k);
	if (macro && !lift_site(f, k, macro, &arg))
		return;
	s.func = f->func;
	s.call = no;
	s.accessor = k->name;
	s.value = vset_keys(f->vt, val[0]);
	s.gfn = gfn >= 0 && gfn < n ? vset_keys(f->vt, val[gfn]) : "";
	s.vcpu = s.vcpu_text = s.kvm_text = "";
	s.labels = site_labels(f);
	site_text(f, k, &s);
	site_origin(f, arg, val[0], &s);
	s.local = site_local(f, arg, local_defs(f, arg));
	mark_dup(f, &s);
	*facts_add_site(f->out) = s;
	site_args(f, c, arg, k, site);
	site_defs(f, site, local_defs(f, arg));
	if (!*s.macro)
		site_scope(f, site);
}
