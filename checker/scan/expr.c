// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions: the value of each.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "place.h"
#include "choose.h"
#include "guard.h"
#include "jump.h"

static const struct vset *eval_null(struct flow *f)
{
	return vset_atom(f->vt, '0', 0, NULL);
}

static const struct vset *eval_place(struct flow *f, CXCursor c)
{
	struct place p = flow_place(f, c);

	p.type = type_of(c);	/* volatile, perhaps, through a cast */
	if (clang_isVolatileQualifiedType(p.type))
		p.when = flow_event_at(f, c);
	return place_load(f, &p);
}

static const struct vset *eval_decl_ref(struct flow *f, CXCursor c)
{
	CXCursor decl = clang_getCursorReferenced(c);

	switch (clang_getCursorKind(decl)) {
	case CXCursor_FunctionDecl:
		return vset_atom(f->vt, 'F', 0, cx_id(f->cx, decl));
	case CXCursor_ParmDecl:
	case CXCursor_VarDecl:
		return eval_place(f, c);
	default:
		return &vset_none;
	}
}

static const struct vset *eval_deref(struct flow *f, CXCursor c)
{
	enum CXTypeKind k = clang_getCanonicalType(clang_getCursorType(c)).kind;

	if (k == CXType_FunctionProto || k == CXType_FunctionNoProto)
		return flow_eval(f, first_expr(c));
	return eval_place(f, c);
}

static CXCursor local_decl(CXCursor lvalue)
{
	CXCursor c = cx_strip(lvalue), decl;

	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return clang_getNullCursor();
	decl = clang_getCursorReferenced(c);
	return is_local(decl) ? decl : clang_getNullCursor();
}

static long scale(CXCursor pointer)
{
	CXType t = clang_getPointeeType(clang_getCanonicalType(type_of(pointer)));
	long long size = clang_Type_getSizeOf(t);

	return size > 0 ? size : 1;	/* void is a byte wide */
}

/* ++ and --: the variable points to another element then. */
static const struct vset *eval_step(struct flow *f, CXCursor c, CXCursor operand, enum cx_unop op)
{
	bool up = op == CX_UN_INC || op == CX_UN_POST_INC;
	struct place p = flow_place(f, operand);
	const struct vset *old = place_load(f, &p), *now = old;

	if (is_pointer_type(p.type))
		now = vset_move(f->vt, old, up ? scale(operand) : -scale(operand));
	place_store(f, &p, c, now, "");
	return op == CX_UN_INC || op == CX_UN_DEC ? now : old;
}

/* Of a pointer it is said which it is, for who reads or sets it through this. */
static const struct vset *address_of(struct flow *f, struct place p)
{
	if (is_pointer_type(p.type) && strcmp(p.field, "*"))
		return vset_point(f->vt, p.base, p.field);
	return p.base;
}

static const struct vset *eval_unary(struct flow *f, CXCursor c)
{
	CXCursor operand = first_expr(c);
	enum cx_unop op = cx_unop(f->cx, c, operand);

	switch (op) {
	case CX_UN_ADDR:
		if (clang_getCursorKind(cx_strip(operand)) == CXCursor_DeclRefExpr &&
		    clang_getCursorKind(clang_getCursorReferenced(cx_strip(operand))) ==
		    CXCursor_FunctionDecl)
			return flow_eval(f, operand);
		return address_of(f, flow_place(f, operand));
	case CX_UN_DEREF:
		return eval_deref(f, c);
	case CX_UN_SAME:
		return flow_eval(f, operand);
	case CX_UN_INC:
	case CX_UN_DEC:
	case CX_UN_POST_INC:
	case CX_UN_POST_DEC:
		return eval_step(f, c, operand, op);
	default:
		flow_eval(f, operand);
		return &vset_none;
	}
}

/* The right-hand side of && and || is evaluated on one path only. */
static const struct vset *eval_maybe(struct flow *f, CXCursor c, unsigned int outside)
{
	struct env before = { 0 };
	const struct vset *v;

	env_copy(&before, &f->env);
	f->env.outside |= outside;
	v = flow_eval(f, c);
	env_join(f, &f->env, &before, flow_event_at(f, c));
	env_release(&before);
	return v;
}

