// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls and stores.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "facts/facts.h"
#include "tables/tables.h"
#include "attr.h"
#include "call.h"
#include "guard.h"
#include "once.h"
#include "place.h"

/* Is the type declared where KVM's are? A spinlock, say, is not. */
static bool pointee_is_kvm(struct flow *f, CXType t)
{
	CXCursor decl = clang_getTypeDeclaration(
		clang_getCanonicalType(clang_getPointeeType(clang_getCanonicalType(t))));
	struct cx_place p = cx_in_file(f->cx, clang_getCursorLocation(decl));

	return p.file && p.file->kvm;
}

static bool has_load_of(const struct vset *val, const char *member)
{
	for (unsigned int i = 0; i < val->n; i++)
		if (strstr(val->v[i]->key, member))
			return true;
	return false;
}

/* An integer matters where it may be a gfn out of a shadow page. */
static bool integer_matters(const struct vset *val)
{
	for (unsigned int i = 0; i < val->n; i++)
		if (val->v[i]->atom->kind == 'P')
			return true;
	return has_load_of(val, ">kvm_mmu_page.gfn");
}

/* A pointer that can lead to a struct kvm or a vCPU. */
static bool type_matters(struct flow *f, CXType t)
{
	switch (cx_class(t)) {
	case TYPE_KVM:
	case TYPE_VCPU:
	case TYPE_FUNC:
		return true;
	case TYPE_VOID:
		return is_pointer_type(t);
	case TYPE_STRUCT:
		return pointee_is_kvm(f, t);
	default:
		return false;
	}
}

static bool is_kvm_record(struct flow *f, CXType t)
{
	struct cx_place p = cx_in_file(f->cx, clang_getCursorLocation(
		clang_getTypeDeclaration(clang_getCanonicalType(t))));

	return is_record(t) && p.file && p.file->kvm;
}

/* The address of a local pointer or array of them. */
static bool local_matters(struct flow *f, const struct vset *val)
{
	for (unsigned int i = 0; i < val->n; i++) {
		CXType t;

		if (val->v[i]->kind != 'L')
			continue;
		t = clang_getCanonicalType(type_of(f->vars[val->v[i]->n].decl));
		if (is_array(t))
			t = clang_getArrayElementType(t);
		if (type_matters(f, t) || is_kvm_record(f, t))
			return true;
	}
	return false;
}

static bool is_kvm_pointer(CXType t)
{
	return cx_class(t) == TYPE_KVM || cx_class(t) == TYPE_VCPU;
}

static bool value_matters(struct flow *f, const struct vset *val, CXType t)
{
	if (vset_is_none(val))
		return false;
	switch (cx_class(t)) {
	case TYPE_KVM:
	case TYPE_VCPU:
	case TYPE_FUNC:
	case TYPE_SLOT:
		return true;
	case TYPE_STRUCT:
		return pointee_is_kvm(f, t);
	case TYPE_VOID:
		if (!is_pointer_type(t))
			return integer_matters(val);
		return !vset_is_null(val);
	case TYPE_POINTER:
		return vset_has(val, 'F') || has_load_of(val, "kvm") || local_matters(f, val) ||
		       is_kvm_pointer(clang_getPointeeType(clang_getCanonicalType(t)));
	default:
		return is_kvm_record(f, t);
	}
}

