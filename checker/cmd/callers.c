// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck callers": the tree of callers of a function, with what each
 * passes for a struct kvm or a vCPU, and whose that is.
 */
#include <stdlib.h>
#include <string.h>
#include "link/link.h"
#include "check.h"
#include "command.h"
#include "explain.h"

#define MAX_DEPTH 40

struct walk {
	struct program *p;
	struct strbuf *out;
	const struct function *path[MAX_DEPTH];
	unsigned int mark;
};

/* The parameters that people ask about. */
static bool is_telling(const struct fact_param *p)
{
	return *p->type == TYPE_KVM || *p->type == TYPE_VCPU;
}

static const char *whose(unsigned int bits)
{
	if (bits & FROM_VM && bits & FROM_ANY_VCPU)
		return "a vCPU's or the VM's";
	if (bits & FROM_UNKNOWN)
		return "unknown";
	if (bits & FROM_VCPU)
		return "a vCPU's";
	if (bits & FROM_FOREIGN)
		return "another vCPU's";
	return bits ? "the VM's" : "unknown";
}

static void add_passed(struct walk *w, const struct call *c, const struct fact_param *param)
{
	const struct fact_arg *a = call_arg(c, param->idx);
	unsigned int bits;

	if (!a) {
		strbuf_addf(w->out, ", %s: not followed", param->name);
		return;
	}
	strbuf_addf(w->out, ", %s: %s", param->name, *a->text ? a->text : "(in a macro)");
	if (*param->type == TYPE_KVM) {
		strbuf_addf(w->out, " (%s)", whose(program_origin(w->p, ORIGIN_KVM, c->body, a->value)));
		return;
	}
	bits = program_origin(w->p, ORIGIN_VCPU, c->body, a->value);
	if ((bits & FROM_ANY_VCPU) == FROM_FOREIGN)
		strbuf_addstr(w->out, " (looked up)");
}

static void add_call(struct walk *w, const struct call *c, const struct function *f, int depth)
{
	const struct body *b = f->bodies[0];
	const char *through = call_name(program_graph(w->p), c);

	strbuf_addf(w->out, "%*s%s() %s:%d", depth * 2, "",
		    c->body->fact ? c->body->fact->spelled : "?", c->fact->file,
		    (int)c->fact->line);
	for (size_t i = 0; i < b->n_params; i++)
		if (is_telling(b->params[i]))
			add_passed(w, c, b->params[i]);
	if (!through || strcmp(through, f->name))
		strbuf_addf(w->out, ", through %s", through ? through : c->fact->text);
}

static bool on_path(const struct walk *w, const struct function *f, int depth)
{
	for (int i = 0; i < depth; i++)
		if (w->path[i] == f)
			return true;
	return false;
}

static void add_root(struct walk *w, const struct function *f, int depth)
{
	if (f->hidden_to)
		strbuf_addf(w->out, "%*sand from places that cannot be seen: its address goes to %s at %s:%d\n",
			    depth * 2, "", f->hidden_to, f->hidden_file, f->hidden_line);
}

/* The callers of f; a function's own are printed the first time only. */
static void walk(struct walk *w, struct function *f, int depth)
{
	w->path[depth - 1] = f;
	f->mark = w->mark;
	for (size_t i = 0; i < f->n_callers; i++) {
		struct function *up = f->callers[i]->body->function;

		add_call(w, f->callers[i], f, depth);
		if (!up || (!up->n_callers && !up->hidden_to)) {
			strbuf_addstr(w->out, "\n");
		} else if (on_path(w, up, depth)) {
			strbuf_addstr(w->out, ", which is recursion\n");
		} else if (up->mark == w->mark) {
			strbuf_addstr(w->out, ", see above\n");
		} else if (depth == MAX_DEPTH) {
			strbuf_addstr(w->out, ", ...\n");
		} else {
			strbuf_addstr(w->out, "\n");
			walk(w, up, depth + 1);
		}
	}
	add_root(w, f, depth);
}

static void add_function(struct program *p, struct function *f, const char *build,
			 struct strbuf *out)
{
	struct walk w = { .p = p, .out = out, .mark = ++program_graph(p)->query };

	strbuf_addf(out, "%s() %s:%d", f->bodies[0]->fact->spelled, f->file,
		    (int)f->bodies[0]->fact->line);
	if (build)
		strbuf_addf(out, " [%s]", build);
	strbuf_addstr(out, f->n_callers || f->hidden_to ? "\n" :
		      ": nothing that was analysed calls it\n");
	walk(&w, f, 1);
}

/* Static functions too, whose id has the file; and what a template spells FNAME(name). */
static bool is_named(const struct function *f, const char *name)
{
	return !strcmp(f->name, name) || !strcmp(f->bodies[0]->fact->spelled, name);
}

int explain_callers(struct program *const *p, const struct build_info *b, size_t n,
		    const char *function, struct strbuf *out)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		struct graph *g = program_graph(p[i]);

		for (size_t j = 0; j < g->n_functions; j++) {
			if (!is_named(g->functions[j], function))
				continue;
			if (found++)
				strbuf_addstr(out, "\n");
			add_function(p[i], g->functions[j], n > 1 ? b[i].name : NULL, out);
		}
	}
	if (found)
		return 0;
	return error("no function %s() has a body in what was analysed", function);
}

static int run_callers(struct check *c)
{
	const char *arg = c->o->args[0];
	const char *name = strtab_addn(c->st, arg, strlen(arg) - (ends_in(arg, "()") ? 2 : 0));
	struct strbuf sb = STRBUF_INIT;
	int err;

	if (check_load(c))
		return -1;
	strbuf_reset(&sb);
	err = explain_callers(c->programs, c->infos, c->n, name, &sb);
	err |= check_print(&sb);
	strbuf_release(&sb);
	return err;
}

const struct command cmd_callers = {
	.name = "callers", .operand = "FUNCTION", .usage = "FUNCTION",
	.brief = "who calls a function, and with what",
	.exhaustive = true, .run = run_callers,
};
