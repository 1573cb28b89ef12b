// SPDX-License-Identifier: GPL-2.0-only
/*
 * Assignments and initialisers.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "expr.h"

struct fields {
	CXCursor v[512];
	unsigned int n;
};

static enum CXVisitorResult add_field(CXCursor c, CXClientData data)
{
	struct fields *fs = data;

	if (fs->n < ARRAY_SIZE(fs->v))
		fs->v[fs->n++] = c;
	return CXVisit_Continue;
}

static bool is_record(CXType t)
{
	return clang_getCanonicalType(t).kind == CXType_Record;
}

/* A whole object is copied to a local one: what its pointers are. */
static void copy_object(struct flow *f, CXCursor at, const char *to, const char *from, CXType t)
{
	struct fields *fs;

	if (to[0] != 'L' || strpbrk(to, "|>") || !*from || *from == '?')
		return;
	fs = xcalloc(1, sizeof(*fs));
	clang_Type_visitFields(clang_getCanonicalType(t), add_field, fs);
	for (unsigned int i = 0; i < fs->n; i++) {
		CXType ft = clang_getCursorType(fs->v[i]);
		const char *field = cx_field(f->cx, fs->v[i]), *val;

		if (is_record(ft))
			copy_object(f, at, to, from, ft);
		if (!is_pointer_type(ft))
			continue;
		val = load_member(f, from, field);
		env_set(f, flow_member_var(f, strtab_addf(f->cx->st, "%s>%s", to, field)), val, "");
		flow_store(f, at, to, field, val, cx_class(ft));
	}
	free(fs);
}

static void assign_var(struct flow *f, CXCursor decl, CXCursor at, CXCursor rhs, const char *val)
{
	int var = flow_var(f, decl);

	env_set(f, var, val, flow_def(f, var, at, rhs, val));
}

static void assign_member(struct flow *f, CXCursor lhs, const char *val)
{
	const char *base = member_base(f, lhs);
	const char *field = cx_field(f->cx, clang_getCursorReferenced(lhs));

	if (base[0] == 'L' && !strpbrk(base, "|>"))
		env_set(f, flow_member_var(f, strtab_addf(f->cx->st, "%s>%s", base, field)),
			val, "");
	flow_store(f, lhs, base, field, val, cx_class(clang_getCursorType(lhs)));
}

static void assign_element(struct flow *f, CXCursor lhs, const char *val)
{
	CXCursor arr = cx_strip(first_expr(lhs));

	if (clang_getCursorKind(arr) == CXCursor_MemberRefExpr &&
	    cx_is_object(clang_getCursorType(arr)))
		flow_store(f, lhs, member_base(f, arr),
			   cx_field(f->cx, clang_getCursorReferenced(arr)), val,
			   cx_class(clang_getCursorType(lhs)));
	else
		flow_store(f, lhs, flow_eval(f, arr), "*", val,
			   cx_class(clang_getCursorType(lhs)));
}

void assign(struct flow *f, CXCursor lhs, CXCursor at, CXCursor rhs, const char *val)
{
	CXCursor l = cx_strip(lhs), decl;

	if (is_record(clang_getCursorType(l))) {
		copy_object(f, l, flow_addr(f, l), val, clang_getCursorType(l));
		return;
	}
	switch (clang_getCursorKind(l)) {
	case CXCursor_DeclRefExpr:
		decl = clang_getCursorReferenced(l);
		if (is_local(decl))
			assign_var(f, decl, at, rhs, val);
		else
			flow_store(f, l, decl_object(f, decl), "*", val,
				   cx_class(clang_getCursorType(l)));
		break;
	case CXCursor_MemberRefExpr:
		assign_member(f, l, val);
		break;
	case CXCursor_ArraySubscriptExpr:
		assign_element(f, l, val);
		break;
	case CXCursor_UnaryOperator:
		if (is_unary(cx_strip(first_expr(l)), CX_UN_ADDR))	/* WRITE_ONCE(x, v) */
			assign(f, first_expr(cx_strip(first_expr(l))), at, rhs, val);
		else if (is_unary(l, CX_UN_DEREF))
			flow_store(f, l, flow_eval(f, first_expr(l)), "*", val,
				   cx_class(clang_getCursorType(l)));
		break;
	default:
		flow_eval(f, l);
	}
}

