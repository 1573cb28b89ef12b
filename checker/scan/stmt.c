// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statements: how environments flow through a function body.
 */
#include <string.h>

#include "base/base.h"
#include "text/text.h"
#include "attr.h"
#include "choose.h"
#include "guard.h"
#include "jump.h"
#include "loop.h"
#include "shape.h"

static const struct vset *stmt_compound(struct flow *f, CXCursor c)
{
	const struct vset *val = &vset_none;
	unsigned int scope = f->n_scope;
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++)
		val = flow_stmt(f, ch.v[i]);
	cx_children_release(&ch);
	flow_leave(f, scope);
	f->n_scope = scope;
	return val;
}

/* char buf[n]: how many is evaluated where it is declared. */
static void eval_size(struct flow *f, CXCursor var)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(var);
	struct cx_children ch;

	if (clang_getCanonicalType(clang_getCursorType(var)).kind != CXType_VariableArray)
		return;
	cx_children(var, &ch);
	for (unsigned int i = 0; i < ch.n; i++)
		if (clang_isExpression(clang_getCursorKind(ch.v[i])) &&
		    !clang_equalCursors(ch.v[i], init))
			flow_eval(f, ch.v[i]);
	cx_children_release(&ch);
}

static void stmt_decl(struct flow *f, CXCursor c)
{
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++) {
		if (clang_getCursorKind(ch.v[i]) != CXCursor_VarDecl)
			continue;
		eval_size(f, ch.v[i]);
		flow_init_var(f, ch.v[i]);
		enter_scope(f, flow_var(f, ch.v[i]));
		f->vars[flow_var(f, ch.v[i])].handler = attr_cleanup(f->cx, ch.v[i]);
	}
	cx_children_release(&ch);
}

static void eval_condition(struct flow *f, CXCursor c, struct env *yes, struct env *no);

/* The right-hand side of && where the left one is true; of || where it is false. */
static void eval_both(struct flow *f, CXCursor c, bool all, struct env *yes, struct env *no)
{
	struct env *decided = all ? no : yes, *open = all ? yes : no, left = { 0 };
	struct cx_children ch;

	cx_children(c, &ch);
	eval_condition(f, ch.v[0], yes, no);
	env_copy(&left, decided);
	env_copy(&f->env, open);
	f->env.outside |= guard_settles(f, ch.v[0], all);
	eval_condition(f, ch.v[1], yes, no);
	env_join(f, decided, &left, flow_event_at(f, c));
	env_release(&left);
	cx_children_release(&ch);
}

/* A condition, and what holds behind it where it is true and where it is false. */
static void eval_condition(struct flow *f, CXCursor c, struct env *yes, struct env *no)
{
	CXCursor e = c;

	while (clang_getCursorKind(e) == CXCursor_ParenExpr)
		e = first_expr(e);
	switch (cx_logic(e)) {
	case CX_LOGIC_NOT:
		eval_condition(f, first_expr(e), no, yes);
		break;
	case CX_LOGIC_AND:
	case CX_LOGIC_OR:
		eval_both(f, e, cx_logic(e) == CX_LOGIC_AND, yes, no);
		break;
	case CX_LOGIC_NONE:
		flow_eval(f, c);
		env_copy(yes, &f->env);
		env_copy(no, &f->env);
	}
}

static void stmt_if(struct flow *f, CXCursor c)
{
	struct env taken = { 0 }, yes = { 0 }, no = { 0 };
	struct cx_children ch;

	cx_children(c, &ch);
	eval_condition(f, ch.v[0], &yes, &no);
	env_copy(&f->env, &yes);
	f->env.live &= !flow_is_number(f, ch.v[0], false);
	f->env.outside |= guard_settles(f, ch.v[0], true);
	if (ch.n > 1)
		flow_stmt(f, ch.v[1]);
	env_copy(&taken, &f->env);
	env_copy(&f->env, &no);
	f->env.live &= !flow_is_number(f, ch.v[0], true);
	f->env.outside |= guard_settles(f, ch.v[0], false);
	if (ch.n > 2)
		flow_stmt(f, ch.v[2]);
	env_join(f, &f->env, &taken, flow_event_at(f, c));
	env_release(&taken);
	env_release(&yes);
	env_release(&no);
	cx_children_release(&ch);
}

static void stmt_switch(struct flow *f, CXCursor c)
{
	struct env entry = { 0 };
	struct cx_children ch;
	struct target t;

	cx_children(c, &ch);
	flow_eval(f, ch.v[0]);
	env_copy(&entry, &f->env);
	push_target(f, &t, &entry);
	f->env.live = false;
	if (ch.n > 1)
		flow_stmt(f, ch.v[ch.n - 1]);
	env_join(f, &f->env, &t.brk, flow_event_at(f, c));
	if (!t.has_default)
		env_join(f, &f->env, &entry, flow_event_at(f, c));
	if (t.up)			/* continue belongs to the loop around */
		env_join(f, &t.up->cont, &t.cont, flow_event_at(f, c));
	pop_target(f, &t);
	env_release(&entry);
	cx_children_release(&ch);
}

