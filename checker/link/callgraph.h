/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The whole program of one build: its functions, who calls them, and what is
 * stored where. Everything lives as long as the graph.
 *
 * A function is a name that calls can go to; a body is one definition of it
 * as one unit has it. Static inlines of headers have one body for all units
 * that see the same one. Values in facts are in terms of a body.
 */
#ifndef CALLGRAPH_H
#define CALLGRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/base.h"
#include "facts/facts.h"

struct body {
	const struct facts *unit;
	const struct fact_func *fact;	/* NULL: the unit's file scope */
	struct function *function;	/* NULL: file scope */
	bool shared;			/* stands for the same one of other units too */
	uint64_t sum;			/* of what its records say */
	struct call *calls;
	size_t n_calls;
	const struct fact_param **params;
	const struct fact_ret **rets;
	const struct fact_store **stores;
	size_t n_params, n_rets, n_stores;
};

struct call {
	struct body *body;		/* the caller */
	const struct fact_call *fact;
	const struct fact_arg **args;	/* those that scan keeps, in any order */
	size_t n_args;
	struct function **targets;	/* those with a body */
	size_t n_targets;
	struct function *direct;	/* room for the usual one target */
};

struct function {
	const char *id, *name, *file;
	struct body **bodies;		/* the first speaks for all */
	size_t n_bodies;
	struct call **callers;
	size_t n_callers;
	struct function *same_id;	/* another function of that name */
	struct function *variant;	/* what macros make of it in another unit */
	bool is_weak;
	/* Its address goes where calls cannot be seen: there, or NULL and 0. */
	const char *hidden_file, *hidden_to;
	int hidden_line;
	unsigned int mark;		/* the last query that met it */
};

/* A store, and the body whose terms its value is in. */
struct store {
	const struct body *body;
	const struct fact_store *fact;
};

struct stores {
	struct store *v;
	size_t n;
};

struct graph {
	struct facts *const *units;
	size_t n_units;
	struct strtab *st;
	struct valtab *vt;
	struct function **functions;
	size_t n_functions;
	struct body ***body_of;		/* by unit, then by index of its func record */
	struct call **indirect;		/* calls that have to be resolved */
	size_t n_indirect;
	struct ptrmap by_id;		/* id: functions, linked by same_id */
	struct ptrmap by_file;		/* (id, file): function, linked by variant */
	struct ptrmap by_unit;		/* (unit, id): function, of those of headers */
	struct ptrmap by_field;		/* field: struct stores */
	struct ptrmap by_base;		/* (field, base): struct stores, bases G */
	struct ptrmap exports;		/* name */
	unsigned int query;
	struct arena mem;
};

/* The call of that number, or NULL. */
const struct call *body_call(const struct body *b, int no);
/*
 * The argument, or NULL where scan did not keep it; and its values. Of structs
 * scan keeps only KVM's own: any other, a notifier or a work item, is "G", an
 * object of its own.
 */
const struct fact_arg *call_arg(const struct call *c, int idx);
const struct valset *call_arg_values(const struct graph *g, const struct call *c, int idx);
/* The letter of the parameter's type, TYPE_OTHER where not known. */
enum type_class body_param_type(const struct body *b, int idx);
const char *body_param_name(const struct body *b, int idx);
/* The first function of that name, or NULL; the rest by same_id. */
struct function *graph_find(const struct graph *g, const char *id);
/* The name of what is called, where it is one function; else NULL. */
const char *call_name(const struct graph *g, const struct call *c);
const struct stores *graph_stores(const struct graph *g, const char *field, const char *base);

#endif
