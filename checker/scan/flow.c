// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function: its parameters, and passes over its body.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "facts/facts.h"
#include "jump.h"
#include "place.h"

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
			f.widen = flow_widen(i, 0);
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
