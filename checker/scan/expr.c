// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions: the value of each.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "facts/facts.h"
#include "expr.h"
#include "guard.h"

static bool is_pointer(enum type_class c)
{
	return c != TYPE_OTHER && c != TYPE_NONE && c != TYPE_VOID;
}

bool is_pointer_type(CXType t)
{
	return clang_getCanonicalType(t).kind == CXType_Pointer;
}

bool is_local(CXCursor decl)
{
	enum CXCursorKind k = clang_getCursorKind(decl);

	return k == CXCursor_ParmDecl ||
	       (k == CXCursor_VarDecl && clang_getCursorLinkage(decl) == CXLinkage_NoLinkage &&
		clang_Cursor_getStorageClass(decl) != CX_SC_Static);
}

/* The address of a local: L and its number in the function. */
static const char *local_object(struct flow *f, CXCursor decl)
{
	int n = cmap_get(&f->object_of, decl);

	if (n < 0) {
		n = f->n_objects++;
		cmap_set(&f->object_of, decl, n);
	}
	return strtab_addf(f->cx->st, "L%d", n);
}

const char *decl_object(struct flow *f, CXCursor decl)
{
	if (is_local(decl))
		return local_object(f, decl);
	return strtab_addf(f->cx->st, "G%s", cx_id(f->cx, decl));
}

/*
 * A member of a local object has a variable of its own, so that what is read
 * back here is what was last stored here. Other objects: only the load.
 */
const char *load_member(struct flow *f, const char *base, const char *field)
{
	const char *val = "";

	if (base[0] == 'L' && !strpbrk(base, "|>"))
		val = env_val(&f->env, flow_member_var(f, strtab_addf(f->cx->st, "%s>%s", base, field)));
	/* where it was set to NULL, a callee that got the object may have set it since */
	return *val && strcmp(val, "0") ? val : vset_load(f->cx->st, base, field);
}

static const char *eval_decl_ref(struct flow *f, CXCursor c)
{
	CXCursor decl = clang_getCursorReferenced(c);

	switch (clang_getCursorKind(decl)) {
	case CXCursor_FunctionDecl:
		return strtab_addf(f->cx->st, "F%s", cx_id(f->cx, decl));
	case CXCursor_ParmDecl:
	case CXCursor_VarDecl:
		break;
	default:
		return "";
	}
	if (cx_is_object(clang_getCursorType(decl)))
		return decl_object(f, decl);
	if (is_local(decl))
		return env_val(&f->env, flow_var(f, decl));
	return vset_load(f->cx->st, decl_object(f, decl), "*");
}

CXCursor first_expr(CXCursor c)
{
	CXCursor e = clang_getNullCursor();
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++)
		if (clang_isExpression(clang_getCursorKind(ch.v[i]))) {
			e = ch.v[i];
			break;
		}
	cx_children_release(&ch);
	return e;
}

const char *member_base(struct flow *f, CXCursor c)
{
	CXCursor base = first_expr(c);

	if (clang_Cursor_isNull(base))
		return strtab_add(f->cx->st, "?");
	if (is_pointer_type(clang_getCursorType(base)))
		return flow_eval(f, base);
	return flow_addr(f, base);
}

static const char *eval_member(struct flow *f, CXCursor c)
{
	const char *base = member_base(f, c);

	if (cx_is_object(clang_getCursorType(c)))
		return base;
	return load_member(f, base, cx_field(f->cx, clang_getCursorReferenced(c)));
}

static const char *eval_subscript(struct flow *f, CXCursor c)
{
	struct cx_children ch;
	const char *val = "";
	CXCursor arr;

	cx_children(c, &ch);
	if (ch.n == 2) {
		arr = cx_strip(ch.v[0]);
		flow_eval(f, ch.v[1]);
		if (cx_is_object(clang_getCursorType(c)))
			val = flow_eval(f, ch.v[0]);
		else if (clang_getCursorKind(arr) == CXCursor_MemberRefExpr &&
			 cx_is_object(clang_getCursorType(arr)))
			val = load_member(f, member_base(f, arr),
					  cx_field(f->cx, clang_getCursorReferenced(arr)));
		else
			val = vset_load(f->cx->st, flow_eval(f, ch.v[0]), "*");
	}
	cx_children_release(&ch);
	return val;
}

