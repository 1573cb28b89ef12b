// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statements: how environments flow through a function body.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "facts/facts.h"
#include "text/text.h"
#include "flow.h"
#include "guard.h"

#define MAX_PASSES 6	/* over a loop; sets are bounded, so few are needed */

static int new_var(struct flow *f)
{
	GROW(f->vars, f->n_vars);
	memset(&f->vars[f->n_vars], 0, sizeof(*f->vars));
	f->vars[f->n_vars].local = -1;
	return f->n_vars++;
}

int flow_var(struct flow *f, CXCursor decl)
{
	int i = cmap_get(&f->var_of, decl);
	struct cx_place p;
	struct var *v;

	if (i >= 0)
		return i;
	i = new_var(f);
	v = &f->vars[i];
	v->decl = decl;
	v->name = cx_name(f->cx, decl);
	v->class = cx_class(clang_getCursorType(decl));
	v->is_param = clang_getCursorKind(decl) == CXCursor_ParmDecl;
	p = cx_in_file(f->cx, clang_getCursorLocation(decl));
	v->in_macro = strcmp(cx_word(f->cx, p.file, p.off), v->name) != 0;
	cmap_set(&f->var_of, decl, i);
	return i;
}

int flow_member_var(struct flow *f, const char *member)
{
	int i;

	for (unsigned int j = 0; j < f->n_vars; j++)
		if (f->vars[j].member == member)
			return j;
	i = new_var(f);
	f->vars[i].member = member;
	f->vars[i].name = member;
	f->vars[i].decl = clang_getNullCursor();
	return i;
}

static void enter_scope(struct flow *f, int var)
{
	GROW(f->scope, f->n_scope);
	f->scope[f->n_scope++] = var;
}

static void push_target(struct flow *f, struct target *t, struct env *entry)
{
	memset(t, 0, sizeof(*t));
	t->entry = entry;
	t->up = f->target;
	f->target = t;
}

static void pop_target(struct flow *f, struct target *t)
{
	f->target = t->up;
	env_release(&t->brk);
	env_release(&t->cont);
}

static const char *stmt_compound(struct flow *f, CXCursor c)
{
	unsigned int scope = f->n_scope;
	struct cx_children ch;
	const char *val = "";

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++)
		val = flow_stmt(f, ch.v[i]);
	cx_children_release(&ch);
	f->n_scope = scope;
	return val;
}

static void stmt_decl(struct flow *f, CXCursor c)
{
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++) {
		if (clang_getCursorKind(ch.v[i]) != CXCursor_VarDecl)
			continue;
		enter_scope(f, flow_var(f, ch.v[i]));
		flow_init_var(f, ch.v[i]);
	}
	cx_children_release(&ch);
}

static void stmt_if(struct flow *f, CXCursor c)
{
	struct env taken = { 0 }, before = { 0 };
	struct cx_children ch;

	cx_children(c, &ch);
	flow_eval(f, ch.v[0]);
	env_copy(&before, &f->env);
	f->env.outside |= guard_settles(f, ch.v[0], true);
	if (ch.n > 1)
		flow_stmt(f, ch.v[1]);
	env_copy(&taken, &f->env);
	env_copy(&f->env, &before);
	f->env.outside |= guard_settles(f, ch.v[0], false);
	if (ch.n > 2)
		flow_stmt(f, ch.v[2]);
	env_join(f, &f->env, &taken);
	env_release(&taken);
	env_release(&before);
	cx_children_release(&ch);
}

/*
 * One turn of a loop from its head to its end; what leaves it by break is in
 * brk. continue goes on behind the body, which only a condition precedes.
 */
static void loop_turn(struct flow *f, const CXCursor *v, unsigned int n, unsigned int body,
		      struct env *brk)
{
	struct target t;

	push_target(f, &t, NULL);
	for (unsigned int i = 0; i < n; i++) {
		flow_stmt(f, v[i]);
		if (i == body)
			env_join(f, &f->env, &t.cont);
	}
	brk->live = false;
	env_join(f, brk, &t.brk);
	pop_target(f, &t);
}

/* A number written out, or true or false, and which of these it is. */
static bool is_number(CXCursor c, bool truth)
{
	CXEvalResult r;
	bool is;

	c = cx_strip(c);
	if (clang_getCursorKind(c) == CXCursor_DeclRefExpr)
		c = clang_getCursorReferenced(c);
	if (clang_getCursorKind(c) == CXCursor_EnumConstantDecl)
		return !clang_getEnumConstantDeclValue(c) == !truth;
	if (clang_getCursorKind(c) != CXCursor_IntegerLiteral)
		return false;
	r = clang_Cursor_Evaluate(c);
	is = r && clang_EvalResult_getKind(r) == CXEval_Int &&
	     !clang_EvalResult_getAsInt(r) == !truth;
	clang_EvalResult_dispose(r);
	return is;
}

