// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the scan phase asks of libclang: names, types, children.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "tables/tables.h"
#include "cx.h"

void cx_init(struct cx *cx, CXTranslationUnit tu, struct strtab *st, const char *tree,
	     const char *dir)
{
	memset(cx, 0, sizeof(*cx));
	cx->tu = tu;
	cx->st = st;
	cx->dir = dir ? dir : "";
	cx->tree = tree ? tree : "";
	cx->tree_len = strlen(cx->tree);
}

void cx_release(struct cx *cx)
{
	cx_files_release(cx);
	ptrmap_release(&cx->functions);
	free(cx->function);
	ptrmap_release(&cx->ids);
	ptrmap_release(&cx->fields);
	ptrmap_release(&cx->offsets);
	ptrmap_release(&cx->forms);
	ptrmap_release(&cx->noreturn);
}

const char *cx_name(struct cx *cx, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	const char *name = clang_getCString(s);

	name = strtab_add(cx->st, name ? name : "");
	clang_disposeString(s);
	return name;
}

bool cx_is_form(struct cx *cx, const char *name)
{
	void **slot = ptrmap_at(&cx->forms, name, NULL);
	static const char yes, no;

	if (!*slot)
		*slot = (void *)(accessor_is_form(name) ? &yes : &no);
	return *slot == &yes;
}

/* Of a static in a function there can be another one of the name in the next. */
static const char *make_id(struct cx *cx, CXCursor decl)
{
	const char *name = cx_name(cx, decl);
	struct cx_place p;

	if (clang_getCursorLinkage(decl) == CXLinkage_External)
		return name;
	p = cx_in_file(cx, clang_getCursorLocation(decl));
	if (clang_getCursorKind(decl) == CXCursor_VarDecl &&
	    clang_getCursorKind(clang_getCursorSemanticParent(decl)) == CXCursor_FunctionDecl)
		return strtab_addf(cx->st, "%s@%s:%u:%u", name, p.file ? p.file->path : "", p.line,
				   p.col);
	return strtab_addf(cx->st, "%s@%s", name, p.file ? p.file->path : "");
}

const char *cx_id(struct cx *cx, CXCursor decl)
{
	void **slot = ptrmap_at(&cx->ids, decl.data[0], NULL);

	if (!*slot)
		*slot = (void *)make_id(cx, decl);
	return *slot;
}

static bool record_is_named(CXCursor rec)
{
	CXString s;
	bool named;

	if (clang_Cursor_isAnonymous(rec))
		return false;
	s = clang_getCursorSpelling(rec);
	named = clang_getCString(s) && *clang_getCString(s) && !strchr(clang_getCString(s), '(');
	clang_disposeString(s);
	return named;
}

/* Headers that all of a build may include: a tag in them means one thing. */
static bool is_common(const struct cx_place *p)
{
	const char *path = p->file ? p->file->path : "";

	return ends_in(path, ".h") &&
	       (!strncmp(path, "include/", 8) || strstr(path, "/include/"));
}

/*
 * A tag is the declaration's, which another file can have, too: so it goes
 * with the file, unless a table knows it, and with the place where there is
 * none or where it is a function's own.
 */
static const char *record_id(struct cx *cx, CXCursor rec)
{
	const char *name = record_is_named(rec) ? cx_name(cx, rec) : "";
	struct cx_place p = cx_in_file(cx, clang_getCursorLocation(rec));
	bool local = clang_getCursorKind(clang_getCursorSemanticParent(rec)) == CXCursor_FunctionDecl;

	if (*name && !local && (is_common(&p) || is_known_tag(name)))
		return name;
	if (*name && !local)
		return strtab_addf(cx->st, "%s@%s", name, p.file ? p.file->path : "");
	return strtab_addf(cx->st, "%s@%s:%u:%u", name, p.file ? p.file->path : "", p.line, p.col);
}

static const char *make_field(struct cx *cx, CXCursor field)
{
	CXCursor rec = clang_getCursorSemanticParent(field);

	while (!record_is_named(rec)) {
		CXCursor up = clang_getCursorSemanticParent(rec);
		enum CXCursorKind k = clang_getCursorKind(up);

		if (k != CXCursor_StructDecl && k != CXCursor_UnionDecl)
			break;
		rec = up;
	}
	return strtab_addf(cx->st, "%s.%s", record_id(cx, rec), cx_name(cx, field));
}

const char *cx_field(struct cx *cx, CXCursor field)
{
	void **slot = ptrmap_at(&cx->fields, field.data[0], NULL);

	if (!*slot)
		*slot = (void *)make_field(cx, field);
	return *slot;
}

long cx_offset(struct cx *cx, CXCursor field)
{
	void **slot = ptrmap_at(&cx->offsets, field.data[0], NULL);

	if (!*slot)
		*slot = (void *)(intptr_t)(clang_Cursor_getOffsetOfField(field) / 8 + 1);
	return (intptr_t)*slot - 1;
}