/* Somebody else may set a pointer whose address goes to a call, say. */
static void escape(struct flow *f, CXCursor lvalue)
{
	CXCursor c = cx_strip(lvalue), decl;
	int var;

	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return;
	decl = clang_getCursorReferenced(c);
	if (!is_local(decl) || cx_is_object(clang_getCursorType(decl)) ||
	    !is_pointer(cx_class(clang_getCursorType(decl))))
		return;
	var = flow_var(f, decl);
	f->vars[var].escaped = true;
	env_set(f, var, env_val(&f->env, var), env_def(&f->env, var));
}

bool is_unary(CXCursor c, enum cx_unop op)
{
	return clang_getCursorKind(c) == CXCursor_UnaryOperator &&
	       cx_unop(c, first_expr(c)) == op;
}

/* *&x, as READ_ONCE() and its like spell x. */
static const char *eval_deref(struct flow *f, CXCursor c, CXCursor operand)
{
	CXCursor inner = cx_strip(operand);
	const char *p;

	if (is_unary(inner, CX_UN_ADDR))
		return flow_eval(f, first_expr(inner));
	p = flow_eval(f, operand);
	if (cx_is_object(clang_getCursorType(c)) ||
	    clang_getCanonicalType(clang_getCursorType(c)).kind == CXType_FunctionProto)
		return p;
	return vset_load(f->cx->st, p, "*");
}

static const char *eval_unary(struct flow *f, CXCursor c)
{
	CXCursor operand = first_expr(c);
	const char *val;

	switch (cx_unop(c, operand)) {
	case CX_UN_ADDR:
		val = flow_addr(f, operand);
		escape(f, operand);
		return val;
	case CX_UN_DEREF:
		return eval_deref(f, c, operand);
	case CX_UN_STEP:
		return flow_eval(f, operand);
	default:
		flow_eval(f, operand);
		return "";
	}
}

const char *flow_addr(struct flow *f, CXCursor c)
{
	CXCursor s = cx_strip(c), decl;

	switch (clang_getCursorKind(s)) {
	case CXCursor_DeclRefExpr:
		decl = clang_getCursorReferenced(s);
		if (clang_getCursorKind(decl) == CXCursor_VarDecl ||
		    clang_getCursorKind(decl) == CXCursor_ParmDecl)
			return decl_object(f, decl);
		break;
	case CXCursor_MemberRefExpr:
		return member_base(f, s);
	case CXCursor_ArraySubscriptExpr:
		if (cx_is_object(clang_getCursorType(s)))
			return flow_eval(f, s);
		return flow_addr(f, first_expr(s));
	case CXCursor_UnaryOperator:
		if (is_unary(s, CX_UN_DEREF))
			return flow_eval(f, first_expr(s));
		break;
	default:
		break;
	}
	return flow_eval(f, s);
}

/* The right-hand side of && and || is evaluated on one path only. */
static void eval_maybe(struct flow *f, CXCursor c, unsigned int outside)
{
	struct env before = { 0 };

	env_copy(&before, &f->env);
	f->env.outside |= outside;
	flow_eval(f, c);
	env_join(f, &f->env, &before);
	env_release(&before);
}

/* Pointer arithmetic stays in the object; integers carry what went into them. */
static const char *arithmetic(struct flow *f, CXCursor c, CXCursor a, CXCursor b)
{
	const char *x = flow_eval(f, a), *y = flow_eval(f, b), *both;

	if (is_pointer_type(clang_getCursorType(c)))
		return is_pointer_type(clang_getCursorType(a)) ? x : y;
	if (cx_class(clang_getCursorType(c)) != TYPE_VOID)
		return "";
	both = vset_union(f->cx->st, x, y);
	return strchr(both, '?') ? "" : both;
}

static const char *eval_binary(struct flow *f, CXCursor c)
{
	struct cx_children ch;
	const char *val = "";

	cx_children(c, &ch);
	if (ch.n != 2)
		goto out;
	switch (cx_binop(f->cx, c, ch.v[0], ch.v[1])) {
	case CX_BIN_ASSIGN:
		val = flow_eval(f, ch.v[1]);
		assign(f, ch.v[0], c, ch.v[1], val);
		break;
	case CX_BIN_COMMA:
		flow_eval(f, ch.v[0]);
		val = flow_eval(f, ch.v[1]);
		break;
	case CX_BIN_LOGIC:
		flow_eval(f, ch.v[0]);
		eval_maybe(f, ch.v[1],
			   guard_settles(f, ch.v[0], cx_logic(c) == CX_LOGIC_AND));
		break;
	case CX_BIN_OTHER:
		val = arithmetic(f, c, ch.v[0], ch.v[1]);
	}
out:
	cx_children_release(&ch);
	return val;
}

