/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flow: one function body in, its calls, sites, stores and returns out.
 *
 * The body is interpreted over values (val.h): an environment says what each
 * local variable and each member of a local object can hold at this point,
 * branches are joined, loops repeated until nothing changes. Facts are
 * recorded in the last pass over a piece of code only.
 *
 * flow.c goes over a function, stmt.c follows its statements, loop.c those that
 * are repeated, jump.c labels and asm; expr.c gives the value of
 * expressions, place.c what lvalues are and what is read and written there,
 * assign.c initialisers; call.c records calls and stores, site.c accessor
 * sites, local.c what locals were set to. env.c keeps environments.
 */
#ifndef FLOW_H
#define FLOW_H

#include "facts/facts.h"
#include "cmap.h"
#include "cx.h"
#include "val.h"

/*
 * What reaches a point: for each slot the values and definitions, NULL where
 * the slot was not written to here; when: the last event that could have
 * changed memory other than local variables.
 */
struct env {
	bool live;
	unsigned int outside;	/* branches of the reach table that were taken; guard.h */
	unsigned int n;
	int when;
	const struct vset **val;
	const char **def;
};

/* A local variable or another object of the function: number n is atom L<n>. */
struct var {
	CXCursor decl;		/* null for a compound literal */
	const char *name;
	enum type_class class;
	bool is_object;		/* a struct, union or array */
	bool is_param;
	bool in_macro;		/* declared by a macro's body: its name means nothing outside */
	bool escaped;		/* its address is kept in memory: any call may change it */
	int local;		/* its index in the function's local records, or -1 */
	int slots;		/* the last of its slots, or -1 */
	const char *handler;	/* F<id> that __attribute__((cleanup)) names, or NULL */
};

/*
 * Where in a variable a value is: at byte off, at OFF_ANY in some element of
 * an array, or OFF_REST, what all that no slot holds is copied from.
 */
#define OFF_REST (LONG_MIN + 1)
struct slot {
	int var;
	long off;
	const char *field;	/* what facts call it: a member, or "*" */
	enum type_class class;
	bool is_pointer;
	int next;		/* of the same variable, or -1 */
};

/* A definition of a local, for "why" and to find the vCPU behind an alias. */
struct def {
	const char *file, *text, *value;
	unsigned int line;
	const struct vset *vcpu;	/* of E, where the definition is E->kvm; else NULL */
	const char *vcpu_text;	/* E as an argument, "" where it cannot be written again */
	int var;		/* the local */
	int root;		/* the variable that E starts from, -1 if none */
	const struct vset *root_value;
};

struct label {
	CXCursor stmt;
	const char *name;
	bool passed;		/* this pass has been there */
	bool back;		/* it is gone to from behind */
	bool taken;		/* its address was: a computed goto may go there */
	int since;		/* the first event behind it */
	struct env env;		/* what its gotos bring along */
};

/* The loop or switch that break and continue belong to. */
struct target {
	struct env brk, cont;
	struct env *entry;	/* of a switch: what reaches its labels */
	bool has_default;
	const char *labels;	/* of a switch: the case labels passed last, "A|B"; or NULL */
	bool stacked;		/* what comes next is one more label of these */
	unsigned int scope;
	struct target *up;
};

struct flow {
	struct cx *cx;
	struct valtable *vt;
	struct facts *out;
	CXCursor fn;
	int func;		/* index of the func record, -1 at file scope */
	bool recording;
	bool changed;		/* a label's environment grew in this pass */
	bool returns;		/* some return is reached */
	int widen;		/* a bound was reached: what still grows is unknown */
	struct env env;
	struct target *target;
	struct var *vars;
	unsigned int n_vars;
	struct slot *slots;
	unsigned int n_slots;
	struct def *defs;
	unsigned int n_defs;
	int *scope;		/* variables in scope, innermost last */
	unsigned int n_scope;
	struct label *labels;
	unsigned int n_labels;
	bool labels_found;	/* all of them are in labels */
	bool guards;		/* a predicate of guard.c has been called */
	struct env computed;	/* what computed gotos bring along */
	char *printed;		/* the function as libclang prints it, or NULL */
	unsigned int n_calls, n_locals;
	int n_events;
	int *call_event;	/* of each call */
	struct cmap var_of, call_of, call_seen, def_of, site_of, ret_of, event_of, loop_of;
	struct ptrmap slot_of;
};

/* The facts of one function definition, of one file-scope variable. False: it never returns. */
bool flow_function(struct cx *cx, CXCursor fn, struct facts *out);
void flow_global(struct cx *cx, CXCursor var, struct facts *out);

/* stmt.c: a statement's value is that of a last expression. */
const struct vset *flow_stmt(struct flow *f, CXCursor c);

/* place.c: a variable of the function that its environment follows. */
bool is_local(CXCursor decl);

/* expr.c */
const struct vset *flow_eval(struct flow *f, CXCursor c);

/* assign.c: a declaration's initialiser, and a braced list that fills an object. */
void flow_init_var(struct flow *f, CXCursor var);

/* env.c */
int flow_var(struct flow *f, CXCursor decl);
void enter_scope(struct flow *f, int var);
/* What a loop or a switch breaks to, until pop_target(). entry: a switch's, or NULL. */
void push_target(struct flow *f, struct target *t, struct env *entry);
void pop_target(struct flow *f, struct target *t);
int env_slot(struct flow *f, int var, long off, const char *field);
const struct vset *env_read(struct flow *f, const struct env *e, int slot);
const char *env_def(const struct env *e, int slot);
void env_write(struct flow *f, int slot, const struct vset *val, const char *def);
void env_copy(struct env *to, const struct env *from);
/* at: the event of the join, where they differ in what memory holds. */
void env_join(struct flow *f, struct env *to, const struct env *from, int at);
bool env_equal(const struct env *a, const struct env *b);
/* What the next turn of a loop, which began with that event, sees of what this one found. */
void env_age(struct flow *f, struct env *e, int since);
void env_release(struct env *e);
/* The widening of a pass over what is repeated, in code that has that of outside. */
int flow_widen(int pass, int outside);
/*
 * A number for what can change memory, or where paths meet; it grows from the
 * start of the function to its end, and stays the same from pass to pass.
 */
int flow_event_at(struct flow *f, CXCursor c);

/* call.c, local.c */
const struct vset *flow_call(struct flow *f, CXCursor c);
void flow_leave(struct flow *f, unsigned int scope);	/* run cleanup handlers */
const char *flow_def(struct flow *f, int var, CXCursor at, CXCursor rhs,
		     const struct vset *value);
void flow_store(struct flow *f, CXCursor at, const struct vset *base, const char *field,
		const struct vset *value, enum type_class class);

#endif
