// SPDX-License-Identifier: GPL-2.0-only
/*
 * Places: where lvalues are, and what is read and written there.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "place.h"

bool is_local(CXCursor decl)
{
	enum CXCursorKind k = clang_getCursorKind(decl);

	return k == CXCursor_ParmDecl || k == CXCursor_CompoundLiteralExpr ||
	       (k == CXCursor_VarDecl && clang_getCursorLinkage(decl) == CXLinkage_NoLinkage &&
		clang_Cursor_getStorageClass(decl) != CX_SC_Static);
}

struct place place_var(struct flow *f, CXCursor decl)
{
	struct place p = { .field = strtab_add(f->cx->st, "*"), .type = type_of(decl) };

	if (is_local(decl))
		p.base = vset_atom(f->vt, 'L', flow_var(f, decl), NULL);
	else
		p.base = vset_atom(f->vt, 'G', 0, cx_id(f->cx, decl));
	return p;
}

struct place place_member(struct flow *f, const struct place *p, CXCursor field)
{
	struct place m = {
		.base = vset_move(f->vt, p->base, cx_offset(f->cx, field)),
		.field = cx_field(f->cx, field),
		.any = p->any,
		.type = clang_getCursorType(field),
	};

	return m;
}

struct place place_element(struct flow *f, const struct place *p, CXType element, long i)
{
	long long size = clang_Type_getSizeOf(element);
	struct place e = { .field = p->field, .any = p->any, .type = element };

	if (i < 0 || size < 0) {
		e.any = true;
		e.base = vset_move(f->vt, p->base, OFF_ANY);
	} else {
		e.base = vset_move(f->vt, p->base, i * size);
	}
	return e;
}

static struct place place_of_member(struct flow *f, CXCursor c)
{
	CXCursor base = first_expr(c);
	struct place p = { .field = "*" };

	if (clang_Cursor_isNull(base)) {
		p.base = vset_unknown(f->vt);
	} else if (is_pointer_type(type_of(base))) {
		p.base = flow_eval(f, base);
		for (unsigned int i = 0; i < p.base->n; i++)
			p.any |= p.base->v[i]->off == OFF_ANY;
	} else {
		p = flow_place(f, base);
	}
	return place_member(f, &p, clang_getCursorReferenced(c));
}

static struct place element_of(struct flow *f, CXCursor c, CXCursor base, CXCursor index)
{
	struct place p = { .field = strtab_add(f->cx->st, "*") };
	CXCursor arr = cx_strip(base);
	long i = -1;

	if (!is_constant(index, &i))
		flow_eval(f, index);
	if (is_array(type_of(arr)))
		p = flow_place(f, arr);
	else
		p.base = flow_eval(f, base);
	return place_element(f, &p, clang_getCursorType(c), i);
}

static struct place place_of_element(struct flow *f, CXCursor c)
{
	struct place p = { .base = vset_unknown(f->vt), .field = "*" };
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n == 2 && (is_pointer_type(type_of(ch.v[0])) ||
			  is_array(type_of(ch.v[0]))))
		p = element_of(f, c, ch.v[0], ch.v[1]);
	else if (ch.n == 2)		/* 1[p] */
		p = element_of(f, c, ch.v[1], ch.v[0]);
	cx_children_release(&ch);
	return p;
}

/* *&x, as READ_ONCE() and its like spell x. */
static struct place place_of_deref(struct flow *f, CXCursor c)
{
	CXCursor operand = first_expr(c), inner = cx_strip(operand);
	struct place p = { .field = strtab_add(f->cx->st, "*") };

	if (is_unary(f->cx, inner, CX_UN_ADDR)) {
		p = flow_place(f, first_expr(inner));
	} else {
		p.base = flow_eval(f, operand);
		for (unsigned int i = 0; i < p.base->n; i++)
			p.any |= p.base->v[i]->off == OFF_ANY;
	}
	p.type = clang_getCursorType(c);
	return p;
}

struct place flow_place(struct flow *f, CXCursor c)
{
	CXCursor s = cx_strip(c), decl;
	struct place p = { .field = strtab_add(f->cx->st, "*"), .type = type_of(c) };