static const char *eval_conditional(struct flow *f, CXCursor c)
{
	struct env before = { 0 }, after = { 0 };
	const char *a = "", *b = "";
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n == 3) {
		flow_eval(f, ch.v[0]);
		env_copy(&before, &f->env);
		f->env.outside |= guard_settles(f, ch.v[0], true);
		a = flow_eval(f, ch.v[1]);
		env_copy(&after, &f->env);
		env_copy(&f->env, &before);
		f->env.outside |= guard_settles(f, ch.v[0], false);
		b = flow_eval(f, ch.v[2]);
		env_join(f, &f->env, &after);
	}
	cx_children_release(&ch);
	env_release(&before);
	env_release(&after);
	return vset_union(f->cx->st, a, b);
}

/* All children; the pointers among them, where a pointer comes out. */
static const char *eval_children(struct flow *f, CXCursor c)
{
	bool pointer = is_pointer_type(clang_getCursorType(c));
	struct cx_children ch;
	const char *val = "";

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++) {
		const char *v;

		if (!clang_isExpression(clang_getCursorKind(ch.v[i])) &&
		    !clang_isStatement(clang_getCursorKind(ch.v[i])))
			continue;
		v = flow_stmt(f, ch.v[i]);
		if (ch.n == 1 || !pointer || is_pointer_type(clang_getCursorType(ch.v[i])))
			val = vset_union(f->cx->st, val, v);
	}
	cx_children_release(&ch);
	return val;
}

static enum CXChildVisitResult last_expr(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_isExpression(clang_getCursorKind(c)))
		*(CXCursor *)data = c;
	return CXChildVisit_Continue;
}

/*
 * A constant made a pointer is a null pointer, or an error's number. What a
 * typeof() names comes before the operand, and is not evaluated.
 */
static const char *eval_cast(struct flow *f, CXCursor c)
{
	CXCursor operand = clang_getNullCursor();
	const char *val;

	clang_visitChildren(c, last_expr, &operand);
	if (clang_Cursor_isNull(operand))
		return "";
	val = clang_getCursorKind(c) == CXCursor_UnexposedExpr ? eval_children(f, c) :
								  flow_eval(f, operand);
	if (!*val && is_pointer_type(clang_getCursorType(c)) &&
	    clang_getCursorKind(cx_strip(operand)) == CXCursor_IntegerLiteral)
		return strtab_add(f->cx->st, "0");
	return val;
}

static const char *eval_compound_literal(struct flow *f, CXCursor c)
{
	const char *obj = local_object(f, c);
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++)
		if (clang_getCursorKind(ch.v[i]) == CXCursor_InitListExpr)
			flow_initializer(f, ch.v[i], obj, "*");
	cx_children_release(&ch);
	return obj;
}

static const char *eval_kind(struct flow *f, CXCursor c)
{
	switch (clang_getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
		return eval_decl_ref(f, c);
	case CXCursor_MemberRefExpr:
		return eval_member(f, c);
	case CXCursor_ArraySubscriptExpr:
		return eval_subscript(f, c);
	case CXCursor_UnaryOperator:
		return eval_unary(f, c);
	case CXCursor_BinaryOperator:
		return eval_binary(f, c);
	case CXCursor_ConditionalOperator:
		return eval_conditional(f, c);
	case CXCursor_CallExpr:
		return flow_call(f, c);
	case CXCursor_CompoundLiteralExpr:
		return eval_compound_literal(f, c);
	case CXCursor_CStyleCastExpr:
	case CXCursor_UnexposedExpr:
		return eval_cast(f, c);
	case CXCursor_UnaryExpr:		/* sizeof: not evaluated */
		return "";
	case CXCursor_StringLiteral:
	case CXCursor_AddrLabelExpr:
		return strtab_add(f->cx->st, "0");
	default:
		return eval_children(f, c);
	}
}

/* A pointer always has a value, if only "cannot be told". */
const char *flow_eval(struct flow *f, CXCursor c)
{
	const char *val = eval_kind(f, c);

	if (!*val && is_pointer_type(clang_getCursorType(c)))
		return strtab_add(f->cx->st, "?");
	return val;
}