static enum type_class record_class(CXType t)
{
	CXString s = clang_getCursorSpelling(clang_getTypeDeclaration(t));
	const char *n = clang_getCString(s);
	enum type_class c = TYPE_STRUCT;

	if (n && !strcmp(n, "kvm"))
		c = TYPE_KVM;
	else if (n && !strcmp(n, "kvm_vcpu"))
		c = TYPE_VCPU;
	else if (n && !strcmp(n, "kvm_memory_slot"))
		c = TYPE_SLOT;
	clang_disposeString(s);
	return c;
}

static enum type_class pointee_class(CXType t)
{
	switch (t.kind) {
	case CXType_Record:
		return record_class(t);
	case CXType_Void:
		return TYPE_VOID;
	case CXType_FunctionProto:
	case CXType_FunctionNoProto:
		return TYPE_FUNC;
	default:
		return TYPE_POINTER;
	}
}

enum type_class cx_class(CXType t)
{
	t = clang_getCanonicalType(t);
	switch (t.kind) {
	case CXType_Pointer:
		return pointee_class(clang_getCanonicalType(clang_getPointeeType(t)));
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray:
		return TYPE_POINTER;
	case CXType_ULong:
	case CXType_Long:
	case CXType_ULongLong:
	case CXType_LongLong:
		return TYPE_VOID;
	case CXType_Void:
		return TYPE_NONE;
	default:
		return TYPE_OTHER;
	}
}

bool cx_is_object(CXType t)
{
	t = clang_getCanonicalType(t);
	return t.kind == CXType_Record || t.kind == CXType_ConstantArray ||
	       t.kind == CXType_IncompleteArray || t.kind == CXType_VariableArray;
}

static enum CXChildVisitResult add_child(CXCursor c, CXCursor parent, CXClientData data)
{
	struct cx_children *ch = data;

	(void)parent;
	if (ch->n == ARRAY_SIZE(ch->inl)) {
		ch->v = xcalloc(ch->n * 2, sizeof(*ch->v));
		memcpy(ch->v, ch->inl, sizeof(ch->inl));
	} else if (ch->n > ARRAY_SIZE(ch->inl) && ch->n % ARRAY_SIZE(ch->inl) == 0) {
		ch->v = xrealloc(ch->v, ch->n + ARRAY_SIZE(ch->inl), sizeof(*ch->v));
	}
	ch->v[ch->n++] = c;
	return CXChildVisit_Continue;
}

void cx_children(CXCursor c, struct cx_children *out)
{
	out->v = out->inl;
	out->n = 0;
	clang_visitChildren(c, add_child, out);
}

void cx_children_release(struct cx_children *ch)
{
	if (ch->v != ch->inl)
		free(ch->v);
}

static enum CXChildVisitResult keep_last(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_isExpression(clang_getCursorKind(c)))
		*(CXCursor *)data = c;
	return CXChildVisit_Continue;
}

/* A va_list, whatever an architecture makes it. */
static bool is_va_list(CXType t)
{
	CXString s;
	bool is;

	t = clang_getCanonicalType(t);
	if (t.kind == CXType_Pointer)
		t = clang_getCanonicalType(clang_getPointeeType(t));
	else if (t.kind == CXType_ConstantArray)
		t = clang_getCanonicalType(clang_getArrayElementType(t));
	if (t.kind != CXType_Record)
		return false;
	s = clang_getCursorSpelling(clang_getTypeDeclaration(t));
	is = clang_getCString(s) && !strncmp(clang_getCString(s), "__va_list", strlen("__va_list"));
	clang_disposeString(s);
	return is;
}

/*
 * Of what libclang calls unexposed, only va_arg() has one operand, too, and
 * what has a typeof() in it.
 */
bool cx_is_implicit(CXCursor c, CXCursor operand)
{
	CXType from = clang_getCursorType(operand);

	if (clang_getCursorKind(operand) == CXCursor_ParenExpr &&
	    !clang_equalRanges(clang_getCursorExtent(c), clang_getCursorExtent(operand)))
		return false;
	return clang_equalTypes(clang_getCursorType(c), from) || !is_va_list(from);
}

/* The only child, or null. */
static CXCursor only_child(CXCursor c)
{
	CXCursor child = clang_getNullCursor();
	struct cx_children ch;

	cx_children(c, &ch);
	if (ch.n == 1 && clang_isExpression(clang_getCursorKind(ch.v[0])))
		child = ch.v[0];
	cx_children_release(&ch);
	return child;
}

CXCursor cx_strip(CXCursor c)
{
	for (;;) {
		enum CXCursorKind k = clang_getCursorKind(c);
		CXCursor child = clang_getNullCursor();

		if (k == CXCursor_CStyleCastExpr)
			clang_visitChildren(c, keep_last, &child);	/* behind a typeof()'s */
		else if (k == CXCursor_ParenExpr || k == CXCursor_UnexposedExpr)
			child = only_child(c);
		if (clang_Cursor_isNull(child) ||
		    (k == CXCursor_UnexposedExpr && !cx_is_implicit(c, child)))
			return c;
		c = child;
	}
}
