// SPDX-License-Identifier: GPL-2.0-only
/*
 * Initialisers: a braced list fills an object member by member, from where
 * the one before it was, or a designator says.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "place.h"

/* The values of a list that are still to be used. */
struct list {
	const CXCursor *v;
	unsigned int n, next;
	CXCursor at;
};

static void init_place(struct flow *f, const struct place *p, struct list *l);

/* In a list: [index] = value or .member = value, which libclang types void. */
static bool is_designated(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_UnexposedExpr &&
	       clang_getCursorType(c).kind == CXType_Void;
}

static bool is_list(CXCursor c)
{
	return clang_getCursorKind(cx_strip(c)) == CXCursor_InitListExpr;
}

static void init_elements(struct flow *f, const struct place *p, struct list *l);

static void init_from_list(struct flow *f, const struct place *p, CXCursor list)
{
	struct cx_children ch;
	struct list l = { .at = list };

	cx_children(list, &ch);
	l.v = ch.v;
	l.n = ch.n;
	if (cx_is_object(p->type))
		init_elements(f, p, &l);
	else
		init_place(f, p, &l);
	cx_children_release(&ch);
}

static void store_scalar(struct flow *f, const struct place *p, CXCursor value)
{
	place_store(f, p, value, flow_eval(f, value), "");
}

/* The value of an element that is not designated; of an object, its first ones unless in braces. */
static void init_place(struct flow *f, const struct place *p, struct list *l)
{
	CXCursor value;

	if (l->next >= l->n)
		return;
	value = l->v[l->next];
	if (is_list(value)) {
		l->next++;
		init_from_list(f, p, cx_strip(value));
	} else if (!cx_is_object(p->type)) {
		l->next++;
		store_scalar(f, p, value);
	} else if (is_record(clang_getCursorType(value))) {
		l->next++;
		place_copy(f, p, value, flow_eval(f, value));
	} else if (clang_getCursorKind(cx_strip(value)) == CXCursor_StringLiteral) {
		l->next++;
	} else {
		init_elements(f, p, l);
	}
}

static CXType element_type(CXType array)
{
	return clang_getArrayElementType(clang_getCanonicalType(array));
}

/* Which field or element a designator's first step names, where the next value goes on. */
static unsigned int position(const struct fields *fs, CXCursor step)
{
	unsigned int i;
	long n;

	if (clang_getCursorKind(step) != CXCursor_MemberRef)
		return is_constant(step, &n) ? n : 0;
	for (i = 0; i < fs->n; i++)
		if (clang_equalCursors(fs->v[i], clang_getCursorReferenced(step)))
			break;
	return i;
}

/* [first ... last]: two numbers before the value. */
static bool is_range(const CXCursor *v, unsigned int n)
{
	long x;

	return n > 2 && is_constant(v[0], &x) && clang_getCursorKind(v[1]) != CXCursor_MemberRef &&
	       is_constant(v[1], &x);
}

static struct place designated_place(struct flow *f, const struct place *p, const CXCursor *v,
				     unsigned int n)
{
	struct place to = *p;
	long i;

	for (unsigned int k = 0; k + 1 < n; k++) {
		if (clang_getCursorKind(v[k]) == CXCursor_MemberRef) {
			to = place_member(f, &to, clang_getCursorReferenced(v[k]));
			continue;
		}
		if (!is_constant(v[k], &i))
			i = -1;
		if (is_array(to.type) && is_range(v + k, n - k)) {
			i = -1;
			k++;
		}
		if (is_array(to.type))
			to = place_element(f, &to, element_type(to.type), i);
	}
	return to;
}

static unsigned int init_designated(struct flow *f, const struct place *p, CXCursor c,
				    const struct fields *fs)
{
	unsigned int next = 0;
	struct cx_children ch;
	struct list one;
	struct place to;

	cx_children(c, &ch);
	if (ch.n) {
		to = designated_place(f, p, ch.v, ch.n);
		one = (struct list){ .v = &ch.v[ch.n - 1], .n = 1, .at = c };
		init_place(f, &to, &one);
		next = position(fs, ch.v[is_range(ch.v, ch.n) ? 1 : 0]) + 1;
	}
	cx_children_release(&ch);
	return next;
}

static bool is_union(CXType t)
{
	return clang_getCursorKind(clang_getTypeDeclaration(clang_getCanonicalType(t))) ==
	       CXCursor_UnionDecl;
}

/* How many elements there are; as many as there are values where that is not known. */
static unsigned int count(const struct place *p, const struct fields *fs, const struct list *l)
{
	long long n;

	if (is_record(p->type))
		return is_union(p->type) && fs->n ? 1 : fs->n;
	n = clang_getArraySize(clang_getCanonicalType(p->type));
	return n >= 0 ? (unsigned int)n : l->n;
}

static void init_elements(struct flow *f, const struct place *p, struct list *l)
{
	struct fields fs = { NULL, 0 };
	unsigned int i = 0;

	if (is_record(p->type))
		fields_read(p->type, &fs);
	while (l->next < l->n) {
		struct place to;

		if (is_designated(l->v[l->next])) {
			i = init_designated(f, p, l->v[l->next++], &fs);
			continue;
		}
		if (i >= count(p, &fs, l))
			break;
		if (is_record(p->type))
			to = place_member(f, p, fs.v[i]);
		else
			to = place_element(f, p, element_type(p->type), i);
		init_place(f, &to, l);
		i++;
	}
	free(fs.v);
}

void flow_fill(struct flow *f, const struct place *p, CXCursor init)
{
	place_fill(f, p, vset_atom(f->vt, '0', 0, NULL));
	init_from_list(f, p, init);
}

static bool is_nothing(CXCursor init)
{
	return clang_Cursor_isNull(init) || clang_isInvalid(clang_getCursorKind(init));
}

static void init_object(struct flow *f, CXCursor var, CXCursor init)
{
	struct place p = place_var(f, var);

	if (is_nothing(init))
		place_fill(f, &p, vset_unset(f->vt));
	else if (is_list(init))
		flow_fill(f, &p, cx_strip(init));
	else if (is_record(p.type))
		place_copy(f, &p, var, flow_eval(f, init));
	else
		flow_eval(f, init);
}

static void init_scalar(struct flow *f, CXCursor var, CXCursor init)
{
	struct place p = place_var(f, var);
	const struct vset *val = vset_unset(f->vt);
	const char *def = "";

	if (is_nothing(init)) {
		if (!is_local(var))
			return;
	} else if (is_list(init)) {	/* = { x } */
		flow_fill(f, &p, cx_strip(init));
		return;
	} else {
		val = flow_eval(f, init);
		if (is_local(var))
			def = flow_def(f, flow_var(f, var), var, init, val);
	}
	place_store(f, &p, var, val, def);
}

void flow_init_var(struct flow *f, CXCursor var)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(var);

	if (cx_is_object(clang_getCursorType(var)))
		init_object(f, var, init);
	else
		init_scalar(f, var, init);
}