static CXCursor variable(CXCursor e)
{
	CXCursor c = cx_strip(e);

	return clang_getCursorKind(c) == CXCursor_DeclRefExpr ? clang_getCursorReferenced(c) :
								clang_getNullCursor();
}

/* p - p->index, the way back from an element that knows its number to the array's first. */
static bool is_own_number(CXCursor p, CXCursor n, enum cx_binop op)
{
	CXCursor var = variable(p), c = cx_strip(n);

	return op == CX_BIN_SUB && !clang_Cursor_isNull(var) &&
	       clang_getCursorKind(c) == CXCursor_MemberRefExpr &&
	       clang_equalCursors(variable(first_expr(c)), var);
}

static const struct vset *pointer_sum(struct flow *f, CXCursor p, const struct vset *val,
				      CXCursor n, enum cx_binop op)
{
	long by;

	if (is_own_number(p, n, op))	/* the same object's: container_of() leads to that */
		return vset_blur(f->vt, val);
	if (!is_constant(n, &by))
		return vset_move(f->vt, val, OFF_ANY);
	if (op != CX_BIN_ADD && op != CX_BIN_SUB)
		return vset_blur(f->vt, val);	/* libclang is too old to say which */
	return vset_move(f->vt, val, (op == CX_BIN_SUB ? -by : by) * scale(p));
}

/*
 * Pointer arithmetic stays in the object; a number carries what went into it:
 * a page's address its gfn, a pointer with tag bits the pointer.
 */
static const struct vset *arithmetic(struct flow *f, CXCursor c, CXCursor a, CXCursor b,
				     enum cx_binop op)
{
	const struct vset *x = flow_eval(f, a), *y = flow_eval(f, b), *both;

	if (is_pointer_type(type_of(c))) {
		if (is_pointer_type(type_of(a)) || cx_is_object(type_of(a)))
			return pointer_sum(f, a, x, b, op);
		return pointer_sum(f, b, y, a, op);
	}
	if (cx_class(type_of(c)) != TYPE_VOID || op == CX_BIN_OTHER)
		return &vset_none;
	both = vset_join(f->vt, x, y);
	if (both->unknown)
		return &vset_none;
	if (x->n && y->n)		/* of two pointers no sum is one */
		both = vset_add_unknown(f->vt, both);
	return vset_move(f->vt, both, OFF_ANY);
}

/* lhs gets val, which rhs was found to be. */
static void assign(struct flow *f, CXCursor c, CXCursor lhs, CXCursor rhs, const struct vset *val)
{
	struct place p = flow_place(f, lhs);
	CXCursor decl = local_decl(lhs);
	const char *def = "";
	int var;

	if (is_record(p.type)) {
		place_copy(f, &p, c, val);
		return;
	}
	if (!clang_Cursor_isNull(decl)) {
		var = flow_var(f, decl);
		def = flow_def(f, var, c, rhs, val);
	}
	place_store(f, &p, c, val, def);
}

static const struct vset *eval_binary(struct flow *f, CXCursor c)
{
	const struct vset *val = &vset_none;
	struct cx_children ch;
	enum cx_binop op;

	cx_children(c, &ch);
	if (ch.n != 2)
		goto out;
	op = cx_binop(f->cx, c, ch.v[0], ch.v[1]);
	switch (op) {
	case CX_BIN_ASSIGN:
		val = flow_eval(f, ch.v[1]);
		assign(f, c, ch.v[0], ch.v[1], val);
		break;
	case CX_BIN_COMMA:
		flow_eval(f, ch.v[0]);
		val = flow_eval(f, ch.v[1]);
		break;
	case CX_BIN_LOGIC:
		flow_eval(f, ch.v[0]);
		eval_maybe(f, ch.v[1], guard_settles(f, ch.v[0], cx_logic(c) == CX_LOGIC_AND));
		break;
	default:
		val = arithmetic(f, c, ch.v[0], ch.v[1], op);
	}
out:
	cx_children_release(&ch);
	return val;
}

