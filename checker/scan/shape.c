// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "base/base.h"
#include "shape.h"

bool is_pointer_type(CXType t)
{
	return clang_getCanonicalType(t).kind == CXType_Pointer;
}

bool is_record(CXType t)
{
	return clang_getCanonicalType(t).kind == CXType_Record;
}

bool is_array(CXType t)
{
	return cx_is_object(t) && !is_record(t);
}

/* Of "struct kvm *kvms[]": as the function's own type has it. */
static CXType param_type(CXCursor param)
{
	CXCursor fn = clang_getCursorSemanticParent(param);

	for (int i = 0; i < clang_Cursor_getNumArguments(fn); i++)
		if (clang_equalCursors(clang_Cursor_getArgument(fn, i), param))
			return clang_getArgType(clang_getCanonicalType(clang_getCursorType(fn)), i);
	return clang_getCursorType(param);
}

CXType type_of(CXCursor c)
{
	CXType t = clang_getCursorType(c);
	CXCursor decl;

	if (!is_array(t))
		return t;
	decl = cx_strip(c);
	if (clang_getCursorKind(decl) == CXCursor_DeclRefExpr)
		decl = clang_getCursorReferenced(decl);
	return clang_getCursorKind(decl) == CXCursor_ParmDecl ? param_type(decl) : t;
}

static enum CXChildVisitResult find_variable(CXCursor c, CXCursor parent, CXClientData data)
{
	enum CXCursorKind k = clang_getCursorKind(c);

	(void)parent;
	if (k == CXCursor_CallExpr || k == CXCursor_StmtExpr || k == CXCursor_MemberRefExpr ||
	    (k == CXCursor_DeclRefExpr &&
	     clang_getCursorKind(clang_getCursorReferenced(c)) != CXCursor_EnumConstantDecl)) {
		*(bool *)data = true;
		return CXChildVisit_Break;
	}
	return k == CXCursor_UnaryExpr ? CXChildVisit_Continue : CXChildVisit_Recurse;
}

bool is_constant(CXCursor c, long *n)
{
	bool variable = false;
	CXEvalResult r;
	bool is;

	c = cx_strip(c);
	find_variable(c, c, &variable);
	if (clang_getCursorKind(c) != CXCursor_UnaryExpr && !variable)
		clang_visitChildren(c, find_variable, &variable);
	if (variable)
		return false;
	r = clang_Cursor_Evaluate(c);
	is = r && clang_EvalResult_getKind(r) == CXEval_Int;
	if (is)
		*n = clang_EvalResult_getAsLongLong(r);
	clang_EvalResult_dispose(r);
	return is;
}

CXCursor first_expr(CXCursor c)
{
	CXCursor e = clang_getNullCursor();
	struct cx_children ch;

	cx_children(c, &ch);
	for (unsigned int i = 0; i < ch.n; i++)
		if (clang_isExpression(clang_getCursorKind(ch.v[i]))) {
			e = ch.v[i];
			break;
		}
	cx_children_release(&ch);
	return e;
}

bool is_unary(struct cx *cx, CXCursor c, enum cx_unop op)
{
	return clang_getCursorKind(c) == CXCursor_UnaryOperator &&
	       cx_unop(cx, c, first_expr(c)) == op;
}

static enum CXVisitorResult add_field(CXCursor c, CXClientData data)
{
	struct fields *fs = data;

	GROW(fs->v, fs->n);
	fs->v[fs->n++] = c;
	return CXVisit_Continue;
}

void fields_read(CXType record, struct fields *fs)
{
	*fs = (struct fields){ NULL, 0 };
	clang_Type_visitFields(clang_getCanonicalType(record), add_field, fs);
}
