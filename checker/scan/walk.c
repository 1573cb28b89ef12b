// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walk what can matter of a parsed unit.
 */
#define _GNU_SOURCE	/* memmem() */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "tables/tables.h"
#include "text/text.h"
#include "attr.h"
#include "cx.h"
#include "flow.h"
#include "shape.h"
#include "walk.h"

struct scan {
	struct cx cx;
	struct facts *out;
	struct cmap seen;	/* functions and variables walked */
};

/* The name as written: FNAME(walk_addr) where a macro made it. */
static const char *spelled_name(struct scan *s, CXCursor fn, const struct cx_place *p)
{
	const char *name = cx_name(&s->cx, fn);
	struct calltext ct;

	if (!p->file || !strcmp(cx_word(&s->cx, p->file, p->off), name) ||
	    !calltext_parse(p->file->text, p->file->len, p->off, &ct))
		return name;
	return calltext_fold(s->cx.st, p->file->text + p->off, ct.end - p->off);
}

static void add_params(struct scan *s, CXCursor fn)
{
	int n = clang_Cursor_getNumArguments(fn);

	for (int i = 0; i < n; i++) {
		CXCursor a = clang_Cursor_getArgument(fn, i);
		struct fact_param *p = facts_add_param(s->out);

		p->func = s->out->n_func - 1;
		p->idx = i;
		p->name = cx_name(&s->cx, a);
		p->type = strtab_addf(s->cx.st, "%c", cx_class(type_of(a)));
	}
}

/* The record of a function of that file. */
static void add_function(struct scan *s, CXCursor fn, const struct cx_place *p)
{
	struct cx_place end = cx_in_file(&s->cx, clang_getRangeEnd(clang_getCursorExtent(fn)));
	struct fact_func *f = facts_add_func(s->out);

	f->id = cx_id(&s->cx, fn);
	f->name = cx_name(&s->cx, fn);
	f->spelled = spelled_name(s, fn, p);
	f->file = p->file->path;
	f->line = p->line;
	f->end_line = end.line;
	f->flags = clang_getCursorLinkage(fn) == CXLinkage_External ? 0 : FUNC_STATIC;
	f->flags |= attr_weak(&s->cx, fn) ? FUNC_WEAK : 0;
	f->ret = strtab_addf(s->cx.st, "%c", cx_class(clang_getCursorResultType(fn)));
	add_params(s, fn);
}

static void walk_function(struct scan *s, CXCursor fn)
{
	struct cx_place p = cx_in_file(&s->cx, clang_getCursorLocation(fn));

	if (!p.file || !p.file->kvm)
		return;
	add_function(s, fn, &p);
	if (!flow_function(&s->cx, fn, s->out) &&
	    clang_getCursorLinkage(fn) != CXLinkage_External)
		attr_set_noreturn(&s->cx, fn);
}

static bool is_followed(CXType t)
{
	enum type_class c = cx_class(t);

	return c != TYPE_OTHER && c != TYPE_NONE;
}

/* Another name of a function: one that does nothing but call that. */
static void walk_alias(struct scan *s, CXCursor fn, const char *target)
{
	struct cx_place p = cx_in_file(&s->cx, clang_getCursorLocation(fn));
	int n = clang_Cursor_getNumArguments(fn), func = s->out->n_func;
	struct fact_call *c;

	if (!p.file || !p.file->kvm)
		return;
	add_function(s, fn, &p);
	c = facts_add_call(s->out);
	c->func = func;
	c->file = p.file->path;
	c->line = p.line;
	c->col = p.col;
	c->callee = target;
	c->text = target + 1;
	for (int i = 0; i < n; i++) {
		struct fact_arg *a;

		if (!is_followed(type_of(clang_Cursor_getArgument(fn, i))))
			continue;
		a = facts_add_arg(s->out);
		a->func = func;
		a->idx = i;
		a->value = strtab_addf(s->cx.st, "P%d", i);
	}
	if (is_followed(clang_getCursorResultType(fn))) {
		struct fact_ret *r = facts_add_ret(s->out);

		r->func = func;
		r->value = strtab_add(s->cx.st, "C0");
		r->line = p.line;
	}
}

static void add_decl(struct scan *s, CXCursor fn)
{
	struct strbuf names = STRBUF_INIT, types = STRBUF_INIT;
	struct cx_place p = cx_in_file(&s->cx, clang_getCursorLocation(fn));
	int n = clang_Cursor_getNumArguments(fn);
	struct fact_decl *d;

	for (int i = 0; i < n; i++) {
		CXCursor a = clang_Cursor_getArgument(fn, i);
		const char *name = cx_name(&s->cx, a);

		strbuf_addf(&names, "%s%s", i ? " " : "", *name ? name : "-");
		strbuf_addf(&types, "%s%c", i ? " " : "", cx_class(type_of(a)));
	}
	d = facts_add_decl(s->out);
	d->name = cx_name(&s->cx, fn);
	d->params = strtab_add(s->cx.st, names.buf ? names.buf : "");
	d->types = strtab_add(s->cx.st, types.buf ? types.buf : "");
	d->inl = clang_isCursorDefinition(fn) && clang_getCursorLinkage(fn) != CXLinkage_External;
	d->file = p.file ? p.file->path : "";
	strbuf_release(&names);
	strbuf_release(&types);
}

