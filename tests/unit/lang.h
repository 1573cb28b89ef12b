/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Facts made by hand, in a little language, a record a line:
 *
 *	unit FILE MODULE
 *	func ID TYPE...		parameters' type letters; "static" ids have an @
 *	weak			the last function
 *	file			back to the file's scope
 *	call CALLEE [ARG...]	values; "-" where scan would keep nothing
 *	store BASE FIELD VALUE
 *	ret VALUE
 *	export NAME
 *	skip FUNCTION REASON
 *	scope TEXT VALUE	for the next site: a parameter that is a vCPU
 *	site FORM VALUE CONTEXT [GFN]	form d: VALUE is the vCPU's
 *	at FILE LINE		where the last site is spelled; its unit, this line
 *	accessor NAME		the last site's; gfn_to_hva
 *	vcpu TEXT		what the last site can use; "-" for none
 *	why TEXT		the last site's chain has a step with this in it
 *	sp			the last site's gfn is a shadow page's
 *	wants NAME...		what other units are asked for: functions, and members
 *				whose stores; these have a dot before them
 */
#ifndef LANG_H
#define LANG_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "facts/facts.h"

struct expectation {
	const char *context, *vcpu, *why[4];
	int n_why;
	bool sp;
};

struct test {
	struct strtab *st;
	struct facts *units[8];
	size_t n_units;
	struct expectation expect[32];
	size_t n_expect;
	int func, n_calls, line;
	struct { const char *text, *value; } scope;
	const char *wants[8];
	size_t n_wants;
	bool has_wants;
};

static struct facts *unit(struct test *t)
{
	return t->units[t->n_units - 1];
}

static void do_unit(struct test *t, char **w)
{
	struct facts *u = xcalloc(1, sizeof(*u));

	facts_init(u);
	u->unit = strtab_add(t->st, w[0]);
	u->module = strtab_add(t->st, w[1]);
	u->status = UNIT_OK;
	t->units[t->n_units++] = u;
	t->func = -1;
}

static void do_func(struct test *t, char **w)
{
	struct fact_func *f = facts_add_func(unit(t));
	const char *at = strchr(w[0], '@');

	f->id = strtab_add(t->st, w[0]);
	f->name = f->spelled = strtab_addn(t->st, w[0], at ? (size_t)(at - w[0]) : strlen(w[0]));
	f->file = at ? strtab_add(t->st, at + 1) : unit(t)->unit;
	f->line = at && strstr(at, ".h") ? 1 : t->line;
	f->ret = strtab_add(t->st, "-");
	t->func = unit(t)->n_func - 1;
	t->n_calls = 0;
	for (int i = 1; w[i]; i++) {
		struct fact_param *p = facts_add_param(unit(t));

		p->func = t->func;
		p->idx = i - 1;
		p->name = strtab_addf(t->st, "p%d", i - 1);
		p->type = strtab_add(t->st, w[i]);
	}
}

static void do_weak(struct test *t, char **w)
{
	(void)w;
	unit(t)->funcs[t->func].flags |= FUNC_WEAK;
}

static void do_file(struct test *t, char **w)
{
	(void)w;
	t->func = -1;
}

static void do_call(struct test *t, char **w)
{
	struct fact_call *c = facts_add_call(unit(t));

	c->func = t->func;
	c->no = t->n_calls++;
	c->file = unit(t)->unit;
	c->line = t->line;
	c->callee = strtab_add(t->st, w[0]);
	c->text = strtab_add(t->st, "x->op");
	c->outside = strtab_empty;
	for (int i = 1; w[i]; i++) {
		struct fact_arg *a;

		if (!strcmp(w[i], "-"))
			continue;
		a = facts_add_arg(unit(t));
		a->func = t->func;
		a->call = c->no;
		a->idx = i - 1;
		a->value = strtab_add(t->st, w[i]);
		a->text = strtab_add(t->st, w[i]);
	}
}

static void do_store(struct test *t, char **w)
{
	struct fact_store *s = facts_add_store(unit(t));

	s->func = t->func;
	s->base = strtab_add(t->st, w[0]);
	s->field = strtab_add(t->st, w[1]);
	s->value = strtab_add(t->st, w[2]);
	s->type = strtab_add(t->st, *w[2] == 'F' ? "f" : strstr(w[1], "kvm") ? "k" : "p");
	s->file = unit(t)->unit;
	s->line = t->line;
}

static void do_ret(struct test *t, char **w)
{
	struct fact_ret *r = facts_add_ret(unit(t));

	r->func = t->func;
	r->value = strtab_add(t->st, w[0]);
}