/* Where a loop is left, but for break. */
enum exit { AT_HEAD, AT_END, NOWHERE };

/* Turns until what reaches the loop's head does not grow, then one for the record. */
static void loop(struct flow *f, const CXCursor *v, unsigned int n, enum exit exit)
{
	struct env head = { 0 }, brk = { 0 }, next = { 0 };
	bool recording = f->recording;
	unsigned int body = exit != AT_END && n > 1;

	env_copy(&head, &f->env);
	f->recording = false;
	for (int pass = 0; pass < MAX_PASSES; pass++) {
		loop_turn(f, v, n, body, &brk);
		env_copy(&next, &head);
		env_join(f, &next, &f->env);
		if (env_equal(&head, &next))
			break;
		env_copy(&head, &next);
		env_copy(&f->env, &head);
	}
	f->recording = recording;
	if (recording) {
		env_copy(&f->env, &head);
		loop_turn(f, v, n, body, &brk);
	}
	if (exit == AT_HEAD)	/* and what the condition did then */
		env_join(f, &f->env, &head);
	f->env.live &= exit != NOWHERE;
	env_join(f, &f->env, &brk);
	env_release(&head);
	env_release(&next);
	env_release(&brk);
}

static void stmt_do(struct flow *f, CXCursor c)
{
	struct cx_children ch;
	struct target t;

	cx_children(c, &ch);
	if (ch.n == 2 && is_number(ch.v[1], false)) {	/* do { } while (0): once */
		push_target(f, &t, NULL);
		flow_stmt(f, ch.v[0]);
		env_join(f, &f->env, &t.cont);
		env_join(f, &f->env, &t.brk);
		pop_target(f, &t);
	} else {
		loop(f, ch.v, ch.n, AT_END);
	}
	cx_children_release(&ch);
}

/* libclang leaves out what is missing: the last is the body, a declaration
 * or the first of four is the initialisation. */
static void stmt_for(struct flow *f, CXCursor c)
{
	unsigned int scope = f->n_scope, first = 0;
	struct cx_children ch;
	CXCursor tmp;

	cx_children(c, &ch);
	if (ch.n == 4 || (ch.n && clang_getCursorKind(ch.v[0]) == CXCursor_DeclStmt))
		flow_stmt(f, ch.v[first++]);
	if (ch.n - first == 3) {		/* condition, body, step */
		tmp = ch.v[first + 1];
		ch.v[first + 1] = ch.v[first + 2];
		ch.v[first + 2] = tmp;
	}
	/* for (;;) has a body alone */
	loop(f, ch.v + first, ch.n - first, ch.n - first == 1 ? NOWHERE : AT_HEAD);
	cx_children_release(&ch);
	f->n_scope = scope;
}

static void stmt_while(struct flow *f, CXCursor c)
{
	struct cx_children ch;

	cx_children(c, &ch);
	loop(f, ch.v, ch.n, is_number(ch.v[0], true) ? NOWHERE : AT_HEAD);
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
	env_join(f, &f->env, &t.brk);
	if (!t.has_default)
		env_join(f, &f->env, &entry);
	if (t.up)			/* continue belongs to the loop around */
		env_join(f, &t.up->cont, &t.cont);
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

static void stmt_case(struct flow *f, CXCursor c)
{
	struct target *t = f->target;
	struct cx_children ch;

	while (t && !t->entry)
		t = t->up;
	cx_children(c, &ch);
	if (t) {
		env_join(f, &f->env, t->entry);
		t->has_default |= clang_getCursorKind(c) == CXCursor_DefaultStmt;
		note_label(f, t, c);
		t->stacked = ch.n && is_case(ch.v[ch.n - 1]);
	}
	if (ch.n)
		flow_stmt(f, ch.v[ch.n - 1]);
	cx_children_release(&ch);
}

/* By name, which is one in a function: not every libclang resolves a goto's. */
static struct env *label_env(struct flow *f, CXCursor label)
{
	const char *name = cx_name(f->cx, label);
	unsigned int i;

	for (i = 0; i < f->n_labels; i++)
		if (f->labels[i].name == name)
			return &f->labels[i].env;
	GROW(f->labels, f->n_labels);
	memset(&f->labels[i], 0, sizeof(*f->labels));
	f->labels[f->n_labels++].name = name;
	return &f->labels[i].env;
}

static void stmt_goto(struct flow *f, CXCursor c)
{
	struct env old = { 0 }, *l;
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n) {
		l = label_env(f, ch.v[0]);
		env_copy(&old, l);
		env_join(f, l, &f->env);
		f->changed |= l->passed && !env_equal(&old, l);
		env_release(&old);
	}
	cx_children_release(&ch);
	f->env.live = false;
}

