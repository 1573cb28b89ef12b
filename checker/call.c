// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls, accessor sites, definitions and stores: what flow writes down.
 */
#include <stdlib.h>
#include <string.h>

#include "accessor.h"
#include "calltext.h"
#include "flow.h"
#include "util.h"
#include "vset.h"

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

/* The declaration called, and where its name stands in the call. */
struct callee {
	CXCursor expr;		/* stripped */
	CXCursor decl;		/* null where it is not a function's name */
	const char *value, *name;
	struct cx_place at;	/* in a file, or in a macro's body */
	struct calltext text;
	bool has_text;
};

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

static void read_text(struct flow *f, struct callee *k)
{
	k->at = cx_spelled(f->cx, k->expr);
	if (!k->at.file || strcmp(cx_word(f->cx, k->at.file, k->at.off), k->name))
		return;
	k->has_text = calltext_parse(k->at.file->text, k->at.file->len, k->at.off, &k->text);
}

static const char *arg_text(struct flow *f, const struct callee *k, unsigned int i)
{
	if (!k->has_text || i >= k->text.n_args)
		return "";
	return calltext_fold(f->cx->st, k->at.file->text + k->text.arg[i].off, k->text.arg[i].len);
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
		a->text = arg_text(f, k, i);
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
	read_text(f, k);
	p = cx_in_file(f->cx, clang_getCursorLocation(k->expr));
	call = facts_add_call(f->out);
	call->func = f->func;
	call->no = no;
	call->file = p.file ? p.file->path : "";
	call->line = p.line;
	call->col = p.col;
	call->callee = k->value;
	call->text = k->name;
	record_args(f, c, k, no, val, n, result);
}

/* By an inner variable of the same name. */
static bool is_hidden(const struct flow *f, unsigned int i)
{
	for (unsigned int j = i + 1; j < f->n_scope; j++)
		if (f->vars[f->scope[j]].name == f->vars[f->scope[i]].name)
			return true;
	return false;
}

static bool points_to_const(CXCursor e)
{
	CXType t = clang_getCanonicalType(clang_getCursorType(e));

	if (t.kind == CXType_Pointer)
		t = clang_getPointeeType(t);
	return clang_isConstQualifiedType(t);
}

static void site_scope(struct flow *f, int site)
{
	for (unsigned int i = f->n_scope; i-- > 0; ) {
		const struct var *v = &f->vars[f->scope[i]];
		const char *val = env_val(&f->env, f->scope[i]);
		struct fact_scope *s;

		if (v->class != TYPE_VCPU || !*val || strpbrk(val, "|?") || v->in_macro ||
		    is_hidden(f, i) || points_to_const(v->decl))
			continue;
		s = facts_add_scope(f->out);
		s->site = site;
		s->text = v->name;
		s->value = val;
		s->is_param = v->is_param;
	}
}

/* Each definition of a set "d0|d3", in order. */
static int next_def(const char **set)
{
	int n;

	if (**set != 'd')
		return -1;
	n = atoi(*set + 1);
	*set += strcspn(*set, "|");
	*set += **set == '|';
	return n;
}

static void site_defs(struct flow *f, int site, const char *set)
{
	for (int n = next_def(&set); n >= 0; n = next_def(&set)) {
		struct fact_def *d = facts_add_def(f->out);

		d->site = site;
		d->file = f->defs[n].file;
		d->line = f->defs[n].line;
		d->text = f->defs[n].text;
		d->value = f->defs[n].value;
	}
}

static bool in_scope(struct flow *f, int var)
{
	for (unsigned int i = 0; i < f->n_scope; i++)
		if (f->scope[i] == var)
			return !is_hidden(f, i);
	return false;
}

/*
 * A vCPU as an alias's definition wrote it, where that still means the same:
 * embedded in what a variable points to, so that no memory is read to find it.
 */
static const char *def_vcpu(struct flow *f, const struct def *d)
{
	size_t n;

	if (!*d->vcpu_text || d->root < 0 || !in_scope(f, d->root))
		return "";
	n = strlen(d->root_value);
	if (strncmp(d->value, d->root_value, n) || strcmp(d->value + n, ">" LOAD_VCPU_KVM))
		return "";
	return env_val(&f->env, d->root) == d->root_value ? d->vcpu_text : "";
}