/* p += n, x |= y: what is there becomes part of a sum. */
static const struct vset *eval_compound_assign(struct flow *f, CXCursor c)
{
	const struct vset *old, *val;
	struct cx_children ch;
	struct place p;

	cx_children(c, &ch);
	if (ch.n != 2) {
		cx_children_release(&ch);
		return vset_unknown(f->vt);
	}
	val = flow_eval(f, ch.v[1]);
	p = flow_place(f, ch.v[0]);
	old = place_load(f, &p);
	if (is_pointer_type(p.type))
		val = pointer_sum(f, ch.v[0], old, ch.v[1], cx_compound_op(f->cx, c, ch.v[0], ch.v[1]));
	else if (cx_class(p.type) == TYPE_VOID)
		val = old->n && val->n ? vset_add_unknown(f->vt, vset_join(f->vt, old, val)) :
					 vset_move(f->vt, vset_join(f->vt, old, val), OFF_ANY);
	else
		val = &vset_none;
	place_store(f, &p, c, val, "");
	cx_children_release(&ch);
	return val;
}

/* Both sides, each on its own path, unless the condition is a number written there. */
static const struct vset *either(struct flow *f, CXCursor cond, CXCursor a, CXCursor b,
				 const struct vset *a_val)
{
	struct env before = { 0 }, after = { 0 };
	const struct vset *x = a_val, *y;

	env_copy(&before, &f->env);
	f->env.live &= !flow_is_number(f, cond, false);
	f->env.outside |= guard_settles(f, cond, true);
	if (!x)
		x = flow_eval(f, a);
	if (!f->env.live && before.live)
		x = &vset_none;
	env_copy(&after, &f->env);
	env_copy(&f->env, &before);
	f->env.live &= !flow_is_number(f, cond, true);
	f->env.outside |= guard_settles(f, cond, false);
	y = flow_eval(f, b);
	if (!f->env.live && before.live)
		y = &vset_none;
	env_join(f, &f->env, &after, flow_event_at(f, b));
	env_release(&before);
	env_release(&after);
	return vset_join(f->vt, x, y);
}

static const struct vset *eval_conditional(struct flow *f, CXCursor c)
{
	const struct vset *val = vset_unknown(f->vt);
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n == 3) {
		flow_eval(f, ch.v[0]);
		val = either(f, ch.v[0], ch.v[1], ch.v[2], NULL);
	}
	cx_children_release(&ch);
	return val;
}

/* a ?: b */
static const struct vset *eval_elvis(struct flow *f, CXCursor a, CXCursor b)
{
	return either(f, a, a, b, flow_eval(f, a));
}

/* What libclang has no name for, and we no rule: nothing is known of the value. */
static const struct vset *eval_opaque(struct flow *f, CXCursor c)
{
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++) {
		enum CXCursorKind k = clang_getCursorKind(ch.v[i]);

		if (clang_isExpression(k) || clang_isStatement(k))
			flow_forget(f, flow_stmt(f, ch.v[i]));
	}
	if (ch.n)
		f->env.when = flow_event_at(f, c);
	cx_children_release(&ch);
	return is_pointer_type(clang_getCursorType(c)) ? vset_unknown(f->vt) : &vset_none;
}

static bool is_null_constant(CXCursor operand)
{
	long n;

	return clang_getCursorKind(cx_strip(operand)) == CXCursor_IntegerLiteral ||
	       (is_constant(operand, &n) && !n);
}

/*
 * A constant made a pointer is a null pointer, or an error's number. What a
 * typeof() names comes before the operand, and is not evaluated.
 */
static const struct vset *eval_cast(struct flow *f, CXCursor c, CXCursor operand)
{
	const struct vset *val = flow_eval(f, operand);
	CXType to = type_of(c);

	if (is_pointer_type(to) && !val->n && is_null_constant(operand))
		return eval_null(f);
	if (!is_pointer_type(to) && !cx_is_object(to) && cx_class(to) != TYPE_VOID)
		return &vset_none;	/* too narrow */
	return val;
}

static const struct vset *eval_compound_literal(struct flow *f, CXCursor c)
{
	struct place p = place_var(f, c);
	CXCursor init = clang_getNullCursor();
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++)
		if (clang_getCursorKind(ch.v[i]) == CXCursor_InitListExpr)
			init = ch.v[i];
	cx_children_release(&ch);
	if (!clang_Cursor_isNull(init))
		flow_fill(f, &p, init);
	return place_load(f, &p);
}

