// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statements: how environments flow through a function body.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "text/text.h"
#include "attr.h"
#include "choose.h"
#include "guard.h"
#include "jump.h"
#include "place.h"

/*
 * Passes over a loop after which what still grows is taken for unknown, too,
 * and for nothing else. Sets are bounded, so that there always is a last pass.
 */
#define MANY_PASSES 12
#define TOO_MANY_PASSES 24

static int new_var(struct flow *f)
{
	GROW(f->vars, f->n_vars);
	memset(&f->vars[f->n_vars], 0, sizeof(*f->vars));
	f->vars[f->n_vars].local = -1;
	f->vars[f->n_vars].slots = -1;
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
	v->class = cx_class(type_of(decl));
	v->is_object = cx_is_object(type_of(decl));
	v->is_param = clang_getCursorKind(decl) == CXCursor_ParmDecl;
	p = cx_in_file(f->cx, clang_getCursorLocation(decl));
	v->in_macro = strcmp(cx_word(f->cx, p.file, p.off), v->name) != 0;
	cmap_set(&f->var_of, decl, i);
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
	t->scope = f->n_scope;
	t->up = f->target;
	f->target = t;
}

static void pop_target(struct flow *f, struct target *t)
{
	f->target = t->up;
	env_release(&t->brk);
	env_release(&t->cont);
}

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

/* Where a loop is left, but for break. */
enum exit { AT_HEAD, AT_END, NOWHERE };

/*
 * A loop in the order in which it runs: head, body, step. unsure: which of
 * its parts these are cannot be told, so that each may be run or not.
 */
struct loop {
	CXCursor stmt, head[3], body, step[3];
	unsigned int n_head, n_step;
	bool unsure;
	enum exit exit;
	struct env left;	/* what leaves it */
};

static void run_parts(struct flow *f, const CXCursor *v, unsigned int n, bool unsure)
{
	struct env before = { 0 };

	for (unsigned int i = 0; i < n; i++) {
		if (unsure)
			env_copy(&before, &f->env);
		flow_stmt(f, v[i]);
		if (unsure)
			env_join(f, &f->env, &before, flow_event_at(f, v[i]));
	}
	env_release(&before);
}

static void loop_turn(struct flow *f, struct loop *l)
{
	int at = flow_event_at(f, l->stmt);
	struct target t;

	l->left.live = false;
	push_target(f, &t, NULL);
	run_parts(f, l->head, l->n_head, l->unsure);
	if (l->exit == AT_HEAD)
		env_join(f, &l->left, &f->env, at);
	flow_stmt(f, l->body);
	env_join(f, &f->env, &t.cont, at);
	run_parts(f, l->step, l->n_step, l->unsure);
	if (l->exit == AT_END)
		env_join(f, &l->left, &f->env, at);
	env_join(f, &l->left, &t.brk, at);
	pop_target(f, &t);
}

/* The first event of a loop, and whether memory changes in it, as far as is known. */
static int loop_since(struct flow *f, CXCursor c, bool *changes)
{
	int n = cmap_get(&f->loop_of, c);

	if (n < 0) {
		n = 2 * ++f->n_events;
		cmap_set(&f->loop_of, c, n);
	}
	*changes = n & 1;
	return n / 2;
}

/* One turn from what reaches the loop's head, and what then reaches it; false where that grew. */
static bool loop_pass(struct flow *f, struct loop *l, struct env *head)
{
	struct env next = { 0 };
	bool changes, same;
	int since = loop_since(f, l->stmt, &changes);

	env_copy(&f->env, head);
	if (changes)
		f->env.when = since;
	loop_turn(f, l);
	same = changes || !f->env.live || f->env.when == head->when;
	if (!same)
		cmap_set(&f->loop_of, l->stmt, 2 * since + 1);
	env_age(f, &f->env, since);
	env_copy(&next, head);
	env_join(f, &next, &f->env, since);
	same &= env_equal(head, &next);
	env_copy(head, &next);
	env_release(&next);
	return same;
}

/* Turns until what reaches the loop's head does not grow, then one for the record. */
static void loop(struct flow *f, struct loop *l)
{
	bool recording = f->recording;
	struct env head = { 0 };
	int widen = f->widen;

	env_copy(&head, &f->env);
	f->recording = false;
	for (int pass = 0; !loop_pass(f, l, &head); pass++)
		f->widen = pass >= TOO_MANY_PASSES ? 2 : pass >= MANY_PASSES ? 1 : widen;
	f->widen = widen;
	f->recording = recording;
	if (recording)
		loop_pass(f, l, &head);
	env_copy(&f->env, &l->left);
	env_release(&head);
	env_release(&l->left);
}