/* The vCPU that an alias is of, as it can be written here: one for all definitions. */
static const char *alias_vcpu(struct flow *f, const char *val, const char *defs)
{
	size_t n = strlen(val), k = strlen(">" LOAD_VCPU_KVM);
	const char *text = "";

	if (strchr(val, '|') || n <= k || strcmp(val + n - k, ">" LOAD_VCPU_KVM))
		return "";
	for (unsigned int i = 0; i < f->n_scope; i++) {
		const struct var *v = &f->vars[f->scope[i]];
		const char *vv = env_val(&f->env, f->scope[i]);

		if (v->class == TYPE_VCPU && !v->in_macro && strlen(vv) == n - k &&
		    !strncmp(vv, val, n - k) && !is_hidden(f, i) && !points_to_const(v->decl))
			return v->name;
	}
	for (int d = next_def(&defs); d >= 0; d = next_def(&defs))
		if (*def_vcpu(f, &f->defs[d]))
			text = def_vcpu(f, &f->defs[d]);
	return text;
}

/* "*kvm = vcpu->kvm" of "struct kvm *kvm = vcpu->kvm, *other;" */
static void local_range(struct flow *f, CXCursor decl, struct fact_local *l)
{
	struct cx_place name = cx_in_file(f->cx, clang_getCursorLocation(decl));
	const struct cx_file *file = name.file;
	size_t off = name.off, end;
	int depth = 0;

	while (off && strchr(" \t*", file->text[off - 1]))
		off--;
	off += strspn(file->text + off, " \t");
	for (end = name.off; end < file->len; end++) {
		if (strchr("([{", file->text[end]))
			depth++;
		if (strchr(")]}", file->text[end]))
			depth--;
		if (!depth && (file->text[end] == ',' || file->text[end] == ';'))
			break;
	}
	l->file = file->path;
	l->off = off;
	l->end = end;
}

/* The whole declaration, from its type to its semicolon. */
static void decl_range(struct flow *f, CXCursor decl, struct fact_local *l)
{
	/* of the canonical one: from the type on, also for a later declarator */
	CXCursor whole = clang_getCanonicalCursor(decl);
	CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(whole));
	struct cx_place p = cx_in_file(f->cx, start);
	const char *s = p.file ? p.file->text : "";
	size_t i;
	int depth = 0;

	l->decl_off = p.off;
	l->declarators = 1;
	for (i = p.off; p.file && i < p.file->len; i++) {
		if (strchr("([{", s[i]))
			depth++;
		if (strchr(")]}", s[i]))
			depth--;
		if (!depth && s[i] == ',')
			l->declarators++;
		if (!depth && s[i] == ';')
			break;
	}
	l->decl_end = i + 1;
}

struct uses {
	CXCursor decl;
	int64_t n;
};

static enum CXChildVisitResult count_use(CXCursor c, CXCursor parent, CXClientData data)
{
	struct uses *u = data;

	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_DeclRefExpr &&
	    clang_equalCursors(clang_getCursorReferenced(c), u->decl))
		u->n++;
	return CXChildVisit_Recurse;
}

static int var_local(struct flow *f, int var)
{
	struct var *v = &f->vars[var];
	struct uses u = { .decl = v->decl };
	struct fact_local *l;

	if (v->local >= 0 || v->in_macro || v->is_param)
		return v->local;
	v->local = f->n_locals++;
	l = facts_add_local(f->out);
	l->func = f->func;
	l->idx = v->local;
	l->name = v->name;
	local_range(f, v->decl, l);
	decl_range(f, v->decl, l);
	clang_visitChildren(clang_getCursorSemanticParent(v->decl), count_use, &u);
	l->uses = u.n;
	l->assigned = v->assigned;
	return v->local;
}