static void do_export(struct test *t, char **w)
{
	facts_add_export(unit(t))->name = strtab_add(t->st, w[0]);
}

static void do_scope(struct test *t, char **w)
{
	t->scope.text = strtab_add(t->st, w[0]);
	t->scope.value = strtab_add(t->st, w[1]);
}

static void add_scope(struct test *t)
{
	struct fact_scope *s;

	if (!t->scope.text)
		return;
	s = facts_add_scope(unit(t));
	s->site = unit(t)->n_site - 1;
	s->text = t->scope.text;
	s->value = t->scope.value;
	s->is_param = 1;
	t->scope.text = NULL;
}

static void do_site(struct test *t, char **w)
{
	struct fact_site *s = facts_add_site(unit(t));

	s->func = t->func;
	s->call = -1;
	s->accessor = strtab_add(t->st, "gfn_to_hva");
	s->file = unit(t)->unit;
	s->line = t->line;
	s->form = strtab_add(t->st, w[0]);
	s->kvm_text = strtab_add(t->st, "kvm");
	s->text = strtab_add(t->st, "gfn_to_hva(kvm, gfn)");
	if (*w[0] == 'd')
		s->vcpu = strtab_add(t->st, w[1]);
	else
		s->value = strtab_add(t->st, w[1]);
	if (w[3])
		s->gfn = strtab_add(t->st, w[3]);
	add_scope(t);
	t->expect[t->n_expect++].context = strtab_add(t->st, w[2]);
}

static void do_at(struct test *t, char **w)
{
	struct fact_site *s = &unit(t)->sites[unit(t)->n_site - 1];

	s->file = strtab_add(t->st, w[0]);
	s->line = atoi(w[1]);
}

static void do_accessor(struct test *t, char **w)
{
	struct fact_site *s = &unit(t)->sites[unit(t)->n_site - 1];

	s->accessor = strtab_add(t->st, w[0]);
	s->text = strtab_addf(t->st, "%s(kvm, gfn)", w[0]);
}

static void do_skip(struct test *t, char **w)
{
	struct fact_skip *s = facts_add_skip(unit(t));

	s->file = unit(t)->unit;
	s->line = t->line;
	s->function = strtab_add(t->st, w[0]);
	s->reason = strtab_add(t->st, w[1]);
}

static void do_vcpu(struct test *t, char **w)
{
	t->expect[t->n_expect - 1].vcpu = strtab_add(t->st, w[0]);
}

static void do_why(struct test *t, char **w)
{
	struct expectation *e = &t->expect[t->n_expect - 1];
	struct strbuf sb = STRBUF_INIT;

	for (int i = 0; w[i]; i++)
		strbuf_addf(&sb, "%s%s", i ? " " : "", w[i]);
	e->why[e->n_why++] = strtab_add(t->st, sb.buf);
	strbuf_release(&sb);
}

static void do_sp(struct test *t, char **w)
{
	(void)w;
	t->expect[t->n_expect - 1].sp = true;
}

static void do_wants(struct test *t, char **w)
{
	t->has_wants = true;
	for (int i = 0; w[i]; i++)
		t->wants[t->n_wants++] = strtab_add(t->st, w[i]);
}

static const struct {
	const char *name;
	void (*fn)(struct test *t, char **w);
} words[] = {
	{ "unit", do_unit }, { "func", do_func }, { "file", do_file }, { "call", do_call },
	{ "store", do_store }, { "ret", do_ret }, { "export", do_export },
	{ "scope", do_scope }, { "site", do_site }, { "vcpu", do_vcpu }, { "why", do_why },
	{ "sp", do_sp }, { "at", do_at }, { "accessor", do_accessor }, { "skip", do_skip },
	{ "wants", do_wants }, { "weak", do_weak },
};

static void do_line(struct test *t, char *line)
{
	char *w[20] = { NULL }, *save;
	int n = 0;

	for (char *s = strtok_r(line, " ", &save); s && n < 19; s = strtok_r(NULL, " ", &save))
		w[n++] = s;
	t->line++;
	for (size_t i = 0; n && i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].name, w[0]))
			words[i].fn(t, w + 1);
}

/* The facts of a program; released by test_release(). */
static void test_read(struct test *t, struct strtab *st, const char *text)
{
	char *copy = xstrdup(text), *save;

	*t = (struct test){ .st = st, .func = -1 };
	for (char *s = strtok_r(copy, "\n", &save); s; s = strtok_r(NULL, "\n", &save))
		do_line(t, s);
	free(copy);
}

static void test_release(struct test *t)
{
	for (size_t i = 0; i < t->n_units; i++) {
		facts_release(t->units[i]);
		free(t->units[i]);
	}
}

#endif
