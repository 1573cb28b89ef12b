// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loops: turns until nothing is found that the turn before did not find.
 */
#include "base/base.h"
#include "choose.h"
#include "jump.h"
#include "loop.h"
#include "shape.h"

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
		f->widen = flow_widen(pass, widen);
	f->widen = widen;
	f->recording = recording;
	if (recording)
		loop_pass(f, l, &head);
	env_copy(&f->env, &l->left);
	env_release(&head);
	env_release(&l->left);
}

void stmt_do(struct flow *f, CXCursor c)
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

void stmt_for(struct flow *f, CXCursor c)
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

void stmt_while(struct flow *f, CXCursor c)
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