/* The site's local, and those that it was set from: they may all be unused without it. */
static int site_local(struct flow *f, CXCursor arg, const char *defs)
{
	CXCursor c = cx_strip(arg);
	int var;

	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return -1;
	for (int d = next_def(&defs); d >= 0; d = next_def(&defs))
		var_local(f, f->defs[d].var);
	var = cmap_get(&f->var_of, clang_getCursorReferenced(c));
	return var >= 0 ? var_local(f, var) : -1;
}

/* E of an argument E->kvm, where E is a struct kvm_vcpu. */
static bool direct_vcpu(struct flow *f, CXCursor arg, CXCursor *e)
{
	CXCursor m = cx_strip(arg);
	struct cx_children ch;
	bool direct;

	if (clang_getCursorKind(m) != CXCursor_MemberRefExpr)
		return false;
	cx_children(m, &ch);
	direct = ch.n && !strcmp(cx_field(f->cx, clang_getCursorReferenced(m)), LOAD_VCPU_KVM);
	if (direct)
		*e = ch.v[0];
	cx_children_release(&ch);
	return direct;
}

static void site_args(struct flow *f, const struct callee *k, int site)
{
	for (unsigned int i = 0; k->has_text && i < k->text.n_args; i++) {
		const char *s = k->at.file->text + k->text.arg[i].off;
		struct fact_site_arg *a = facts_add_site_arg(f->out);

		a->site = site;
		a->idx = i;
		a->text = strtab_addn(f->cx->st, s, k->text.arg[i].len);
		a->pure = calltext_pure(s, k->text.arg[i].len);
	}
}

static void site_text(struct flow *f, const struct callee *k, struct fact_site *s)
{
	const struct calltext *t = &k->text;

	s->file = k->at.file ? k->at.file->path : "";
	s->line = k->at.line;
	s->col = k->at.col;
	s->macro = k->at.macro;
	if (!k->has_text) {
		s->flags |= SITE_PASTED;
		s->text = k->name;
		return;
	}
	s->text = calltext_fold(f->cx->st, k->at.file->text + t->name, t->end - t->name);
	s->kvm_text = arg_text(f, k, 0);
	s->name_off = t->name;
	s->name_len = t->name_len;
	s->arg_off = t->arg[0].off;
	s->arg_len = t->arg[0].len;
	s->end_off = t->end;
}

static const char *local_defs(struct flow *f, CXCursor arg)
{
	CXCursor c = cx_strip(arg);
	int v;

	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return "";
	v = cmap_get(&f->var_of, clang_getCursorReferenced(c));
	return env_def(&f->env, v);
}

static void site_origin(struct flow *f, CXCursor arg, struct fact_site *s)
{
	CXCursor e;

	s->form = "o";
	if (direct_vcpu(f, arg, &e)) {
		s->form = "d";
		s->vcpu_text = calltext_vcpu(f->cx->st, s->kvm_text);
		s->vcpu = clang_getCanonicalType(clang_getCursorType(e)).kind == CXType_Pointer ?
				flow_eval(f, e) : flow_addr(f, e);
		s->flags |= points_to_const(e) ? SITE_CONST : 0;
		return;
	}
	/* what is in scope at one use of a macro is not at another */
	s->vcpu_text = *s->macro ? "" : alias_vcpu(f, s->value, local_defs(f, arg));
}

/* Met before: in the argument of a macro that uses it more than once. */
static void mark_dup(struct flow *f, struct fact_site *s)
{
	for (size_t i = f->out->n_site; i-- > 0 && f->out->sites[i].func == f->func; ) {
		struct fact_site *t = &f->out->sites[i];

		if (!*s->macro && t->file == s->file && t->name_off == s->name_off && s->name_len) {
			t->flags |= SITE_DUP;
			s->flags |= SITE_DUP;
		}
	}
}