	switch (clang_getCursorKind(s)) {
	case CXCursor_DeclRefExpr:
		decl = clang_getCursorReferenced(s);
		if (clang_getCursorKind(decl) == CXCursor_VarDecl ||
		    clang_getCursorKind(decl) == CXCursor_ParmDecl)
			return place_var(f, decl);
		break;
	case CXCursor_MemberRefExpr:
		return place_of_member(f, s);
	case CXCursor_ArraySubscriptExpr:
		return place_of_element(f, s);
	case CXCursor_UnaryOperator:
		if (is_unary(f->cx, s, CX_UN_DEREF))
			return place_of_deref(f, s);
		break;
	default:
		break;
	}
	p.base = flow_eval(f, s);	/* of an object: where it is */
	return p;
}

/* What a read of that name at off can find in a local object. */
static const struct vset *local_load(struct flow *f, const struct value *v,
				     const struct place *at)
{
	struct place here = *at, *p = &here;
	const struct vset *res;
	long off = v->off;
	int var = v->n;

	if (v->at && !strcmp(p->field, "*"))
		p->field = v->at;

	if (!f->vars[var].is_object)
		return env_read(f, &f->env, env_slot(f, var, 0, p->field));
	if (off != OFF_ANY)
		return env_read(f, &f->env, env_slot(f, var, off, p->field));
	res = env_read(f, &f->env, env_slot(f, var, OFF_ANY, p->field));
	for (int i = f->vars[var].slots; i >= 0; i = f->slots[i].next) {
		const struct slot *s = &f->slots[i];

		if (s->off != OFF_REST && (s->field == p->field || !strcmp(p->field, "*")))
			res = vset_join(f->vt, res, env_read(f, &f->env, i));
	}
	return res;
}

const struct vset *place_load(struct flow *f, const struct place *p)
{
	const struct vset *res = &vset_none;
	struct load l = { p->field, p->any, p->when ? p->when : f->env.when };

	if (cx_is_object(p->type))
		return p->base;
	for (unsigned int i = 0; i < p->base->n; i++) {
		const struct value *v = p->base->v[i];
		const struct vset *x = v->kind == 'L' ? local_load(f, v, p) :
						       value_load(f->vt, v, &l);

		res = vset_join(f->vt, res, x);
	}
	if (p->base->unknown || (!p->base->n && is_pointer_type(p->type)))
		res = vset_add_unknown(f->vt, res);
	return res;
}

static void slot_write(struct flow *f, int slot, const struct place *p, const struct vset *val,
		       const char *def, bool weak)
{
	struct slot *s = &f->slots[slot];

	s->field = p->field;
	s->class = cx_class(p->type);
	s->is_pointer |= is_pointer_type(p->type) ||
			 (!f->vars[s->var].is_object && is_pointer_type(type_of(f->vars[s->var].decl)));
	if (s->is_pointer && vset_is_none(val))	/* some bytes of it, or a number in its place */
		val = vset_unknown(f->vt);
	if (weak)
		val = vset_join(f->vt, env_read(f, &f->env, slot), val);
	env_write(f, slot, val, def);
}

/* Of whatever object: that is what bytes are written for. */
static bool is_byte(CXType t)
{
	t = clang_getCanonicalType(t);
	return clang_Type_getSizeOf(t) == 1 && t.kind != CXType_Bool && t.kind != CXType_Enum;
}

static void local_store(struct flow *f, const struct value *v, const struct place *at,
			const struct vset *val, const char *def, bool weak)
{
	struct place here = *at, *p = &here;
	int var = v->n;

	if (!f->vars[var].is_object) {
		slot_write(f, env_slot(f, var, 0, p->field), p, val, def, weak);
		return;
	}
	if (v->at && !strcmp(p->field, "*"))
		p->field = v->at;
	if (v->off == OFF_ANY && is_byte(p->type))
		val = vset_unknown(f->vt);
	slot_write(f, env_slot(f, var, v->off, p->field), p, val, def, weak || v->off == OFF_ANY);
	if (v->off != OFF_ANY)
		return;
	for (int i = f->vars[var].slots; i >= 0; i = f->slots[i].next)
		if (f->slots[i].off != OFF_REST && f->slots[i].off != OFF_ANY &&
		    (f->slots[i].field == p->field || !strcmp(p->field, "*")))
			slot_write(f, i, p, val, def, true);
}