static bool is_one_of(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* Functions whose result is their argument, made known here for all. */
static const char *const identities[] = {
	"__builtin_expect", "__builtin_expect_with_probability", "__builtin_assume_aligned",
	"gpa_to_gfn", "gfn_to_gpa", "untagged_addr",
};

/* Nothing of an argument is evaluated. */
static const char *const unevaluated[] = {
	"__builtin_constant_p", "__builtin_object_size", "__builtin_dynamic_object_size",
	"__builtin_classify_type",
};

/* Memory that the kernel allocates: include/linux/slab.h, vmalloc.h, percpu.h. */
static const char *const allocators[] = {
	"kmalloc", "kmalloc_node", "kmalloc_array", "kmalloc_array_node", "kmalloc_large",
	"kzalloc", "kzalloc_node", "kcalloc", "kcalloc_node", "kvmalloc", "kvmalloc_node",
	"kvmalloc_array", "kvmalloc_array_node", "kvzalloc", "kvzalloc_node", "kvcalloc",
	"kvcalloc_node", "__kmalloc", "__kmalloc_node", "vmalloc", "vmalloc_node", "vmalloc_user",
	"vmalloc_array", "vmalloc_huge", "vzalloc", "vzalloc_node", "vcalloc", "__vmalloc",
	"__vmalloc_node", "__vmalloc_array", "__vcalloc", "kmem_cache_alloc",
	"kmem_cache_alloc_node", "kmem_cache_alloc_lru", "kmem_cache_zalloc", "kmemdup",
	"kmemdup_array", "kmemdup_nul", "kvmemdup", "__alloc_percpu", "__alloc_percpu_gfp",
};

static bool is_allocator(struct flow *f, const char *name)
{
	size_t n = strlen(name), tail = strlen("_noprof");

	if (n > tail && !strcmp(name + n - tail, "_noprof"))
		name = strtab_addn(f->cx->st, name, n - tail);
	return is_one_of(name, allocators, ARRAY_SIZE(allocators));
}

/* Of the kernel's, not of KVM's own of that name. */
static bool is_kernels(struct flow *f, const struct callee *k)
{
	struct cx_place p = cx_in_file(f->cx, clang_getCursorLocation(
		clang_getCanonicalCursor(k->decl)));

	return clang_getCursorLinkage(k->decl) == CXLinkage_External ||
	       (p.file && ends_in(p.file->path, ".h"));
}

static const struct vset *known_result(struct flow *f, const struct callee *k, CXType t,
				       const struct vset *arg0)
{
	if (clang_Cursor_isNull(k->decl) || !is_kernels(f, k))
		return NULL;
	if (arg0 && is_one_of(k->name, identities, ARRAY_SIZE(identities)))
		return arg0;
	if (!strcmp(k->name, "ERR_PTR") || !strcmp(k->name, "ERR_CAST"))
		return vset_atom(f->vt, '0', 0, NULL);
	if (is_pointer_type(t) && is_allocator(f, k->name))
		return vset_atom(f->vt, 'N', 0, NULL);
	return NULL;
}

static int call_number(struct flow *f, CXCursor c)
{
	int n = cmap_get(&f->call_of, c);

	if (n < 0) {
		n = f->n_calls;
		GROW(f->call_event, f->n_calls);
		f->n_calls++;
		cmap_set(&f->call_of, c, n);
		f->call_event[n] = flow_event_at(f, c);
	}
	return n;
}

/* f of (*f)() and (&f)(), too. */
static CXCursor called_name(struct flow *f, CXCursor c)
{
	for (c = cx_strip(c); is_unary(f->cx, c, CX_UN_DEREF) || is_unary(f->cx, c, CX_UN_ADDR); )
		c = cx_strip(first_expr(c));
	return c;
}

static bool find_callee(struct flow *f, CXCursor c, struct callee *out)
{
	CXCursor e = first_expr(c);

	memset(out, 0, sizeof(*out));
	if (clang_Cursor_isNull(e))
		return false;
	out->expr = called_name(f, e);
	out->decl = clang_getCursorReferenced(out->expr);
	if (clang_getCursorKind(out->decl) != CXCursor_FunctionDecl)
		out->decl = clang_getNullCursor();
	out->name = cx_name(f->cx, out->expr);
	if (!clang_Cursor_isNull(out->decl) &&
	    is_one_of(out->name, unevaluated, ARRAY_SIZE(unevaluated)))
		return false;
	out->values = flow_eval(f, e);
	return true;
}

/* The result may be read from, or embedded in, any object, where that matters. */
static bool arg_matters(struct flow *f, CXCursor arg, const struct vset *val, bool result)
{
	CXType t = type_of(arg);

	if (result && !vset_is_none(val) && cx_class(t) == TYPE_STRUCT)
		return true;
	return value_matters(f, val, t);
}

static void record_arg(struct flow *f, const struct callee *k, int no, int i,
		       const struct vset *val)
{
	struct fact_arg *a = facts_add_arg(f->out);

	a->func = f->func;
	a->call = no;
	a->idx = i;
	a->value = vset_text(f->vt, val);
	a->text = callee_arg(f, k, i);
}

static void add_call(struct flow *f, int no, CXSourceLocation loc, const char *callee,
		     const char *text)
{
	struct cx_place p = cx_in_file(f->cx, loc);
	struct fact_call *call = facts_add_call(f->out);

	call->func = f->func;
	call->no = no;
	call->file = p.file ? p.file->path : "";
	call->line = p.line;
	call->col = p.col;
	call->callee = callee;
	call->text = text;
	call->outside = guard_text(f);
}

static bool result_matters(struct flow *f, CXCursor c)
{
	return value_matters(f, vset_unknown(f->vt), clang_getCursorType(c));
}

static bool integer_result(CXType t)
{
	return cx_class(t) == TYPE_VOID && !is_pointer_type(t);
}

static void record_call(struct flow *f, CXCursor c, struct callee *k, int no,
			const struct vset *const *val, int n)
{
	bool result = result_matters(f, c), matters = result;

	for (int i = 0; i < n && !matters; i++)
		matters = arg_matters(f, clang_Cursor_getArgument(c, i), val[i], false) ||
			  local_matters(f, val[i]);
	if (!matters || cmap_get(&f->call_seen, c) >= 0)
		return;
	cmap_set(&f->call_seen, c, no);
	callee_read(f, k);
	add_call(f, no, clang_getCursorLocation(k->expr), vset_text(f->vt, k->values), k->name);
	for (int i = 0; i < n; i++)
		if (arg_matters(f, clang_Cursor_getArgument(c, i), val[i], result))
			record_arg(f, k, no, i, val[i]);
}

/* What a callee finds in a local variable whose address it is given. */
static void record_content(struct flow *f, CXCursor at, const struct vset *val)
{
	for (unsigned int i = 0; i < val->n; i++) {
		const struct value *v = val->v[i];
		int slot;

		if (v->kind != 'L' || f->vars[v->n].is_object)
			continue;
		slot = env_slot(f, v->n, 0, strtab_add(f->cx->st, "*"));
		flow_store(f, at, vset_one(f->vt, v), f->slots[slot].field,
			   env_read(f, &f->env, slot), f->vars[v->n].class);
	}
}

/* The accessor is one by its type, too: Xen has a gfn_to_pfn() of its own. */
static bool is_accessor(const struct callee *k, int n)
{
	CXType t = clang_getCursorType(k->decl);

	return n > 0 && !clang_Cursor_isNull(k->decl) && accessor_find(k->name) &&
	       cx_class(clang_getArgType(t, 0)) == TYPE_KVM;
}

/* How many bytes behind the pointer a callee can know of; -1: all of the object. */
static long reach_of(struct flow *f, CXCursor arg)
{
	CXType t = clang_getCanonicalType(type_of(cx_strip(arg)));
	long long size;

	if (t.kind != CXType_Pointer)
		return -1;
	t = clang_getCanonicalType(clang_getPointeeType(t));
	size = clang_Type_getSizeOf(t);
	if (t.kind == CXType_Void || size <= 1 || is_array(t) || is_kvm_record(f, t))
		return -1;
	return size;
}

static bool is_read_only(const struct callee *k, int i)
{
	CXType t = clang_getCanonicalType(clang_getCursorType(k->decl));

	if (clang_Cursor_isNull(k->decl) || clang_getNumArgTypes(t) <= i)
		return false;
	t = clang_getCanonicalType(clang_getArgType(t, i));
	return t.kind == CXType_Pointer && clang_isConstQualifiedType(clang_getPointeeType(t));
}

static bool is_copy(const char *name)
{
	static const char *const names[] = {
		"memcpy", "memmove", "__memcpy", "__memmove", "__builtin_memcpy",
		"__builtin_memmove", "__underlying_memcpy", "__underlying_memmove",
	};

	return is_one_of(name, names, ARRAY_SIZE(names));
}

static bool is_memset(const char *name)
{
	static const char *const names[] = {
		"memset", "__memset", "__builtin_memset", "__underlying_memset",
	};

	return is_one_of(name, names, ARRAY_SIZE(names));
}

static CXType pointee_of(CXCursor arg)
{
	return clang_getCanonicalType(clang_getPointeeType(
		clang_getCanonicalType(type_of(cx_strip(arg)))));
}

/* A whole object copied, or set to zero, from the call's arguments; false for anything else. */
static bool copy_whole(struct flow *f, CXCursor c, const struct callee *k,
		       const struct vset *const *val, int n)
{
	struct place p = { .field = "*" };
	long size, byte;

	if (n < 3 || !is_constant(clang_Cursor_getArgument(c, 2), &size))
		return false;
	p.base = val[0];
	p.type = pointee_of(clang_Cursor_getArgument(c, 0));
	if (!is_record(p.type) || clang_Type_getSizeOf(p.type) != size)
		return false;
	if (is_copy(k->name)) {
		if (!clang_equalCursors(clang_getTypeDeclaration(p.type), clang_getTypeDeclaration(
				pointee_of(clang_Cursor_getArgument(c, 1)))))
			return false;
		place_copy(f, &p, c, val[1]);
		return true;
	}
	if (!is_constant(clang_Cursor_getArgument(c, 1), &byte) || byte)
		return false;
	return place_clear(f, &p);
}

static void clobber_args(struct flow *f, CXCursor c, const struct callee *k, int no,
			 const struct vset *const *val, int n)
{
	bool form = !clang_Cursor_isNull(k->decl) && cx_is_form(f->cx, k->name);

	for (int i = 0; i < n; i++)	/* what a form reads into is no pointer of ours */
		if (!form || !is_read_only(k, i))
			flow_clobber(f, val[i], no, i, reach_of(f, clang_Cursor_getArgument(c, i)),
				     is_read_only(k, i));
}

/* What the call may have changed, and what later ones may. */
static void call_effects(struct flow *f, CXCursor c, const struct callee *k, int no,
			 const struct vset *const *val, int n)
{
	bool known = !clang_Cursor_isNull(k->decl);

	if (known && (is_copy(k->name) || is_memset(k->name))) {
		f->env.when = f->call_event[no];
		if (!copy_whole(f, c, k, val, n) && n)
			flow_forget(f, val[0]);
		return;
	}
	clobber_args(f, c, k, no, val, n);
	/* neither these nor the compiler's own keep what they are given */
	if (known && (cx_is_form(f->cx, k->name) || !strncmp(k->name, "__builtin_", 10)))
		return;
	f->env.when = f->call_event[no];
	flow_clobber_escaped(f);
	for (int i = 0; i < n; i++)
		flow_escape(f, val[i]);
}

static bool never_returns(struct flow *f, const struct callee *k)
{
	CXType t;

	if (!clang_Cursor_isNull(k->decl))
		return attr_noreturn(f->cx, k->decl);
	t = clang_getCanonicalType(clang_getCursorType(k->expr));
	return attr_noreturn_type(t.kind == CXType_Pointer ? clang_getPointeeType(t) : t);
}

static const struct vset *run_call(struct flow *f, CXCursor c, struct callee *k, int no,
				   const struct vset **val, int n)
{
	CXType t = clang_getCursorType(c);
	const struct vset *res;

	for (int i = 0; i < n; i++)
		val[i] = flow_eval(f, clang_Cursor_getArgument(c, i));
	if (f->recording && is_accessor(k, n))
		record_site(f, c, k, no, val, n);
	if (f->recording && n)
		record_form(f, c, k, val[0]);
	res = known_result(f, k, t, n ? val[0] : NULL);
	if (res)
		return res;
	if (f->recording) {
		record_call(f, c, k, no, val, n);
		for (int i = 0; i < n; i++)
			record_content(f, c, val[i]);
	}
	call_effects(f, c, k, no, val, n);
	guard_call(f, k->name);
	if (never_returns(f, k))
		f->env.live = false;
	if (n && is_copy(k->name))
		return val[0];
	return result_matters(f, c) || integer_result(t) ? vset_atom(f->vt, 'C', no, NULL) :
							   &vset_none;
}

const struct vset *flow_call(struct flow *f, CXCursor c)
{
	int n = clang_Cursor_getNumArguments(c), no = call_number(f, c);
	const struct vset *res = &vset_none, **val;
	struct callee k;

	if (!find_callee(f, c, &k) || flow_once(f, c, k.name))
		return res;
	val = xcalloc(n + 1, sizeof(*val));
	res = run_call(f, c, &k, no, val, n);
	free(val);
	return res;
}

/* The handler gets the address of the variable, as it is when its scope is left. */
static void run_handler(struct flow *f, int var)
{
	CXCursor decl = f->vars[var].decl;
	const struct vset *addr = vset_atom(f->vt, 'L', var, NULL);
	struct callee none = { .has_text = false };
	int no = call_number(f, decl);

	f->env.when = f->call_event[no];
	if (!f->recording || !local_matters(f, addr))
		return;
	record_content(f, decl, addr);
	if (cmap_get(&f->call_seen, decl) >= 0)
		return;
	cmap_set(&f->call_seen, decl, no);
	add_call(f, no, clang_getCursorLocation(decl), f->vars[var].handler,
		 f->vars[var].handler + 1);
	record_arg(f, &none, no, 0, addr);
}

void flow_leave(struct flow *f, unsigned int scope)
{
	for (unsigned int i = f->n_scope; f->env.live && i-- > scope; )
		if (f->vars[f->scope[i]].handler)
			run_handler(f, f->scope[i]);
}

static bool store_matters(const struct vset *base, const struct vset *value,
			  enum type_class class)
{
	if (vset_is_none(value) || vset_is_null(value))
		return false;
	switch (class) {
	case TYPE_KVM:
	case TYPE_VCPU:
	case TYPE_FUNC:
		return true;
	case TYPE_VOID:
		return value->n;
	case TYPE_STRUCT:
		return vset_has(base, 'L');
	default:
		return false;
	}
}

void flow_store(struct flow *f, CXCursor at, const struct vset *base, const char *field,
		const struct vset *value, enum type_class class)
{
	struct fact_store *s;
	struct cx_place p;

	if (!f->recording || !store_matters(base, value, class))
		return;
	p = cx_in_file(f->cx, clang_getCursorLocation(at));
	s = facts_add_store(f->out);
	s->func = f->func;
	s->base = vset_keys(f->vt, base);
	s->field = field;
	s->value = vset_text(f->vt, value);
	s->file = p.file ? p.file->path : "";
	s->line = p.line;
	s->type = strtab_addf(f->cx->st, "%c", class);
}
