// SPDX-License-Identifier: GPL-2.0-only
/*
 * READ_ONCE() and WRITE_ONCE() before 5.8: a copy by a function, through the
 * bytes of a variable of type union { typeof(x) __val; char __c[1]; }.
 *
 *	__read_once_size(&(x), __u.__c, sizeof(x))	__u.__val = x
 *	__write_once_size(&(x), __u.__c, sizeof(x))	x = __u.__val
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "once.h"
#include "place.h"

/* The object that &(x) points to. */
static bool object_at(struct flow *f, CXCursor arg, struct place *p)
{
	CXCursor addr = cx_strip(arg), x;

	if (!is_unary(f->cx, addr, CX_UN_ADDR))
		return false;
	x = first_expr(addr);
	*p = flow_place(f, x);
	p->type = clang_getCursorType(x);
	return true;
}

/* What the union is for: the first of its members. */
static bool value_at(struct flow *f, CXCursor arg, struct place *p)
{
	CXCursor bytes = cx_strip(arg), u;
	struct place whole;
	struct fields fs;

	if (clang_getCursorKind(bytes) != CXCursor_MemberRefExpr)
		return false;
	u = first_expr(bytes);
	if (clang_Cursor_isNull(u) || !is_record(clang_getCursorType(u)))
		return false;
	fields_read(clang_getCursorType(u), &fs);
	if (fs.n) {
		whole = flow_place(f, u);
		*p = place_member(f, &whole, fs.v[0]);
	}
	free(fs.v);
	return fs.n;
}

static void copy(struct flow *f, const struct place *to, CXCursor at, const struct place *from)
{
	if (is_record(to->type))
		place_copy(f, to, at, from->base);
	else
		place_store(f, to, at, place_load(f, from), "");
}

bool flow_once(struct flow *f, CXCursor c, const char *name)
{
	bool reads = !strncmp(name, "__read_once_size", strlen("__read_once_size"));
	struct place object, value;
	long size;

	if (!reads && strcmp(name, "__write_once_size"))
		return false;
	if (clang_Cursor_getNumArguments(c) != 3 ||
	    !is_constant(clang_Cursor_getArgument(c, 2), &size) ||
	    !object_at(f, clang_Cursor_getArgument(c, 0), &object) ||
	    !value_at(f, clang_Cursor_getArgument(c, 1), &value) ||
	    clang_Type_getSizeOf(object.type) != size || clang_Type_getSizeOf(value.type) != size)
		return false;
	object.when = flow_event_at(f, c);
	if (reads)
		copy(f, &value, c, &object);
	else
		copy(f, &object, c, &value);
	return true;
}
