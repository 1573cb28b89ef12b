// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "tables/tables.h"
#include "place.h"
#include "guard.h"

/* The x of __builtin_expect(x, c), which is what likely() and unlikely() are. */
static CXCursor strip_expect(CXCursor c)
{
	for (;;) {
		c = cx_strip(c);
		if (clang_getCursorKind(c) != CXCursor_CallExpr ||
		    clang_Cursor_getNumArguments(c) < 1)
			return c;
		CXString s = clang_getCursorSpelling(c);
		bool expect = !strcmp(clang_getCString(s), "__builtin_expect");

		clang_disposeString(s);
		if (!expect)
			return c;
		c = clang_Cursor_getArgument(c, 0);
	}
}

/* Of the vCPU or VM that this function was given: not of one that was looked up. */
static bool is_given(struct flow *f, CXCursor arg)
{
	CXCursor c = cx_strip(arg);
	const struct vset *val;

	switch (clang_getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
		val = flow_eval(f, c);
		break;
	case CXCursor_UnaryOperator:
		val = is_unary(f->cx, c, CX_UN_ADDR) ? flow_eval(f, c) : &vset_none;
		break;
	default:
		return false;
	}
	return val->n == 1 && !val->unknown && val->v[0]->atom->kind == 'P';
}

static unsigned int settles_call(struct flow *f, CXCursor c, bool truth)
{
	int i = reach_branch_index(cx_name(f->cx, c));

	if (i < 0 || reach_branch_at(i)->value != truth ||
	    clang_Cursor_getNumArguments(c) < 1 || !is_given(f, clang_Cursor_getArgument(c, 0)))
		return 0;
	return 1u << i;
}

/* a && b is true where both are, and false where either is; || the other way round. */
static unsigned int settles_both(struct flow *f, CXCursor c, bool truth, bool all)
{
	unsigned int a = 0, b = 0;
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n == 2) {
		a = guard_settles(f, ch.v[0], truth);
		b = guard_settles(f, ch.v[1], truth);
	}
	cx_children_release(&ch);
	return all ? a | b : a & b;
}

unsigned int guard_settles(struct flow *f, CXCursor cond, bool truth)
{
	CXCursor c;

	if (!f->guards)		/* cond, which has been evaluated, has none */
		return 0;
	c = strip_expect(cond);
	if (clang_getCursorKind(c) == CXCursor_CallExpr)
		return settles_call(f, c, truth);
	switch (cx_logic(c)) {
	case CX_LOGIC_NOT:
		return guard_settles(f, first_expr(c), !truth);
	case CX_LOGIC_AND:
		return settles_both(f, c, truth, truth);
	case CX_LOGIC_OR:
		return settles_both(f, c, truth, !truth);
	case CX_LOGIC_NONE:
		break;
	}
	return 0;
}

const char *guard_text(struct flow *f)
{
	const char *s = strtab_empty;

	for (int i = 0; f->env.outside >> i; i++)
		if (f->env.outside >> i & 1)
			s = strtab_addf(f->cx->st, "%s%s%s", s, *s ? " " : "",
					reach_branch_at(i)->predicate);
	return s;
}

void guard_call(struct flow *f, const char *name)
{
	f->guards |= name && reach_branch_index(name) >= 0;
	if (f->env.outside && name && reach_changes(name))
		f->env.outside = 0;
}
