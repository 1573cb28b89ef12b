// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the scan phase asks of libclang.
 */
#define _GNU_SOURCE	/* memmem() */
#include <ctype.h>
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
	cx->cap_files = 4096;
	cx->files = xcalloc(cx->cap_files, sizeof(*cx->files));
}

void cx_release(struct cx *cx)
{
	for (size_t i = 0; i < cx->cap_files; i++) {
		if (!cx->files[i])
			continue;
		free(cx->files[i]->text);
		free(cx->files[i]);
	}
	free(cx->files);
	ptrmap_release(&cx->functions);
	free(cx->function);
	ptrmap_release(&cx->ids);
	ptrmap_release(&cx->fields);
	ptrmap_release(&cx->offsets);
	ptrmap_release(&cx->noreturn);
}

char *cx_path(struct cx *cx, CXFile handle)
{
	CXString s = clang_getFileName(handle);
	char *abs = path_normalize(cx->dir, clang_getCString(s));

	clang_disposeString(s);
	return abs;
}

static const char *relative_path(struct cx *cx, const char *p)
{

	if (cx->tree_len && !strncmp(p, cx->tree, cx->tree_len) && p[cx->tree_len] == '/')
		p += cx->tree_len + 1;
	return strtab_add(cx->st, p);
}

/* Code that matters names a struct kvm..., or is made of macros that do. */
static bool text_is_kvm(const char *path, const char *text)
{
	return strstr(path, "kvm") || strstr(text, "struct kvm");
}

static bool has_bare_cr(const char *s)
{
	while ((s = strchr(s, '\r')))
		if (*++s != '\n')
			return true;
	return false;
}

/*
 * Read here rather than asked of libclang, which looks through all files of
 * the unit for each that it is asked for.
 */
static struct cx_file *file_new(struct cx *cx, CXFile handle)
{
	struct cx_file *f = xcalloc(1, sizeof(*f));
	char *path = cx_path(cx, handle);

	f->handle = handle;
	f->path = relative_path(cx, path);
	f->text = read_source(path, &f->len);
	if (!f->text)
		f->text = xstrdup("");
	f->kvm = text_is_kvm(f->path, f->text);
	f->bare_cr = has_bare_cr(f->text);
	free(path);
	return f;
}

static void files_grow(struct cx *cx)
{
	struct cx_file **old = cx->files;
	size_t cap = cx->cap_files;

	cx->cap_files = cap * 2;
	cx->files = xcalloc(cx->cap_files, sizeof(*cx->files));
	for (size_t i = 0; i < cap; i++) {
		size_t h;

		if (!old[i])
			continue;
		h = ((uintptr_t)old[i]->handle >> 4) % cx->cap_files;
		while (cx->files[h])
			h = (h + 1) % cx->cap_files;
		cx->files[h] = old[i];
	}
	free(old);
}

const struct cx_file *cx_file(struct cx *cx, CXFile handle)
{
	size_t h;

	if (!handle)
		return NULL;
	if (cx->n_files * 2 > cx->cap_files)
		files_grow(cx);
	h = ((uintptr_t)handle >> 4) % cx->cap_files;
	while (cx->files[h] && cx->files[h]->handle != handle)
		h = (h + 1) % cx->cap_files;
	if (!cx->files[h]) {
		cx->files[h] = file_new(cx, handle);
		cx->n_files++;
	}
	return cx->files[h];
}

/*
 * clang ends a line at a carriage return of its own, which nothing else does
 * that shows lines to people.
 */
static void settle_line(struct cx_place *p)
{
	const char *start = p->file ? p->file->text : NULL, *nl;
	const char *end = start + p->off;

	if (!start || !p->file->bare_cr || p->off > p->file->len)
		return;
	for (p->line = 1; (nl = memchr(start, '\n', end - start)); start = nl + 1)
		p->line++;
	p->col = end - start + 1;
}

struct cx_place cx_in_file(struct cx *cx, CXSourceLocation loc)
{
	struct cx_place p = { .macro = "" };
	CXFile f;

	clang_getFileLocation(loc, &f, &p.line, &p.col, &p.off);
	p.file = cx_file(cx, f);
	settle_line(&p);
	return p;
}

const char *cx_word(struct cx *cx, const struct cx_file *f, size_t off)
{
	size_t end = off;

	while (f && end < f->len && (isalnum((unsigned char)f->text[end]) || f->text[end] == '_'))
		end++;
	return f ? strtab_addn(cx->st, f->text + off, end - off) : "";
}

/* The start of the logical line (continuations joined) that holds off. */
static size_t logical_line(const struct cx_file *f, size_t off)
{
	while (off > 0) {
		if (f->text[off - 1] == '\n' && !(off >= 2 && f->text[off - 2] == '\\'))
			break;
		off--;
	}
	return off;
}