static bool is_case(CXCursor c)
{
	enum CXCursorKind k = clang_getCursorKind(c);

	return k == CXCursor_CaseStmt || k == CXCursor_DefaultStmt;
}

/* A label as it is written, without "case"; "" where a macro writes it. */
static const char *case_text(struct flow *f, CXCursor c)
{
	struct cx_place p = cx_in_file(f->cx, clang_getCursorLocation(c));
	const char *s;

	if (!p.file || strcmp(cx_word(f->cx, p.file, p.off), "case"))
		return "";
	s = p.file->text + p.off + strlen("case");
	return calltext_fold(f->cx->st, s, strcspn(s, ":"));
}

static void note_label(struct flow *f, struct target *t, CXCursor c)
{
	const char *text = case_text(f, c);

	t->labels = t->stacked ? strtab_addf(f->cx->st, "%s|%s", t->labels, text) : text;
}

static const struct vset *stmt_case(struct flow *f, CXCursor c)
{
	const struct vset *val = &vset_none;
	struct target *t = f->target;
	struct cx_children ch;

	while (t && !t->entry)
		t = t->up;
	cx_children(c, &ch);
	if (t) {
		env_join(f, &f->env, t->entry, flow_event_at(f, c));
		t->has_default |= clang_getCursorKind(c) == CXCursor_DefaultStmt;
		note_label(f, t, c);
		t->stacked = ch.n && is_case(ch.v[ch.n - 1]);
	}
	if (ch.n)
		val = flow_stmt(f, ch.v[ch.n - 1]);
	cx_children_release(&ch);
	return val;
}

static const struct vset *stmt_labelled(struct flow *f, CXCursor c)
{
	const struct vset *val = &vset_none;
	struct cx_children ch;

	stmt_label(f, c);
	cx_children(c, &ch);
	if (ch.n)
		val = flow_stmt(f, ch.v[ch.n - 1]);
	cx_children_release(&ch);
	return val;
}

static void record_ret(struct flow *f, CXCursor c, const struct vset *val)
{
	struct fact_ret *r;

	if (!f->recording || vset_is_none(val) || cmap_get(&f->ret_of, c) >= 0)
		return;
	cmap_set(&f->ret_of, c, 1);
	r = facts_add_ret(f->out);
	r->func = f->func;
	r->value = vset_text(f->vt, val);
	r->line = cx_in_file(f->cx, clang_getCursorLocation(c)).line;
}

static void stmt_return(struct flow *f, CXCursor c)
{
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n)
		record_ret(f, c, flow_eval(f, ch.v[0]));
	cx_children_release(&ch);
	flow_leave(f, 0);
	f->returns |= f->env.live;
	f->env.live = false;
}

static void stmt_jump(struct flow *f, CXCursor c, enum CXCursorKind k)
{
	struct target *t = f->target;

	if (k == CXCursor_ContinueStmt)
		while (t && t->entry && t->up)
			t = t->up;
	if (t) {
		flow_leave(f, t->scope);
		env_join(f, k == CXCursor_BreakStmt ? &t->brk : &t->cont, &f->env,
			 flow_event_at(f, c));
	}
	f->env.live = false;
}

static void stmt_children(struct flow *f, CXCursor c)
{
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++)
		flow_stmt(f, ch.v[i]);
	cx_children_release(&ch);
}

const struct vset *flow_stmt(struct flow *f, CXCursor c)
{
	enum CXCursorKind k = clang_getCursorKind(c);

	switch (k) {
	case CXCursor_CompoundStmt:
		return stmt_compound(f, c);
	case CXCursor_DeclStmt:
		stmt_decl(f, c);
		break;
	case CXCursor_IfStmt:
		stmt_if(f, c);
		break;
	case CXCursor_WhileStmt:
		stmt_while(f, c);
		break;
	case CXCursor_DoStmt:
		stmt_do(f, c);
		break;
	case CXCursor_ForStmt:
		stmt_for(f, c);
		break;
	case CXCursor_SwitchStmt:
		stmt_switch(f, c);
		break;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		return stmt_case(f, c);
	case CXCursor_GotoStmt:
		stmt_goto(f, c);
		break;
	case CXCursor_IndirectGotoStmt:
		stmt_computed_goto(f, c);
		break;
	case CXCursor_LabelStmt:
		return stmt_labelled(f, c);
	case CXCursor_ReturnStmt:
		stmt_return(f, c);
		break;
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		stmt_jump(f, c, k);
		break;
	case CXCursor_GCCAsmStmt:
		stmt_asm(f, c);
		break;
	default:
		if (clang_isExpression(k))
			return flow_eval(f, c);
		if (clang_isStatement(k))
			stmt_children(f, c);
	}
	return &vset_none;
}