static void stmt_label(struct flow *f, CXCursor c)
{
	struct cx_children ch;

	env_join(f, &f->env, label_env(f, c));
	label_env(f, c)->passed = true;
	cx_children(c, &ch);
	if (ch.n)
		flow_stmt(f, ch.v[ch.n - 1]);
	cx_children_release(&ch);
}

static void record_ret(struct flow *f, CXCursor c, const char *val)
{
	struct fact_ret *r;

	if (!f->recording || !*val || cmap_get(&f->ret_of, c) >= 0)
		return;
	cmap_set(&f->ret_of, c, 1);
	r = facts_add_ret(f->out);
	r->func = f->func;
	r->value = val;
	r->line = cx_in_file(f->cx, clang_getCursorLocation(c)).line;
}

static void stmt_return(struct flow *f, CXCursor c)
{
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n)
		record_ret(f, c, flow_eval(f, ch.v[0]));
	cx_children_release(&ch);
	f->env.live = false;
}

static void stmt_jump(struct flow *f, enum CXCursorKind k)
{
	struct target *t = f->target;

	if (k == CXCursor_ContinueStmt)
		while (t && t->entry && t->up)
			t = t->up;
	if (t)
		env_join(f, k == CXCursor_BreakStmt ? &t->brk : &t->cont, &f->env);
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

const char *flow_stmt(struct flow *f, CXCursor c)
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
		stmt_case(f, c);
		break;
	case CXCursor_GotoStmt:
		stmt_goto(f, c);
		break;
	case CXCursor_LabelStmt:
		stmt_label(f, c);
		break;
	case CXCursor_ReturnStmt:
		stmt_return(f, c);
		break;
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		stmt_jump(f, k);
		break;
	default:
		if (clang_isExpression(k))
			return flow_eval(f, c);
		if (clang_isStatement(k))
			stmt_children(f, c);
	}
	return "";
}

static void flow_release(struct flow *f)
{
	for (unsigned int i = 0; i < f->n_labels; i++)
		env_release(&f->labels[i].env);
	free(f->labels);
	free(f->vars);
	free(f->defs);
	free(f->scope);
	env_release(&f->env);
	cmap_release(&f->var_of);
	cmap_release(&f->object_of);
	cmap_release(&f->call_of);
	cmap_release(&f->call_seen);
	cmap_release(&f->def_of);
	cmap_release(&f->site_of);
	cmap_release(&f->ret_of);
}

static void enter_params(struct flow *f, CXCursor fn)
{
	int n = clang_Cursor_getNumArguments(fn);

	f->n_scope = 0;
	f->env.live = true;
	for (int i = 0; i < n; i++) {
		int v = flow_var(f, clang_Cursor_getArgument(fn, i));

		enter_scope(f, v);
		env_set(f, v, strtab_addf(f->cx->st, "P%d", i), "");
	}
}

static CXCursor body_of(CXCursor fn)
{
	CXCursor body = clang_getNullCursor();
	struct cx_children ch;

	cx_children(fn, &ch);
	if (ch.n && clang_getCursorKind(ch.v[ch.n - 1]) == CXCursor_CompoundStmt)
		body = ch.v[ch.n - 1];
	cx_children_release(&ch);
	return body;
}

static void forget(struct cmap *m)
{
	cmap_release(m);
	memset(m, 0, sizeof(*m));
}

/* Take back what a pass recorded. */
static void unrecord(struct flow *f, const struct facts *before)
{
	facts_rewind(f->out, before);
	for (unsigned int i = 0; i < f->n_vars; i++)
		f->vars[i].local = -1;
	f->n_locals = 0;
	forget(&f->site_of);
	forget(&f->ret_of);
	forget(&f->call_seen);
}

static bool pass(struct flow *f, CXCursor fn, CXCursor body)
{
	f->changed = false;
	for (unsigned int i = 0; i < f->n_labels; i++)
		f->labels[i].env.passed = false;
	enter_params(f, fn);
	flow_stmt(f, body);
	return f->changed;
}

/*
 * Only a goto backwards needs the body more than once: where one brings its
 * label more than went by, passes until none does, and one more for the record.
 */
void flow_function(struct cx *cx, CXCursor fn, struct facts *out)
{
	struct flow f = { .cx = cx, .out = out, .func = (int)out->n_func - 1 };
	struct facts before = *out;
	CXCursor body = body_of(fn);

	f.recording = true;
	if (pass(&f, fn, body)) {
		unrecord(&f, &before);
		f.recording = false;
		for (int i = 0; i < MAX_PASSES && pass(&f, fn, body); i++)
			;
		f.recording = true;
		pass(&f, fn, body);
	}
	flow_release(&f);
}

void flow_global(struct cx *cx, CXCursor var, struct facts *out)
{
	struct flow f = { .cx = cx, .out = out, .func = -1, .recording = true };

	f.env.live = true;
	flow_init_var(&f, var);
	flow_release(&f);
}
