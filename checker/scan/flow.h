/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flow: one function body in, its calls, sites, stores and returns out.
 *
 * The body is interpreted over values (value.h): an environment maps each
 * local variable to the set of values that reach this point, branches are
 * joined, loops repeated until nothing changes. Facts are recorded in the last
 * pass over a piece of code only.
 *
 * flow.c follows statements, env.c keeps environments; expr.c gives the value
 * of expressions, assign.c sets what they are assigned to; call.c records calls and stores,
 * site.c accessor sites, def.c what locals were set to.
 */
#ifndef FLOW_H
#define FLOW_H

#include "facts/facts.h"
#include "cx.h"

/* A map from cursors to small numbers. */
struct cmap {
	CXCursor *key;
	int *val;
	unsigned int n, cap;
};

/* -1 where there is none. */
int cmap_get(const struct cmap *m, CXCursor c);
void cmap_set(struct cmap *m, CXCursor c, int val);
void cmap_release(struct cmap *m);

/* What reaches a point: for each variable a set of values and of definitions. */
struct env {
	bool live;
	bool passed;		/* of a label: this pass has been there */
	unsigned int outside;	/* branches of the reach table that were taken; guard.h */
	unsigned int n;
	const char **val, **def;
};

struct var {
	CXCursor decl;
	const char *name;
	const char *member;	/* "L0>s.m" where this is a member of a local object */
	enum type_class class;
	bool is_param;
	bool in_macro;		/* declared by a macro's body: its name means nothing outside */
	bool escaped;		/* its address was taken: others may set it */
	int local;		/* its index in the function's local records, or -1 */
};

/* A definition of a local, for "why" and to find the vCPU behind an alias. */
struct def {
	const char *file, *text, *value;
	unsigned int line;
	const char *vcpu_text;	/* E of E->kvm, "" where it is not one */
	int var;		/* the local */
	int root;		/* the variable that E starts from, -1 if none */
	const char *root_value;
};

struct label {
	const char *name;
	struct env env;		/* what its gotos bring along */
};

/* The loop or switch that break and continue belong to. */
struct target {
	struct env brk, cont;
	struct env *entry;	/* of a switch: what reaches its labels */
	bool has_default;
	const char *labels;	/* of a switch: the case labels passed last, "A|B"; or NULL */
	bool stacked;		/* what comes next is one more label of these */
	struct target *up;
};

struct flow {
	struct cx *cx;
	struct facts *out;
	int func;		/* index of the func record, -1 at file scope */
	bool recording;
	bool changed;		/* a label's environment grew in this pass */
	struct env env;
	struct env ret;
	struct target *target;
	struct var *vars;
	unsigned int n_vars;
	struct def *defs;
	unsigned int n_defs;
	int *scope;		/* variables in scope, innermost last */
	unsigned int n_scope;
	struct label *labels;
	unsigned int n_labels;
	unsigned int n_objects, n_calls, n_locals;
	struct cmap var_of, object_of, call_of, call_seen, def_of, site_of, ret_of;
};

/* The facts of one function definition, of one file-scope variable. */
void flow_function(struct cx *cx, CXCursor fn, struct facts *out);
void flow_global(struct cx *cx, CXCursor var, struct facts *out);

/* expr.c */
const char *flow_eval(struct flow *f, CXCursor c);	/* its value */
const char *flow_addr(struct flow *f, CXCursor c);	/* the object that an lvalue is in */

/* assign.c */
void flow_init_var(struct flow *f, CXCursor var);
/* A braced list that initialises base; an array's elements are its field. */
void flow_initializer(struct flow *f, CXCursor init, const char *base, const char *field);

/* flow.c, for expr.c */
const char *flow_stmt(struct flow *f, CXCursor c);	/* the value of a last expression */
int flow_var(struct flow *f, CXCursor decl);
int flow_member_var(struct flow *f, const char *member);

/* env.c: what a variable holds and where it was set, "" where nothing is known. */
const char *env_val(const struct env *e, int var);
const char *env_def(const struct env *e, int var);
void env_set(struct flow *f, int var, const char *val, const char *def);
void env_copy(struct env *to, const struct env *from);
void env_join(struct flow *f, struct env *to, const struct env *from);
bool env_equal(const struct env *a, const struct env *b);
void env_release(struct env *e);

/* call.c, def.c */
const char *flow_call(struct flow *f, CXCursor c);
const char *flow_def(struct flow *f, int var, CXCursor at, CXCursor rhs, const char *value);
void flow_store(struct flow *f, CXCursor at, const char *base, const char *field,
		const char *value, enum type_class class);

#endif