static void record_site(struct flow *f, CXCursor c, struct callee *k, int no,
			const char *const *val, int n)
{
	int gfn = accessor_gfn_param(accessor_find(k->name)), site;
	CXCursor arg = clang_Cursor_getArgument(c, 0);
	struct fact_site s = { 0 };

	if (cmap_get(&f->site_of, c) >= 0)
		return;
	site = f->out->n_site;
	cmap_set(&f->site_of, c, site);
	read_text(f, k);
	s.func = f->func;
	s.call = no;
	s.accessor = k->name;
	s.value = val[0];
	s.gfn = gfn >= 0 && gfn < n ? val[gfn] : "";
	s.vcpu = s.kvm_text = "";
	site_text(f, k, &s);
	site_origin(f, arg, &s);
	s.local = site_local(f, arg, local_defs(f, arg));
	mark_dup(f, &s);
	*facts_add_site(f->out) = s;
	site_args(f, k, site);
	site_defs(f, site, local_defs(f, arg));
	if (!*s.macro)
		site_scope(f, site);
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
	res = known_result(f, &k, t, n ? val[0] : "");
	if (res)
		return res;
	if (f->recording)
		record_call(f, c, &k, no, val, n);
	if (value_matters(f, "P", t))
		return strtab_addf(f->cx->st, "C%d", no);
	return "";
}

/* The variable that a.b->c[0] starts from; -1 for anything else. */
static int root_var(struct flow *f, CXCursor c)
{
	struct cx_children ch;
	CXCursor s = cx_strip(c), child = clang_getNullCursor();

	switch (clang_getCursorKind(s)) {
	case CXCursor_DeclRefExpr:
		return cmap_get(&f->var_of, clang_getCursorReferenced(s));
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_UnaryOperator:
		cx_children(s, &ch);
		/* an index may be another one by the time of the call */
		if (ch.n == 1 || (ch.n && clang_getCursorKind(cx_strip(ch.v[1])) == CXCursor_IntegerLiteral))
			child = ch.v[0];
		cx_children_release(&ch);
		return clang_Cursor_isNull(child) ? -1 : root_var(f, child);
	default:
		return -1;
	}
}

/* "kvm = vcpu->kvm": from the name to the comma or semicolon that ends it. */
static const char *def_text(struct flow *f, const struct cx_place *p)
{
	const char *s = p->file->text;
	size_t i;
	int depth = 0;

	for (i = p->off; i < p->file->len && i < p->off + 400; i++) {
		if (strchr("([{", s[i]))
			depth++;
		if (strchr(")]}", s[i]) && depth-- == 0)
			break;
		if (!depth && (s[i] == ',' || s[i] == ';'))
			break;
	}
	return calltext_fold(f->cx->st, s + p->off, i - p->off);
}

static void def_vcpu_text(struct flow *f, struct def *d, CXCursor rhs)
{
	const char *eq = strchr(d->text, '=');
	CXCursor e;

	if (eq && direct_vcpu(f, rhs, &e) && !points_to_const(e)) {
		d->vcpu_text = calltext_vcpu(f->cx->st, eq + 1 + strspn(eq + 1, " "));
		d->root = root_var(f, e);
		if (strchr(d->vcpu_text, '('))
			d->vcpu_text = "";
		if (d->root >= 0)
			d->root_value = env_val(&f->env, d->root);
	}
}

const char *flow_def(struct flow *f, int var, CXCursor at, CXCursor rhs, const char *value)
{
	const char *up = local_defs(f, rhs), *set;
	int n = cmap_get(&f->def_of, at);
	struct cx_place p;
	struct def *d;

	if (cx_class(clang_getCursorType(rhs)) != TYPE_KVM)
		return "";
	if (n < 0) {
		n = f->n_defs;
		GROW(f->defs, f->n_defs);
		cmap_set(&f->def_of, at, n);
		f->n_defs++;
	}
	d = &f->defs[n];
	memset(d, 0, sizeof(*d));
	p = cx_in_file(f->cx, clang_getCursorLocation(at));
	d->file = p.file ? p.file->path : "";
	d->line = p.line;
	d->text = p.file ? def_text(f, &p) : "";
	d->value = value;
	d->var = var;
	d->vcpu_text = d->root_value = "";
	d->root = -1;
	def_vcpu_text(f, d, rhs);
	set = strtab_addf(f->cx->st, "d%d", n);
	return vset_union(f->cx->st, set, up);
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
