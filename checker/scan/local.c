// SPDX-License-Identifier: GPL-2.0-only
/*
 * Definitions of local variables that hold a VM.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "facts/facts.h"
#include "text/text.h"
#include "attr.h"
#include "call.h"
#include "defs.h"
#include "effect.h"
#include "place.h"

bool points_to_const(CXCursor e)
{
	CXType t = clang_getCanonicalType(clang_getCursorType(e));

	if (t.kind == CXType_Pointer)
		t = clang_getPointeeType(t);
	return clang_isConstQualifiedType(t) || clang_isVolatileQualifiedType(t);
}

/* E of an argument E->kvm, where E is a struct kvm_vcpu. */
bool direct_vcpu(struct flow *f, CXCursor arg, CXCursor *e)
{
	CXCursor m = cx_strip(arg);
	struct cx_children ch;
	bool direct;

	if (clang_getCursorKind(m) != CXCursor_MemberRefExpr)
		return false;
	cx_children(m, &ch);
	direct = ch.n && !strcmp(cx_field(f->cx, clang_getCursorReferenced(m)), LOAD_VCPU_KVM);
	if (direct)
		*e = ch.v[0];
	cx_children_release(&ch);
	return direct;
}

const char *local_defs(struct flow *f, CXCursor arg)
{
	CXCursor c = cx_strip(arg);
	int v;

	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return "";
	v = cmap_get(&f->var_of, clang_getCursorReferenced(c));
	if (v < 0 || f->vars[v].is_object)
		return "";
	return env_def(&f->env, env_slot(f, v, 0, strtab_add(f->cx->st, "*")));
}

/* "*kvm = vcpu->kvm" of "struct kvm *kvm = vcpu->kvm, *other;" */
static void local_range(struct flow *f, CXCursor decl, struct fact_local *l)
{
	struct cx_place name = cx_in_file(f->cx, clang_getCursorLocation(decl));
	const struct cx_file *file = name.file;
	size_t off = name.off;

	while (off && strchr(" \t*", file->text[off - 1]))
		off--;
	l->file = file->path;
	l->off = off + strspn(file->text + off, " \t");
	l->end = part_end(file->text, file->len, name.off, ",;");
}

/* What there is to know of a variable in the function that it is in. */
struct uses {
	struct cx *cx;
	CXCursor decl;
	struct cmap seen;	/* libclang shows a of "a ?: b" more than once */
	int64_t n, sets;
	const char *effect;
};

static bool is_new(struct uses *u, CXCursor c)
{
	if (cmap_get(&u->seen, c) >= 0)
		return false;
	cmap_set(&u->seen, c, 1);
	return true;
}

static void add_effect(struct uses *u, CXCursor rhs)
{
	if (!*u->effect)
		u->effect = effect_of(u->cx, rhs);
}

static void count_set(struct uses *u, CXCursor c)
{
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n == 2 && clang_equalCursors(clang_getCursorReferenced(cx_strip(ch.v[0])), u->decl) &&
	    cx_binop(u->cx, c, ch.v[0], ch.v[1]) == CX_BIN_ASSIGN && is_new(u, c)) {
		u->sets++;
		add_effect(u, ch.v[1]);
	}
	cx_children_release(&ch);
}

static enum CXChildVisitResult count_use(CXCursor c, CXCursor parent, CXClientData data)
{
	struct uses *u = data;

	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_BinaryOperator)
		count_set(u, c);
	if (clang_getCursorKind(c) == CXCursor_DeclRefExpr &&
	    clang_equalCursors(clang_getCursorReferenced(c), u->decl))
		u->n += is_new(u, c);
	return CXChildVisit_Recurse;
}

struct attributes {
	struct cx *cx;
	int64_t flags;
};

static enum CXChildVisitResult read_attribute(CXCursor c, CXCursor parent, CXClientData data)
{
	struct attributes *a = data;

	(void)parent;
	if (!clang_isAttribute(clang_getCursorKind(c)))
		return CXChildVisit_Continue;
	if (attr_is(a->cx, c, "cleanup"))
		a->flags |= LOCAL_CLEANUP;
	else if (!attr_is(a->cx, c, "unused"))
		a->flags |= LOCAL_ATTRIBUTE;
	return CXChildVisit_Continue;
}

static int64_t local_flags(struct flow *f, const struct var *v)
{
	struct attributes a = { f->cx, v->in_macro ? LOCAL_MACRO : 0 };

	clang_visitChildren(v->decl, read_attribute, &a);
	return a.flags;
}

