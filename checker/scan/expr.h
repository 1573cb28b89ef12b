/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of flow: what expr.c and assign.c share.
 */
#ifndef EXPR_H
#define EXPR_H

#include "flow.h"

/* expr.c */
bool is_pointer_type(CXType t);
/* A variable of the function that its environment follows. */
bool is_local(CXCursor decl);
bool is_unary(CXCursor c, enum cx_unop op);
/* The first operand. */
CXCursor first_expr(CXCursor c);
/* The object that a variable is; that the . or -> of a member expression selects from. */
const char *decl_object(struct flow *f, CXCursor decl);
const char *member_base(struct flow *f, CXCursor c);
/* What is read from a member of an object. */
const char *load_member(struct flow *f, const char *base, const char *field);

/* assign.c: lhs gets val, which rhs was found to be, in the assignment at. */
void assign(struct flow *f, CXCursor lhs, CXCursor at, CXCursor rhs, const char *val);

#endif
