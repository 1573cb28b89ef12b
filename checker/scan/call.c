// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls and stores.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "facts/facts.h"
#include "tables/tables.h"
#include "call.h"
#include "guard.h"

/* Is the type declared where KVM's are? A spinlock, say, is not. */
static bool pointee_is_kvm(struct flow *f, CXType t)
{
	CXCursor decl = clang_getTypeDeclaration(
		clang_getCanonicalType(clang_getPointeeType(clang_getCanonicalType(t))));
	struct cx_place p = cx_in_file(f->cx, clang_getCursorLocation(decl));

	return p.file && p.file->kvm;
}

/* An integer matters where it may be a gfn out of a shadow page. */
static bool integer_matters(const char *val)
{
	return *val == 'P' || strstr(val, ">kvm_mmu_page.gfn");
}

static bool value_matters(struct flow *f, const char *val, CXType t)
{
	enum type_class c = cx_class(t);

	if (!*val)
		return false;
	switch (c) {
	case TYPE_KVM:
	case TYPE_VCPU:
	case TYPE_FUNC:
		return true;
	case TYPE_STRUCT:
		return pointee_is_kvm(f, t);
	case TYPE_VOID:
		if (clang_getCanonicalType(t).kind != CXType_Pointer)
			return integer_matters(val);
		return strcmp(val, "0") != 0;
	case TYPE_POINTER:
		return strchr(val, 'F') || strstr(val, "kvm");
	default:
		return false;
	}
}

/* Functions whose result is their argument, made known here for all. */
static bool is_identity(const char *callee)
{
	static const char *const names[] = {
		"F__builtin_expect", "Fgpa_to_gfn", "Fgfn_to_gpa", "Funtagged_addr",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strncmp(callee, names[i], strlen(names[i])))
			return true;
	return false;
}

/* Memory that the kernel allocates; KVM's own functions say what they return. */
static bool is_allocator(const struct callee *k, CXType t)
{
	static const char *const names[] = {
		"kmalloc", "kzalloc", "kcalloc", "kvmalloc", "kvzalloc", "kvcalloc",
		"vmalloc", "vzalloc", "vcalloc", "__vmalloc", "kmem_cache_alloc",
		"kmem_cache_zalloc", "kmemdup", "alloc_percpu", "__alloc_percpu",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strncmp(k->name, names[i], strlen(names[i])))
			return clang_getCanonicalType(t).kind == CXType_Pointer;
	return false;
}

static const char *known_result(struct flow *f, const struct callee *k, CXType t,
				const char *arg0)
{
	const char *callee = k->value;

	if (clang_Cursor_isNull(k->decl))
		return NULL;
	if (is_identity(callee))
		return arg0;
	if (!strncmp(callee, "FERR_PTR", 8) || !strncmp(callee, "FERR_CAST", 9))
		return strtab_add(f->cx->st, "0");
	if (is_allocator(k, t))
		return strtab_add(f->cx->st, "N");
	return NULL;
}

static int call_number(struct flow *f, CXCursor c)
{
	int n = cmap_get(&f->call_of, c);

	if (n < 0) {
		n = f->n_calls++;
		cmap_set(&f->call_of, c, n);
	}
	return n;
}

static bool find_callee(struct flow *f, CXCursor c, struct callee *out)
{
	struct cx_children ch;

	memset(out, 0, sizeof(*out));
	cx_children(c, &ch);
	if (!ch.n) {
		cx_children_release(&ch);
		return false;
	}
	out->expr = cx_strip(ch.v[0]);
	out->value = flow_eval(f, ch.v[0]);
	cx_children_release(&ch);
	out->decl = clang_getCursorReferenced(out->expr);
	if (clang_getCursorKind(out->decl) != CXCursor_FunctionDecl)
		out->decl = clang_getNullCursor();
	out->name = cx_name(f->cx, out->expr);
	return true;
}