void flow_escape(struct flow *f, const struct vset *val)
{
	for (unsigned int i = 0; i < val->n; i++) {
		struct var *v = val->v[i]->kind == 'L' ? &f->vars[val->v[i]->n] : NULL;

		if (!v || v->escaped)
			continue;
		v->escaped = true;
		for (int s = v->slots; s >= 0; s = f->slots[s].next)
			flow_escape(f, env_read(f, &f->env, s));
	}
}

/* A store of a pointer elsewhere than in local variables. */
static void memory_store(struct flow *f, const struct place *p, CXCursor at, const struct vset *val)
{
	if (!is_pointer_type(p->type))
		return;
	f->env.when = flow_event_at(f, at);
	flow_escape(f, val);
	flow_clobber_escaped(f);
}

/* The member that *p is, where p was made as the address of one. */
static const char *stored_field(const struct place *p)
{
	const char *at = p->base->n ? p->base->v[0]->at : NULL;

	for (unsigned int i = 0; i < p->base->n; i++)
		if (p->base->v[i]->at != at)
			return p->field;
	return at && !strcmp(p->field, "*") ? at : p->field;
}

void place_store(struct flow *f, const struct place *p, CXCursor at, const struct vset *val,
		 const char *def)
{
	bool weak = p->base->n != 1 || p->base->unknown, memory = p->base->unknown, object = false;

	for (unsigned int i = 0; i < p->base->n; i++) {
		const struct value *v = p->base->v[i];

		if (v->kind == 'L') {
			local_store(f, v, p, val, def, weak);
			object |= f->vars[v->n].is_object;
		} else if (v->kind != '0') {
			memory = true;
		}
	}
	if (memory)
		memory_store(f, p, at, val);
	if (memory || object)
		flow_store(f, at, p->base, stored_field(p), val, cx_class(p->type));
}

void place_fill(struct flow *f, const struct place *p, const struct vset *rest)
{
	const struct value *v = vset_exact(p->base);
	struct place r = *p;

	if (!v || v->kind != 'L')
		return;
	r.field = strtab_add(f->cx->st, "*");
	for (int i = f->vars[v->n].slots; i >= 0; i = f->slots[i].next)
		if ((unsigned int)i < f->env.n)
			f->env.val[i] = NULL;
	slot_write(f, env_slot(f, v->n, OFF_REST, r.field), &r, rest, "", false);
}

bool place_clear(struct flow *f, const struct place *p)
{
	const struct value *v = vset_exact(p->base);

	if (!v || v->kind != 'L' || v->off || !f->vars[v->n].is_object ||
	    clang_Type_getSizeOf(p->type) != clang_Type_getSizeOf(clang_getCursorType(f->vars[v->n].decl)))
		return false;
	place_fill(f, p, vset_atom(f->vt, '0', 0, NULL));
	return true;
}

static bool is_scalar_kept(CXType t)
{
	return is_pointer_type(t) || cx_class(t) == TYPE_VOID;
}

static void copy_array(struct flow *f, struct place to, struct place from, CXCursor at)
{
	CXType t = clang_getArrayElementType(clang_getCanonicalType(to.type));

	if (!is_pointer_type(t))
		return;
	to = place_element(f, &to, t, -1);
	from = place_element(f, &from, t, -1);
	place_store(f, &to, at, place_load(f, &from), "");
}

void place_copy(struct flow *f, const struct place *to, CXCursor at, const struct vset *from)
{
	struct place src = { .base = from, .field = "*", .type = to->type };
	struct fields fs;

	fields_read(to->type, &fs);
	for (unsigned int i = 0; i < fs.n; i++) {
		struct place a = place_member(f, to, fs.v[i]);
		struct place b = place_member(f, &src, fs.v[i]);

		if (is_scalar_kept(a.type))
			place_store(f, &a, at, place_load(f, &b), "");
		else if (is_record(a.type))
			place_copy(f, &a, at, b.base);
		else if (is_array(a.type))
			copy_array(f, a, b, at);
	}
	free(fs.v);
}