static void stmt_do(struct flow *f, CXCursor c)
{
	struct loop l = { .stmt = c, .exit = AT_END };
	struct cx_children ch;
	struct target t;

	cx_children(c, &ch);
	if (ch.n == 2 && flow_is_number(f, ch.v[1], false)) {	/* do { } while (0): once */
		push_target(f, &t, NULL);
		flow_stmt(f, ch.v[0]);
		env_join(f, &f->env, &t.cont, flow_event_at(f, c));
		env_join(f, &f->env, &t.brk, flow_event_at(f, c));
		pop_target(f, &t);
	} else if (ch.n == 2) {
		l.body = ch.v[0];
		l.step[l.n_step++] = ch.v[1];
		if (flow_is_number(f, ch.v[1], true))
			l.exit = NOWHERE;
		loop(f, &l);
	}
	cx_children_release(&ch);
}

/* libclang leaves out what is missing: the text says what that is. */
static void for_loop(struct flow *f, struct loop *l, const struct cx_children *ch)
{
	unsigned int n = ch->n - 1, i = 0;
	bool part[3];

	l->unsure = !for_parts(f, l->stmt, part) || n != (unsigned int)part[0] + part[1] + part[2];
	if (n == 3) {
		l->unsure = false;
		part[0] = part[1] = part[2] = true;
	}
	for (; l->unsure && i < n; i++) {
		run_parts(f, &ch->v[i], 1, true);
		l->head[l->n_head++] = l->step[l->n_step++] = ch->v[i];
	}
	l->exit = AT_HEAD;
	if (l->unsure)
		return;
	if (part[0])
		flow_stmt(f, ch->v[i++]);
	if (!part[1] || flow_is_number(f, ch->v[i], true))
		l->exit = NOWHERE;
	if (part[1])
		l->head[l->n_head++] = ch->v[i++];
	if (part[2])
		l->step[l->n_step++] = ch->v[i++];
}

static void stmt_for(struct flow *f, CXCursor c)
{
	struct loop l = { .stmt = c };
	unsigned int scope = f->n_scope;
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n && ch.n <= 4) {
		l.body = ch.v[ch.n - 1];
		for_loop(f, &l, &ch);
		loop(f, &l);
	}
	cx_children_release(&ch);
	flow_leave(f, scope);
	f->n_scope = scope;
}

static void stmt_while(struct flow *f, CXCursor c)
{
	struct loop l = { .stmt = c, .exit = AT_HEAD };
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n == 2) {
		l.head[l.n_head++] = ch.v[0];
		l.body = ch.v[1];
		if (flow_is_number(f, ch.v[0], true))
			l.exit = NOWHERE;
		loop(f, &l);
	}
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

static void flow_release(struct flow *f)
{
	jump_release(f);
	valtable_free(f->vt);
	free(f->vars);
	free(f->slots);
	free(f->defs);
	free(f->scope);
	free(f->call_event);
	env_release(&f->env);
	cmap_release(&f->var_of);
	cmap_release(&f->call_of);
	cmap_release(&f->call_seen);
	cmap_release(&f->def_of);
	cmap_release(&f->site_of);
	cmap_release(&f->ret_of);
	cmap_release(&f->event_of);
	cmap_release(&f->loop_of);
	ptrmap_release(&f->slot_of);
}

static void enter_param(struct flow *f, CXCursor param, int n)
{
	struct place p = place_var(f, param);
	const struct vset *val = vset_atom(f->vt, 'P', n, NULL);

	if (is_record(p.type))
		place_copy(f, &p, param, val);
	else
		place_store(f, &p, param, val, "");
	enter_scope(f, flow_var(f, param));
}

static void enter_params(struct flow *f, CXCursor fn)
{
	int n = clang_Cursor_getNumArguments(fn);

	f->n_scope = 0;
	f->env.live = true;
	f->env.when = 0;
	for (int i = 0; i < n; i++)
		enter_param(f, clang_Cursor_getArgument(fn, i), i);
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
		f->labels[i].passed = false;
	env_release(&f->env);
	enter_params(f, fn);
	flow_stmt(f, body);
	return f->changed;
}

/*
 * Only a goto backwards needs the body more than once: where one brings its
 * label more than went by, passes until none does, and one more for the record.
 */
bool flow_function(struct cx *cx, CXCursor fn, struct facts *out)
{
	struct flow f = { .cx = cx, .out = out, .fn = fn, .func = (int)out->n_func - 1 };
	struct facts before = *out;
	CXCursor body = body_of(fn);
	bool returns;

	f.vt = valtable_new(cx->st);
	f.recording = true;
	if (pass(&f, fn, body)) {
		unrecord(&f, &before);
		f.recording = false;
		for (int i = 0; pass(&f, fn, body); i++)
			f.widen = i >= TOO_MANY_PASSES ? 2 : i >= MANY_PASSES;
		f.recording = true;
		f.widen = 0;
		f.returns = false;
		pass(&f, fn, body);
	}
	returns = f.returns || f.env.live;
	flow_release(&f);
	return returns;
}

void flow_global(struct cx *cx, CXCursor var, struct facts *out)
{
	struct flow f = { .cx = cx, .out = out, .fn = var, .func = -1, .recording = true };

	f.vt = valtable_new(cx->st);
	f.env.live = true;
	flow_init_var(&f, var);
	flow_release(&f);
}
