// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "base/base.h"
#include "effect.h"

#define MAX_DEPTH 6	/* of calls in calls */

struct effect {
	struct cx *cx;
	CXCursor function;	/* whose body is looked at; null in the expression itself */
	int depth;
	bool reads;		/* of what is volatile count, too */
	const char *found;
};

static enum CXChildVisitResult look_at(CXCursor c, CXCursor parent, CXClientData data);

/*
 * Builtins that only say something of their argument, assertions at compile
 * time, and what READ_ONCE() reads with, into a variable of its own.
 */
static bool is_harmless(const char *name)
{
	static const char *const names[] = {
		"__builtin_expect", "__builtin_expect_with_probability", "__builtin_constant_p",
		"__builtin_object_size", "__builtin_dynamic_object_size",
		"__read_once_size", "__read_once_size_nocheck",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return !strncmp(name, "__compiletime_assert", strlen("__compiletime_assert"));
}

static enum CXChildVisitResult find_pure(CXCursor c, CXCursor parent, CXClientData data)
{
	enum CXCursorKind k = clang_getCursorKind(c);

	(void)parent;
	*(bool *)data |= k == CXCursor_PureAttr || k == CXCursor_ConstAttr;
	return CXChildVisit_Continue;
}

static bool is_pure_function(struct effect *x, CXCursor decl)
{
	struct effect body = { x->cx, clang_getCursorDefinition(decl), x->depth + 1, x->reads, NULL };
	bool pure = false;

	clang_visitChildren(decl, find_pure, &pure);
	if (pure || is_harmless(cx_name(x->cx, decl)))
		return true;
	if (clang_Cursor_isNull(body.function) || body.depth > MAX_DEPTH)
		return false;
	clang_visitChildren(body.function, look_at, &body);
	return !body.found;
}

/* A variable that lives no longer than what is looked at. */
static bool is_own(const struct effect *x, CXCursor lhs)
{
	CXCursor s = cx_strip(lhs), decl = clang_getCursorReferenced(s);

	return !clang_Cursor_isNull(x->function) &&
	       clang_getCursorKind(s) == CXCursor_DeclRefExpr &&
	       clang_Cursor_getStorageClass(decl) != CX_SC_Static &&
	       clang_equalCursors(clang_getCursorDefinition(clang_getCursorSemanticParent(decl)),
				  x->function);
}

#if CINDEX_VERSION_MINOR >= 64
static bool is_step(struct cx *cx, CXCursor c)
{
	(void)cx;
	switch (clang_getCursorUnaryOperatorKind(c)) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		return true;
	default:
		return false;
	}
}
#else
/* ++ or --, which are at an end of the expression. */
static bool is_step(struct cx *cx, CXCursor c)
{
	CXSourceRange r = clang_getCursorExtent(c);
	CXSourceLocation end[2] = { clang_getRangeStart(r), clang_getRangeEnd(r) };

	for (int i = 0; i < 2; i++) {
		struct cx_place p = cx_spelled_at(cx, end[i]);
		size_t off = p.off - (i ? 2 : 0);

		if (p.file && off + 2 <= p.file->len &&
		    (!strncmp(p.file->text + off, "++", 2) || !strncmp(p.file->text + off, "--", 2)))
			return true;
	}
	return false;
}
#endif

static const char *call_effect(struct effect *x, CXCursor c)
{
	CXCursor decl = clang_getCursorReferenced(c);

	if (clang_getCursorKind(decl) == CXCursor_FunctionDecl && is_pure_function(x, decl))
		return NULL;
	return strtab_addf(x->cx->st, "%s()", cx_name(x->cx, c));
}

static const char *assignment_effect(struct effect *x, CXCursor c)
{
	const char *effect = NULL;
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n && !is_own(x, ch.v[0]) &&
	    (clang_getCursorKind(c) == CXCursor_CompoundAssignOperator || ch.n < 2 ||
	     cx_binop(x->cx, c, ch.v[0], ch.v[1]) == CX_BIN_ASSIGN))
		effect = "an assignment";
	cx_children_release(&ch);
	return effect;
}

/* Another one may be read each time. */
static const char *read_effect(const struct effect *x, CXCursor c)
{
	return x->reads && clang_isVolatileQualifiedType(clang_getCursorType(c)) ?
	       "a read of what is volatile" : NULL;
}

static const char *unary_effect(struct effect *x, CXCursor c)
{
	return is_step(x->cx, c) ? assignment_effect(x, c) : read_effect(x, c);
}

/* Of the node alone. */
static const char *own_effect(struct effect *x, CXCursor c)
{
	switch (clang_getCursorKind(c)) {
	case CXCursor_CallExpr:
		return call_effect(x, c);
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		return assignment_effect(x, c);
	case CXCursor_UnaryOperator:
		return unary_effect(x, c);
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		return read_effect(x, c);
	case CXCursor_GCCAsmStmt:
		return "asm";
	case CXCursor_ReturnStmt:
		return clang_Cursor_isNull(x->function) ? "a jump" : NULL;
	case CXCursor_GotoStmt:
	case CXCursor_IndirectGotoStmt:
		return "a jump";
	case CXCursor_ForStmt:
	case CXCursor_WhileStmt:
	case CXCursor_DoStmt:
		return "a loop";
	default:
		return NULL;
	}
}

static enum CXChildVisitResult look_at(CXCursor c, CXCursor parent, CXClientData data)
{
	struct effect *x = data;

	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_UnaryExpr)	/* sizeof: not evaluated */
		return CXChildVisit_Continue;
	x->found = own_effect(x, c);
	return x->found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

static const char *find_effect(struct cx *cx, CXCursor e, bool reads)
{
	struct effect x = { cx, clang_getNullCursor(), 0, reads, NULL };

	if (look_at(e, e, &x) == CXChildVisit_Recurse)
		clang_visitChildren(e, look_at, &x);
	return x.found ? x.found : "";
}

const char *effect_of(struct cx *cx, CXCursor e)
{
	return find_effect(cx, e, false);
}

const char *effect_repeated(struct cx *cx, CXCursor e)
{
	return find_effect(cx, e, true);
}