/* The name of the macro in whose #define off stands, or "". */
static const char *defining_macro(struct cx *cx, const struct cx_file *f, size_t off)
{
	const char *p = f->text + logical_line(f, off);

	p += strspn(p, " \t");
	if (*p++ != '#')
		return "";
	p += strspn(p, " \t");
	if (strncmp(p, "define", 6))
		return "";
	p += 6;
	p += strspn(p, " \t");
	return cx_word(cx, f, p - f->text);
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The offset of word as a token of text[from, to), or to. */
static size_t find_word(const char *text, size_t from, size_t to, const char *word)
{
	size_t n = strlen(word);

	while (from < to) {
		const char *p = memmem(text + from, to - from, word, n);

		if (!p)
			return to;
		from = p - text;
		if ((!from || !is_word_char(p[-1])) && !is_word_char(p[n]))
			return from;
		from += n;
	}
	return to;
}

/* The end of the logical line (continuations joined) that holds off. */
static size_t logical_end(const struct cx_file *f, size_t off)
{
	while (off < f->len && (f->text[off] != '\n' || (off && f->text[off - 1] == '\\')))
		off++;
	return off;
}

#define MACRO_DEPTH 3	/* of macros in macros' bodies */

struct macro_search {
	struct cx *cx;
	const char *macro, *name;
	struct cx_place *out;
	bool found;
	const char *inner[32];	/* names in the body, which may be macros themselves */
	unsigned int n_inner;
};

static void note_inner(struct macro_search *m, const struct cx_file *f, size_t off, size_t end)
{
	while (off < end && m->n_inner < ARRAY_SIZE(m->inner)) {
		const char *word = cx_word(m->cx, f, off);

		if (*word && !isdigit((unsigned char)*word) && word != m->macro)
			m->inner[m->n_inner++] = word;
		off += *word ? strlen(word) : 1;
	}
}

/* name in the body of "#define macro", in this file. */
static void search_file(CXFile file, CXSourceLocation *stack, unsigned int n, CXClientData data)
{
	struct macro_search *m = data;
	const struct cx_file *f = cx_file(m->cx, file);
	size_t off = 0, end, at;

	(void)stack, (void)n;
	if (!f->kvm)
		return;
	while (!m->found && (off = find_word(f->text, off, f->len, m->macro)) < f->len) {
		end = logical_end(f, off);
		at = find_word(f->text, off, end, m->name);
		if (defining_macro(m->cx, f, off) != m->macro) {
			off = end;
			continue;
		}
		if (at < end) {
			clang_getFileLocation(clang_getLocationForOffset(m->cx->tu, file, at), NULL,
					      &m->out->line, &m->out->col, &m->out->off);
			m->out->file = f;
			m->out->macro = m->macro;
			m->found = true;
		} else {
			note_inner(m, f, off, end);
		}
		off = end;
	}
}

/*
 * libclang before 17 gives the place of a macro's use for what its body
 * spells: look the name up in the body, and in those of the macros that it
 * uses.
 */
static bool spelled_in_macro(struct cx *cx, const char *macro, const char *name,
			     struct cx_place *p, int depth)
{
	struct macro_search m = { .cx = cx, .macro = macro, .name = name, .out = p };

	if (*macro && *name && macro != name)
		clang_getInclusions(cx->tu, search_file, &m);
	for (unsigned int i = 0; i < m.n_inner && !m.found && depth < MACRO_DEPTH; i++)
		m.found = spelled_in_macro(cx, m.inner[i], name, p, depth + 1);
	return m.found;
}

struct cx_place cx_spelled(struct cx *cx, CXCursor c)
{
	CXSourceLocation loc = clang_getCursorLocation(c);
	struct cx_place p = { .macro = "" }, in_file = cx_in_file(cx, loc);
	CXFile f;

	clang_getSpellingLocation(loc, &f, &p.line, &p.col, &p.off);
	p.file = cx_file(cx, f);
	settle_line(&p);
	if (!p.file || !p.file->len)
		return in_file;		/* pasted together: spelled in no file */
	if (p.file != in_file.file || p.off != in_file.off)
		p.macro = defining_macro(cx, p.file, p.off);
	else if (CINDEX_VERSION_MINOR < 64)
		spelled_in_macro(cx, cx_word(cx, p.file, p.off), cx_name(cx, c), &p, 0);
	return p;
}

const char *cx_name(struct cx *cx, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	const char *name = clang_getCString(s);

	name = strtab_add(cx->st, name ? name : "");
	clang_disposeString(s);
	return name;
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
	size_t n = strlen(path);

	return n > 2 && !strcmp(path + n - 2, ".h") &&
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

static struct cx_place spelled(struct cx *cx, CXSourceLocation loc)
{
	struct cx_place p = { .macro = "" };
	CXFile f;

	clang_getSpellingLocation(loc, &f, &p.line, &p.col, &p.off);
	p.file = cx_file(cx, f);
	settle_line(&p);
	return p;
}

/* The text between the operands, where both are spelled in one file. */
static const char *between(struct cx *cx, CXCursor lhs, CXCursor rhs, size_t *n)
{
	CXSourceLocation l = clang_getRangeEnd(clang_getCursorExtent(lhs));
	CXSourceLocation r = clang_getRangeStart(clang_getCursorExtent(rhs));
	struct cx_place a = cx_in_file(cx, l), b = cx_in_file(cx, r);

	if (!a.file || a.file != b.file || b.off <= a.off || b.off - a.off > 200) {
		a = spelled(cx, l);
		b = spelled(cx, r);
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
	struct cx_place p = spelled(cx, prefix ? clang_getRangeStart(r) : clang_getRangeEnd(o));
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
