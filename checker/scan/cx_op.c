// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operators, which libclang names from version 17 on. Before, they are read off
 * types and text.
 */
#include <ctype.h>
#include <string.h>

#include "base/base.h"
#include "cx.h"

#if CINDEX_VERSION_MINOR >= 64
enum cx_logic cx_logic(CXCursor c)
{
	if (clang_getCursorKind(c) == CXCursor_UnaryOperator)
		return clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_LNot ?
			CX_LOGIC_NOT : CX_LOGIC_NONE;
	if (clang_getCursorKind(c) != CXCursor_BinaryOperator)
		return CX_LOGIC_NONE;
	switch (clang_getCursorBinaryOperatorKind(c)) {
	case CXBinaryOperator_LAnd:
		return CX_LOGIC_AND;
	case CXBinaryOperator_LOr:
		return CX_LOGIC_OR;
	default:
		return CX_LOGIC_NONE;
	}
}

static enum cx_binop binop_of_kind(enum CXBinaryOperatorKind k)
{
	switch (k) {
	case CXBinaryOperator_Assign:
		return CX_BIN_ASSIGN;
	case CXBinaryOperator_Comma:
		return CX_BIN_COMMA;
	case CXBinaryOperator_LAnd:
	case CXBinaryOperator_LOr:
		return CX_BIN_LOGIC;
	case CXBinaryOperator_Add:
	case CXBinaryOperator_AddAssign:
		return CX_BIN_ADD;
	case CXBinaryOperator_Sub:
	case CXBinaryOperator_SubAssign:
		return CX_BIN_SUB;
	case CXBinaryOperator_And:
	case CXBinaryOperator_Or:
	case CXBinaryOperator_Shl:
	case CXBinaryOperator_Shr:
		return CX_BIN_BITS;
	default:
		return CX_BIN_OTHER;
	}
}

enum cx_binop cx_binop(struct cx *cx, CXCursor c, CXCursor lhs, CXCursor rhs)
{
	(void)cx, (void)lhs, (void)rhs;
	return binop_of_kind(clang_getCursorBinaryOperatorKind(c));
}

enum cx_binop cx_compound_op(struct cx *cx, CXCursor c, CXCursor lhs, CXCursor rhs)
{
	(void)cx, (void)lhs, (void)rhs;
	return binop_of_kind(clang_getCursorBinaryOperatorKind(c));
}

enum cx_unop cx_unop(struct cx *cx, CXCursor c, CXCursor operand)
{
	(void)cx, (void)operand;
	switch (clang_getCursorUnaryOperatorKind(c)) {
	case CXUnaryOperator_AddrOf:
		return CX_UN_ADDR;
	case CXUnaryOperator_Deref:
		return CX_UN_DEREF;
	case CXUnaryOperator_PreInc:
		return CX_UN_INC;
	case CXUnaryOperator_PreDec:
		return CX_UN_DEC;
	case CXUnaryOperator_PostInc:
		return CX_UN_POST_INC;
	case CXUnaryOperator_PostDec:
		return CX_UN_POST_DEC;
	case CXUnaryOperator_Plus:
	case CXUnaryOperator_Extension:
		return CX_UN_SAME;
	default:
		return CX_UN_OTHER;
	}
}
#else
enum cx_logic cx_logic(CXCursor c)
{
	(void)c;
	return CX_LOGIC_NONE;
}

/* The text between the operands, where both are spelled in one file. */
static const char *between(struct cx *cx, CXCursor lhs, CXCursor rhs, size_t *n)
{
	CXSourceLocation l = clang_getRangeEnd(clang_getCursorExtent(lhs));
	CXSourceLocation r = clang_getRangeStart(clang_getCursorExtent(rhs));
	struct cx_place a = cx_in_file(cx, l), b = cx_in_file(cx, r);

	if (!a.file || a.file != b.file || b.off <= a.off || b.off - a.off > 200) {
		a = cx_spelled_at(cx, l);
		b = cx_spelled_at(cx, r);
	}
	if (!a.file || a.file != b.file || b.off <= a.off || b.off - a.off > 200)
		return NULL;
	*n = b.off - a.off;
	return a.file->text + a.off;
}