/* One initialiser: of a member, of an array's element, or of a scalar. */
static void init_place(struct flow *f, CXCursor value, const char *base, const char *field)
{
	CXCursor s = cx_strip(value);
	const char *val;

	if (clang_getCursorKind(s) != CXCursor_InitListExpr) {
		val = flow_eval(f, value);
		if (is_record(clang_getCursorType(value))) {
			copy_object(f, value, base, val, clang_getCursorType(value));
			return;
		}
		if (base[0] == 'L')
			env_set(f, flow_member_var(f, strtab_addf(f->cx->st, "%s>%s", base, field)),
				val, "");
		flow_store(f, value, base, field, val, cx_class(clang_getCursorType(value)));
		return;
	}
	flow_initializer(f, s, base, field);
}

/* In a list: [index] = value or .member = value, which libclang types void. */
static bool is_designated(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_UnexposedExpr &&
	       clang_getCursorType(c).kind == CXType_Void;
}

static void init_elements(struct flow *f, CXCursor list, const char *base, const char *field)
{
	struct cx_children ch, d;

	cx_children(list, &ch);
	for (unsigned int i = 0; i < ch.n; i++) {
		if (!is_designated(ch.v[i])) {
			init_place(f, ch.v[i], base, field);
			continue;
		}
		cx_children(ch.v[i], &d);
		if (d.n)
			init_place(f, d.v[d.n - 1], base, field);
		cx_children_release(&d);
	}
	cx_children_release(&ch);
}

static unsigned int field_index(const struct fields *fs, CXCursor field)
{
	unsigned int i;

	for (i = 0; i < fs->n; i++)
		if (clang_equalCursors(fs->v[i], field))
			break;
	return i;
}

/* .a.b = value names b last. */
static CXCursor designated_field(const struct cx_children *d)
{
	CXCursor field = clang_getNullCursor();

	for (unsigned int i = 0; i < d->n; i++)
		if (clang_getCursorKind(d->v[i]) == CXCursor_MemberRef)
			field = clang_getCursorReferenced(d->v[i]);
	return field;
}

static void init_record(struct flow *f, CXCursor list, const char *base)
{
	struct fields *fs = xcalloc(1, sizeof(*fs));
	struct cx_children ch, d;
	unsigned int next = 0;

	clang_Type_visitFields(clang_getCanonicalType(clang_getCursorType(list)), add_field, fs);
	cx_children(list, &ch);
	for (unsigned int i = 0; i < ch.n; i++) {
		CXCursor value = ch.v[i], field = clang_getNullCursor();

		if (is_designated(ch.v[i])) {
			cx_children(ch.v[i], &d);
			field = designated_field(&d);
			value = d.v[d.n - 1];
			next = field_index(fs, field);
			cx_children_release(&d);
		} else if (next < fs->n) {
			field = fs->v[next];
		}
		next++;
		if (!clang_Cursor_isNull(field))
			init_place(f, value, base, cx_field(f->cx, field));
	}
	cx_children_release(&ch);
	free(fs);
}

void flow_initializer(struct flow *f, CXCursor init, const char *base, const char *field)
{
	if (clang_getCanonicalType(clang_getCursorType(init)).kind == CXType_Record)
		init_record(f, init, base);
	else
		init_elements(f, init, base, field);
}

void flow_init_var(struct flow *f, CXCursor var)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(var);
	bool object = cx_is_object(clang_getCursorType(var));

	if (clang_Cursor_isNull(init) || clang_isInvalid(clang_getCursorKind(init))) {
		if (!object && is_local(var))
			env_set(f, flow_var(f, var), "", "");
		return;
	}
	if (!object && is_local(var))
		assign_var(f, var, var, init, flow_eval(f, init));
	else if (is_local(var) && clang_getCursorKind(cx_strip(init)) != CXCursor_InitListExpr)
		copy_object(f, var, decl_object(f, var), flow_eval(f, init),
			    clang_getCursorType(var));
	else
		init_place(f, init, decl_object(f, var), "*");
}