static void walk_variable(struct scan *s, CXCursor var)
{
	struct cx_place p = cx_in_file(&s->cx, clang_getCursorLocation(var));

	/* EXPORT_SYMBOL and its like make a variable to keep the symbol alive */
	if (!p.file || !p.file->kvm || strstr(cx_name(&s->cx, var), "_addressable_") ||
	    !strncmp(cx_name(&s->cx, var), "__ksymtab", 9))
		return;
	flow_global(&s->cx, var, s->out);
}

static bool first_time(struct scan *s, CXCursor c)
{
	if (cmap_get(&s->seen, c) >= 0)
		return false;
	cmap_set(&s->seen, c, 1);
	return true;
}

static enum CXChildVisitResult walk_top(CXCursor c, CXCursor parent, CXClientData data)
{
	struct scan *s = data;
	const char *alias;

	(void)parent;
	switch (clang_getCursorKind(c)) {
	case CXCursor_FunctionDecl:
		if (cx_is_form(&s->cx, cx_name(&s->cx, c)))
			add_decl(s, c);
		if (clang_isCursorDefinition(c) && first_time(s, c))
			walk_function(s, c);
		alias = clang_isCursorDefinition(c) ? NULL : attr_alias(&s->cx, c);
		if (alias && first_time(s, c))
			walk_alias(s, c, alias);
		break;
	case CXCursor_VarDecl:
		if (first_time(s, c))
			walk_variable(s, c);
		break;
	default:
		break;
	}
	return CXChildVisit_Continue;
}

static void add_dep(CXFile file, CXSourceLocation *stack, unsigned int n, CXClientData data)
{
	struct scan *s = data;
	char *path = cx_path(&s->cx, file);

	(void)stack, (void)n;
	facts_add_dep(s->out)->path = strtab_add(s->cx.st, path);
	free(path);
}

/* As the main file writes them. */
static void add_export(void *ctx, const char *name, size_t len)
{
	struct scan *s = ctx;
	struct fact_export *e = facts_add_export(s->out);

	e->name = strtab_addn(s->cx.st, name, len);
	e->file = s->out->unit;
}

static const char *function_at(struct scan *s, const char *file, unsigned int line)
{
	for (size_t i = 0; i < s->out->n_func; i++) {
		const struct fact_func *f = &s->out->funcs[i];

		if (f->file == file && f->line <= line && line <= f->end_line)
			return f->spelled;
	}
	return "";
}

static void add_error(struct scan *s, CXDiagnostic d)
{
	struct cx_place p = cx_in_file(&s->cx, clang_getDiagnosticLocation(d));
	CXString text = clang_getDiagnosticSpelling(d);
	struct fact_skip *k = facts_add_skip(s->out);

	k->file = p.file ? p.file->path : s->out->unit;
	k->line = p.line;
	k->function = function_at(s, k->file, p.line);
	k->reason = strtab_addf(s->cx.st, "does not parse: %s", clang_getCString(text));
	s->out->status = UNIT_ERROR;
	clang_disposeString(text);
}

/*
 * An array of no constant length in a struct is GNU C that clang will never take; old headers of
 * s390 have it in the type of an operand of asm. Clang leaves the member out and goes on, which
 * is no loss in a file whose functions are not looked at.
 */
static bool is_harmless(struct scan *s, CXDiagnostic d)
{
	struct cx_place p = cx_in_file(&s->cx, clang_getDiagnosticLocation(d));
	CXString text = clang_getDiagnosticSpelling(d);
	bool vla = strstr(clang_getCString(text), "'variable length array in structure' extension");

	clang_disposeString(text);
	return vla && p.file && !p.file->kvm;
}

static void find_errors(struct scan *s)
{
	unsigned int n = clang_getNumDiagnostics(s->cx.tu);

	for (unsigned int i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(s->cx.tu, i);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error && !is_harmless(s, d))
			add_error(s, d);
		clang_disposeDiagnostic(d);
	}
}

void scan_walk(CXTranslationUnit tu, const struct scan_opts *o, const struct unit *u,
	       const char *main_file, struct facts *out)
{
	struct scan s = { .out = out };
	const struct cx_file *f;

	out->status = UNIT_OK;
	cx_init(&s.cx, tu, o->strings, o->tree, u->dir);
	f = cx_file(&s.cx, clang_getFile(tu, main_file));
	if (f)
		out->unit = f->path;
	clang_visitChildren(clang_getTranslationUnitCursor(tu), walk_top, &s);
	clang_getInclusions(tu, add_dep, &s);
	if (f)
		exports_find(f->text, f->len, add_export, &s);
	find_errors(&s);
	cx_release(&s.cx);
	cmap_release(&s.seen);
}