int var_local(struct flow *f, int var)
{
	struct var *v = &f->vars[var];
	struct uses u = { .cx = f->cx, .decl = v->decl, .effect = "" };
	CXCursor init = clang_Cursor_getVarDeclInitializer(v->decl);
	/* of the canonical one: from the type on, also for a later declarator */
	CXCursor whole = clang_getCanonicalCursor(v->decl);
	struct fact_local *l;

	if (v->local >= 0 || v->is_param)
		return v->local;
	v->local = f->n_locals++;
	l = facts_add_local(f->out);
	l->func = f->func;
	l->idx = v->local;
	l->name = v->name;
	local_range(f, v->decl, l);
	l->decl_off = cx_in_file(f->cx, clang_getRangeStart(clang_getCursorExtent(whole))).off;
	if (!clang_Cursor_isNull(init) && !clang_isInvalid(clang_getCursorKind(init)))
		add_effect(&u, init);
	clang_visitChildren(clang_getCursorSemanticParent(v->decl), count_use, &u);
	cmap_release(&u.seen);
	l->uses = u.n;
	l->sets = u.sets;
	l->effect = u.effect;
	l->flags = local_flags(f, v);
	return v->local;
}

/* The variable that a.b->c[0] starts from; -1 for anything else. */
static int root_var(struct flow *f, CXCursor c)
{
	struct cx_children ch;
	CXCursor s = cx_strip(c), child = clang_getNullCursor();

	switch (clang_getCursorKind(s)) {
	case CXCursor_DeclRefExpr:
		return cmap_get(&f->var_of, clang_getCursorReferenced(s));
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_UnaryOperator:
		cx_children(s, &ch);
		/* an index may be another one by the time of the call */
		if (ch.n == 1 || (ch.n && clang_getCursorKind(cx_strip(ch.v[1])) == CXCursor_IntegerLiteral))
			child = ch.v[0];
		cx_children_release(&ch);
		return clang_Cursor_isNull(child) ? -1 : root_var(f, child);
	default:
		return -1;
	}
}

#define DEF_TEXT 400	/* bytes of a definition that are read */

/* "kvm = vcpu->kvm": from the name to the comma or semicolon that ends it. */
static const char *def_text(struct flow *f, const struct cx_place *p)
{
	const char *s = p->file->text + p->off;
	size_t len = p->file->len - p->off;

	return calltext_fold(f->cx->st, s, part_end(s, len < DEF_TEXT ? len : DEF_TEXT, 0, ",;"));
}

static const struct vset *root_value(struct flow *f, int var)
{
	return env_read(f, &f->env, env_slot(f, var, 0, strtab_add(f->cx->st, "*")));
}

/* E of E->kvm, where the definition is that of one vCPU. */
static void def_vcpu(struct flow *f, struct def *d, CXCursor rhs, const struct vset *value)
{
	const struct value *kvm = vset_exact(value);
	const char *eq = strchr(d->text, '=');
	CXCursor e;

	if (!kvm || !kvm->base || !eq || !direct_vcpu(f, rhs, &e) || points_to_const(e))
		return;
	d->vcpu = vset_one(f->vt, kvm->base);
	d->vcpu_text = calltext_vcpu(f->cx->st, eq + 1 + strspn(eq + 1, " "));
	d->root = root_var(f, e);
	if (strchr(d->vcpu_text, '('))
		d->vcpu_text = "";
	if (d->root >= 0 && f->vars[d->root].is_object)
		d->root = -1;
	if (d->root >= 0)
		d->root_value = root_value(f, d->root);
}

const char *flow_def(struct flow *f, int var, CXCursor at, CXCursor rhs,
		     const struct vset *value)
{
	const char *up = local_defs(f, rhs), *set;
	int n = cmap_get(&f->def_of, at);
	struct cx_place p;
	struct def *d;

	if (cx_class(clang_getCursorType(rhs)) != TYPE_KVM)
		return "";
	if (n < 0) {
		n = f->n_defs;
		GROW(f->defs, f->n_defs);
		cmap_set(&f->def_of, at, n);
		f->n_defs++;
	}
	d = &f->defs[n];
	memset(d, 0, sizeof(*d));
	p = cx_in_file(f->cx, clang_getCursorLocation(at));
	d->file = p.file ? p.file->path : "";
	d->line = p.line;
	d->text = p.file ? def_text(f, &p) : "";
	d->value = vset_keys(f->vt, value);
	d->var = var;
	d->vcpu_text = "";
	d->root = -1;
	d->root_value = &vset_none;
	def_vcpu(f, d, rhs, value);
	set = strtab_addf(f->cx->st, "d%d", n);
	return defs_join(f->cx->st, set, up);
}