/* What a callee calls it: * where it was given the address of this very member. */
static const char *left_name(struct flow *f, const struct slot *s, const struct value *through)
{
	return through->at == s->field ? strtab_add(f->cx->st, "*") : s->field;
}

static void clobber_slot(struct flow *f, int slot, const struct value *through,
			 const struct vset *left)
{
	const struct slot *s = &f->slots[slot];
	const struct vset *old = env_read(f, &f->env, slot), *now = &vset_none;
	struct load l = { .member = left_name(f, s, through), .any = s->off == OFF_ANY };

	if (!s->is_pointer) {
		if (old->n)
			env_write(f, slot, vset_unknown(f->vt), env_def(&f->env, slot));
		return;
	}
	for (unsigned int i = 0; i < left->n; i++)
		now = vset_join(f->vt, now, value_load(f->vt, left->v[i], &l));
	if (left->unknown)
		now = vset_add_unknown(f->vt, now);
	env_write(f, slot, vset_join(f->vt, old, now), env_def(&f->env, slot));
}

/* Variables whose address a call has got, against going round in circles. */
struct reached {
	int *v;
	unsigned int n;
};

static bool reach(struct reached *r, int var)
{
	for (unsigned int i = 0; i < r->n; i++)
		if (r->v[i] == var)
			return false;
	GROW(r->v, r->n);
	r->v[r->n++] = var;
	return true;
}

/* kept: it is given away as const, so that only what it leads to may be written. */
static void clobber(struct flow *f, const struct value *v, const struct vset *left, long size,
		    bool kept, struct reached *r)
{
	struct var *var = &f->vars[v->n];
	int rest;

	if (!reach(r, v->n))
		return;
	if (!var->is_object)
		env_slot(f, v->n, 0, strtab_add(f->cx->st, "*"));
	for (int i = var->slots; i >= 0; i = f->slots[i].next) {
		const struct slot *s = &f->slots[i];
		const struct vset *held = env_read(f, &f->env, i), *inner = &vset_none;
		struct load l = { .member = left_name(f, s, v) };

		if (s->off == OFF_REST ||
		    (size >= 0 && v->off != OFF_ANY && s->off != OFF_ANY &&
		     (s->off < v->off || s->off >= v->off + size)))
			continue;
		for (unsigned int k = 0; k < left->n; k++)
			inner = vset_join(f->vt, inner, value_load(f->vt, left->v[k], &l));
		if (left->unknown)
			inner = vset_add_unknown(f->vt, inner);
		for (unsigned int k = 0; k < held->n; k++)
			if (held->v[k]->kind == 'L')
				clobber(f, held->v[k], inner, -1, false, r);
		if (!kept)
			clobber_slot(f, i, v, left);
		var = &f->vars[v->n];
	}
	if (!var->is_object || size >= 0 || kept)
		return;
	rest = env_slot(f, v->n, OFF_REST, strtab_add(f->cx->st, "*"));
	env_write(f, rest, vset_join(f->vt, env_read(f, &f->env, rest), left), "");
}

void flow_clobber(struct flow *f, const struct vset *val, int no, int arg, long size, bool kept)
{
	struct reached r = { NULL, 0 };

	for (unsigned int i = 0; i < val->n; i++)
		if (val->v[i]->kind == 'L')
			clobber(f, val->v[i], vset_after(f->vt, no, arg), size, kept, &r);
	free(r.v);
}

void flow_forget(struct flow *f, const struct vset *val)
{
	struct reached r = { NULL, 0 };

	for (unsigned int i = 0; i < val->n; i++)
		if (val->v[i]->kind == 'L')
			clobber(f, val->v[i], vset_unknown(f->vt), -1, false, &r);
	free(r.v);
}

void flow_clobber_escaped(struct flow *f)
{
	for (unsigned int i = 0; i < f->n_vars; i++)
		if (f->vars[i].escaped)
			flow_forget(f, vset_atom(f->vt, 'L', i, NULL));
}