/* Any object may be what the result is embedded in, where that matters. */
static bool arg_matters(struct flow *f, CXCursor c, const char *val, int i, bool result)
{
	CXType t = clang_getCursorType(clang_Cursor_getArgument(c, i));

	if (result && *val && cx_class(t) == TYPE_STRUCT)
		return true;
	return value_matters(f, val, t);
}

static void record_args(struct flow *f, CXCursor c, const struct callee *k, int no,
			const char *const *val, int n, bool result)
{
	for (int i = 0; i < n; i++) {
		struct fact_arg *a;

		if (!arg_matters(f, c, val[i], i, result))
			continue;
		a = facts_add_arg(f->out);
		a->func = f->func;
		a->call = no;
		a->idx = i;
		a->value = val[i];
		a->text = callee_arg(f, k, i);
	}
}

static void record_call(struct flow *f, CXCursor c, struct callee *k, int no,
			const char *const *val, int n)
{
	bool result = value_matters(f, "?", clang_getCursorType(c)), matters = result;
	struct fact_call *call;
	struct cx_place p;

	for (int i = 0; i < n && !matters; i++)
		matters = arg_matters(f, c, val[i], i, false);
	if (!matters || cmap_get(&f->call_seen, c) >= 0)
		return;
	cmap_set(&f->call_seen, c, no);
	callee_read(f, k);
	p = cx_in_file(f->cx, clang_getCursorLocation(k->expr));
	call = facts_add_call(f->out);
	call->func = f->func;
	call->no = no;
	call->file = p.file ? p.file->path : "";
	call->line = p.line;
	call->col = p.col;
	call->callee = k->value;
	call->text = k->name;
	call->outside = guard_text(f);
	record_args(f, c, k, no, val, n, result);
}

/* The accessor is one by its type, too: Xen has a gfn_to_pfn() of its own. */
static bool is_accessor(const struct callee *k, int n)
{
	CXType t = clang_getCursorType(k->decl);

	return n > 0 && !clang_Cursor_isNull(k->decl) && accessor_find(k->name) &&
	       cx_class(clang_getArgType(t, 0)) == TYPE_KVM;
}

const char *flow_call(struct flow *f, CXCursor c)
{
	int n = clang_Cursor_getNumArguments(c), no = call_number(f, c);
	const char *val[CALLTEXT_ARGS] = { 0 }, *res;
	CXType t = clang_getCursorType(c);
	struct callee k;

	if (!find_callee(f, c, &k))
		return "";
	if (n > CALLTEXT_ARGS)
		n = CALLTEXT_ARGS;
	for (int i = 0; i < n; i++)
		val[i] = flow_eval(f, clang_Cursor_getArgument(c, i));
	if (f->recording && is_accessor(&k, n))
		record_site(f, c, &k, no, val, n);
	if (f->recording && n)
		record_form(f, c, &k, val[0]);
	res = known_result(f, &k, t, n ? val[0] : "");
	if (res)
		return res;
	if (f->recording)
		record_call(f, c, &k, no, val, n);
	guard_call(f, k.name);
	if (value_matters(f, "P", t))
		return strtab_addf(f->cx->st, "C%d", no);
	return "";
}

static bool store_matters(const char *base, const char *value, enum type_class class)
{
	if (!*value || !strcmp(value, "0"))
		return false;
	switch (class) {
	case TYPE_KVM:
	case TYPE_VCPU:
	case TYPE_FUNC:
		return true;
	case TYPE_VOID:
		return strcmp(value, "?") != 0;
	case TYPE_STRUCT:
		return *base == 'L';
	default:
		return false;
	}
}

void flow_store(struct flow *f, CXCursor at, const char *base, const char *field,
		const char *value, enum type_class class)
{
	struct fact_store *s;
	struct cx_place p;

	if (!f->recording || !store_matters(base, value, class))
		return;
	p = cx_in_file(f->cx, clang_getCursorLocation(at));
	s = facts_add_store(f->out);
	s->func = f->func;
	s->base = base;
	s->field = field;
	s->value = value;
	s->file = p.file ? p.file->path : "";
	s->line = p.line;
	s->type = strtab_addf(f->cx->st, "%c", class);
}