static CXCursor last_expr(const struct cx_children *ch)
{
	for (unsigned int i = ch->n; i-- > 0; )
		if (clang_isExpression(clang_getCursorKind(ch->v[i])))
			return ch->v[i];
	return clang_getNullCursor();
}

static const struct vset *eval_unexposed(struct flow *f, CXCursor c)
{
	const struct vset *val;
	struct cx_children ch;
	CXCursor e;

	cx_children(c, &ch);
	e = last_expr(&ch);
	switch (flow_hidden_kind(f, c, &ch)) {
	case HIDDEN_CHOOSE:
		val = flow_eval(f, flow_chosen(f, &ch));
		break;
	case HIDDEN_ELVIS:
		val = eval_elvis(f, ch.v[0], e);
		break;
	case HIDDEN_CONSTANT:
		val = &vset_none;
		break;
	case HIDDEN_CAST:
		val = eval_cast(f, c, e);
		break;
	default:
		val = eval_opaque(f, c);
	}
	cx_children_release(&ch);
	return val;
}

static const struct vset *eval_c_cast(struct flow *f, CXCursor c)
{
	const struct vset *val = vset_unknown(f->vt);
	struct cx_children ch;
	CXCursor e;

	cx_children(c, &ch);
	e = last_expr(&ch);
	if (!clang_Cursor_isNull(e))
		val = eval_cast(f, c, e);
	cx_children_release(&ch);
	return val;
}

static const struct vset *eval_generic(struct flow *f, CXCursor c)
{
	const struct vset *val = vset_unknown(f->vt);
	CXCursor *e;
	int n = flow_generic(f, c, &e);

	if (n == 1)
		val = flow_eval(f, e[0]);
	for (int i = 0; n > 1 && i < n; i++)	/* one of them, but which? */
		eval_maybe(f, e[i], 0);
	free(e);
	return val;
}

static const struct vset *eval_only(struct flow *f, CXCursor c)
{
	const struct vset *val = &vset_none;
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++)
		if (clang_isExpression(clang_getCursorKind(ch.v[i])) ||
		    clang_isStatement(clang_getCursorKind(ch.v[i])))
			val = flow_stmt(f, ch.v[i]);
	cx_children_release(&ch);
	return val;
}

static const struct vset *eval_kind(struct flow *f, CXCursor c)
{
	switch (clang_getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
		return eval_decl_ref(f, c);
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		return eval_place(f, c);
	case CXCursor_UnaryOperator:
		return eval_unary(f, c);
	case CXCursor_BinaryOperator:
		return eval_binary(f, c);
	case CXCursor_CompoundAssignOperator:
		return eval_compound_assign(f, c);
	case CXCursor_ConditionalOperator:
		return eval_conditional(f, c);
	case CXCursor_CallExpr:
		return flow_call(f, c);
	case CXCursor_CompoundLiteralExpr:
		return eval_compound_literal(f, c);
	case CXCursor_CStyleCastExpr:
		return eval_c_cast(f, c);
	case CXCursor_UnexposedExpr:
		return eval_unexposed(f, c);
	case CXCursor_GenericSelectionExpr:
		return eval_generic(f, c);
	case CXCursor_ParenExpr:
	case CXCursor_StmtExpr:
		return eval_only(f, c);
	case CXCursor_UnaryExpr:		/* sizeof: not evaluated */
	case CXCursor_IntegerLiteral:
	case CXCursor_FloatingLiteral:
	case CXCursor_ImaginaryLiteral:
	case CXCursor_CharacterLiteral:
		return &vset_none;
	case CXCursor_StringLiteral:
		return eval_null(f);
	case CXCursor_AddrLabelExpr:
		flow_take_label(f, c);
		return eval_null(f);
	default:
		return eval_opaque(f, c);
	}
}

/* A pointer always has a value, if only "cannot be told". */
const struct vset *flow_eval(struct flow *f, CXCursor c)
{
	const struct vset *val = eval_kind(f, c);

	if (vset_is_none(val) && is_pointer_type(type_of(c)))
		return vset_unknown(f->vt);
	return val;
}
