/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The shape of types and expressions: what is known of them without following
 * any value.
 */
#ifndef SHAPE_H
#define SHAPE_H

#include "cx.h"

/* The type of an expression or a declaration: libclang says an array of a parameter that is a pointer. */
CXType type_of(CXCursor c);

bool is_pointer_type(CXType t);
bool is_record(CXType t);
bool is_array(CXType t);

/* The number that an expression without variables has. */
bool is_constant(CXCursor c, long *n);

/* The first operand. */
CXCursor first_expr(CXCursor c);
bool is_unary(struct cx *cx, CXCursor c, enum cx_unop op);

/* The fields of a record; the caller frees v. */
struct fields {
	CXCursor *v;
	unsigned int n;
};
void fields_read(CXType record, struct fields *fs);

#endif
