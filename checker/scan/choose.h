/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of flow: what of an expression is evaluated at all, where that is
 * known when it is compiled.
 */
#ifndef CHOOSE_H
#define CHOOSE_H

#include "flow.h"

/* Kinds of expression for which libclang has one name, "unexposed". */
enum hidden_kind {
	HIDDEN_CAST,		/* that nobody wrote */
	HIDDEN_CHOOSE,		/* __builtin_choose_expr() */
	HIDDEN_ELVIS,		/* a ?: b */
	HIDDEN_CONSTANT,	/* offsetof() and the like: nothing is evaluated */
	HIDDEN_OTHER,		/* va_arg(), an atomic operation: its value is not known */
};

enum hidden_kind flow_hidden_kind(struct flow *f, CXCursor c, const struct cx_children *ch);

/* The operand of __builtin_choose_expr() that is meant. */
CXCursor flow_chosen(struct flow *f, const struct cx_children *ch);

/*
 * The expressions of a _Generic() that it can stand for: 1 where that is known,
 * 0 where none can be told. *out is the caller's to free.
 */
int flow_generic(struct flow *f, CXCursor c, CXCursor **out);

/*
 * A condition that is a number, and true or false as asked: one that is
 * written right there, if in a macro. Others depend on the configuration.
 */
bool flow_is_number(struct flow *f, CXCursor c, bool truth);

#endif