/* Both point to the same type; the pointers may be volatile, as in WRITE_ONCE(). */
static bool same_pointee(CXCursor a, CXCursor b)
{
	CXType x = clang_getCanonicalType(clang_getCursorType(a));
	CXType y = clang_getCanonicalType(clang_getCursorType(b));

	return clang_equalTypes(clang_getPointeeType(x), clang_getPointeeType(y));
}

static const struct {
	const char *text;
	enum cx_binop op;
} binops[] = {		/* the longer ones first */
	{ "<<", CX_BIN_BITS }, { ">>", CX_BIN_BITS }, { "&&", CX_BIN_LOGIC }, { "||", CX_BIN_LOGIC },
	{ "==", CX_BIN_OTHER }, { "!=", CX_BIN_OTHER }, { "<=", CX_BIN_OTHER }, { ">=", CX_BIN_OTHER },
	{ "->", CX_BIN_OTHER }, { "&", CX_BIN_BITS }, { "|", CX_BIN_BITS }, { "=", CX_BIN_ASSIGN },
	{ ",", CX_BIN_COMMA }, { "+", CX_BIN_ADD }, { "-", CX_BIN_SUB },
};

static enum cx_binop binop_of_text(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (isspace((unsigned char)s[i]) || s[i] == ')' || s[i] == '(' || s[i] == '\\'))
		i++;
	for (size_t k = 0; k < ARRAY_SIZE(binops); k++)
		if (n - i >= strlen(binops[k].text) &&
		    !strncmp(s + i, binops[k].text, strlen(binops[k].text)))
			return binops[k].op;
	return CX_BIN_OTHER;
}

/* In a macro's body: two pointers that give a pointer are assigned. */
enum cx_binop cx_binop(struct cx *cx, CXCursor c, CXCursor lhs, CXCursor rhs)
{
	enum CXTypeKind k = clang_getCanonicalType(clang_getCursorType(c)).kind;
	const char *s;
	size_t n;

	s = between(cx, lhs, rhs, &n);
	if (s)
		return binop_of_text(s, n);
	if (k == CXType_Pointer && same_pointee(c, lhs) && same_pointee(c, rhs))
		return CX_BIN_ASSIGN;
	return CX_BIN_OTHER;
}

enum cx_binop cx_compound_op(struct cx *cx, CXCursor c, CXCursor lhs, CXCursor rhs)
{
	size_t n;
	const char *s = between(cx, lhs, rhs, &n);

	(void)c;
	return s ? binop_of_text(s, n) : CX_BIN_OTHER;
}

static bool points_to(CXType p, CXType t)
{
	p = clang_getCanonicalType(p);
	return p.kind == CXType_Pointer &&
	       clang_equalTypes(clang_getCanonicalType(clang_getPointeeType(p)),
				clang_getCanonicalType(t));
}

static enum cx_unop unop_of_text(struct cx *cx, CXCursor c, CXCursor operand)
{
	CXSourceRange r = clang_getCursorExtent(c), o = clang_getCursorExtent(operand);
	bool prefix = !clang_equalLocations(clang_getRangeStart(r), clang_getRangeStart(o));
	struct cx_place p = cx_spelled_at(cx, prefix ? clang_getRangeStart(r) : clang_getRangeEnd(o));
	const char *s = p.file && p.off + 1 < p.file->len ? p.file->text + p.off : "";

	s += prefix ? 0 : strspn(s, " \t)");
	if (!strncmp(s, "++", 2))
		return prefix ? CX_UN_INC : CX_UN_POST_INC;
	if (!strncmp(s, "--", 2))
		return prefix ? CX_UN_DEC : CX_UN_POST_DEC;
	return *s == '+' || *s == '_' ? CX_UN_SAME : CX_UN_OTHER;
}

/* The types tell: & adds a pointer, * takes one off. */
enum cx_unop cx_unop(struct cx *cx, CXCursor c, CXCursor operand)
{
	CXType t = clang_getCursorType(c), o = clang_getCursorType(operand);

	if (points_to(t, o))
		return CX_UN_ADDR;
	if (points_to(o, t))
		return CX_UN_DEREF;
	return unop_of_text(cx, c, operand);
}
#endif
