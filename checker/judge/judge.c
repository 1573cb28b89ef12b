// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "base/base.h"
#include "tables/tables.h"
#include "judge.h"

#define VCPU "on behalf of a vCPU: "
#define VM "on behalf of the VM: "

/* A verdict, and the build it is from. */
struct opinion {
	const struct verdict *v;
	const struct build_info *build;
};

struct judge {
	struct strtab *st;
	struct findings *out;
	struct opinion *v;
	size_t n;
};

static int compare_place(const struct fact_site *a, const struct fact_site *b)
{
	int d = a->file == b->file ? 0 : strcmp(a->file, b->file);

	if (!d)
		d = (a->line > b->line) - (a->line < b->line);
	if (!d)
		d = (a->col > b->col) - (a->col < b->col);
	return d || a->accessor == b->accessor ? d : strcmp(a->accessor, b->accessor);
}

static int compare_opinion(const void *pa, const void *pb)
{
	const struct opinion *a = pa, *b = pb;
	int d = compare_place(a->v->site, b->v->site);

	if (!d)
		d = strcmp(a->build->name, b->build->name);
	return d ? d : strcmp(a->v->unit->unit, b->v->unit->unit);
}

static void collect(struct judge *j, struct program *p, const struct build_info *b)
{
	size_t n;
	const struct verdict *v = program_verdicts(p, &n);

	for (size_t i = 0; i < n; i++) {
		if (v[i].internal)
			continue;
		GROW(j->v, j->n);
		j->v[j->n++] = (struct opinion){ &v[i], b };
	}
}

/* A parameter's value, and not what is read through one. */
static bool is_parameter(const char *value)
{
	return *value == 'P' && !value[1 + strspn(value + 1, "0123456789")];
}

static void settle_place(struct finding *f, const struct verdict *v)
{
	f->file = v->site->file;
	f->line = v->site->line;
	f->column = v->site->col;
	f->function = *v->site->macro ? v->site->macro : v->func ? v->func->spelled : "";
	f->accessor = v->site->accessor;
	f->effect = accessor_effect(f->accessor);
	f->kvm_arg = v->site->kvm_text;
	f->entries = v->entries;
	f->passed = is_parameter(v->site->value);
	f->call = v->site->text;
	f->macro = v->site->macro;
	f->module = ends_in(v->site->file, ".h") ? "" : v->unit->module;
	f->context = v->context;
	f->id = context_info[v->context].id;
}

void judge_places(struct program *p, struct findings *out)
{
	size_t n;
	const struct verdict *v = program_verdicts(p, &n);

	for (size_t i = 0; i < n; i++)
		settle_place(findings_add(out), &v[i]);
}

static enum context join(enum context a, enum context b)
{
	/* of two vCPU contexts the one that says less: direct, alias, callers in this order */
	if (a == b)
		return a;
	if (a == CTX_FOREIGN && b <= CTX_CALLERS)
		return b;
	if (b == CTX_FOREIGN && a <= CTX_CALLERS)
		return a;
	if (a <= CTX_CALLERS && b <= CTX_CALLERS)
		return a > b ? a : b;
	if (a == CTX_MIXED || b == CTX_MIXED)
		return CTX_MIXED;
	if (a == CTX_UNKNOWN || b == CTX_UNKNOWN)
		return CTX_UNKNOWN;
	return CTX_MIXED;
}

static const struct verdict *first_of(const struct opinion *o, size_t n, enum context c)
{
	for (size_t i = 0; i < n; i++)
		if (o[i].v->context == c)
			return o[i].v;
	return NULL;
}

static const struct verdict *first_vcpu(const struct opinion *o, size_t n)
{
	static const enum context order[] = { CTX_CALLERS, CTX_ALIAS, CTX_DIRECT, CTX_FOREIGN };
	const struct verdict *v = NULL;

	for (size_t i = 0; !v && i < ARRAY_SIZE(order); i++)
		v = first_of(o, n, order[i]);
	return v;
}

static void add_why(struct finding *f, const struct verdict *v, const char *intro,
		    struct strtab *st)
{
	if (!v->n_why)
		return;
	f->why = xrealloc(f->why, f->n_why + v->n_why, sizeof(*f->why));
	memcpy(&f->why[f->n_why], v->why, v->n_why * sizeof(*f->why));
	if (intro)
		f->why[f->n_why].text = strtab_addf(st, "%s%s", intro, v->why->text);
	f->n_why += v->n_why;
}

/* Of one opinion with that context, or of one on each side where they differ. */
static void explain(struct judge *j, struct finding *f, const struct opinion *o, size_t n)
{
	const struct verdict *v = first_of(o, n, f->context);

	if (v) {
		add_why(f, v, NULL, j->st);
		return;
	}
	v = first_vcpu(o, n);
	if (v)
		add_why(f, v, VCPU, j->st);
	v = first_of(o, n, CTX_VM);
	if (v)
		add_why(f, v, VM, j->st);
}

/* One vCPU for all opinions of the context, or none. */
static void settle_vcpu(struct finding *f, const struct opinion *o, size_t n)
{
	const struct verdict *v = first_of(o, n, f->context);

	f->vcpu = v ? v->vcpu : NULL;
	f->no_replacement = v ? v->no_vcpu : context_info[CTX_MIXED].refusal;
	for (size_t i = 0; f->vcpu && i < n; i++) {
		if (o[i].v->vcpu && !strcmp(o[i].v->vcpu, f->vcpu))
			continue;
		f->vcpu = NULL;
		f->no_replacement = "the vCPU has another name in other units";
	}
}

static void settle_builds(struct judge *j, struct finding *f, const struct opinion *o, size_t n)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < n; i++) {
		if (i && o[i].build == o[i - 1].build)
			continue;
		strbuf_addf(&sb, "%s%s", i ? "," : "", o[i].build->name);
	}
	f->builds = strtab_add(j->st, sb.buf);
	strbuf_release(&sb);
}

static int address_spaces(const struct opinion *o, size_t n)
{
	int max = 1;

	for (size_t i = 0; i < n; i++)
		if (o[i].build->address_spaces > max)
			max = o[i].build->address_spaces;
	return max;
}

static const struct verdict *shadow_page(const struct opinion *o, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (o[i].v->sp_role)
			return o[i].v;
	return NULL;
}

static void settle_id(struct finding *f, const struct opinion *o, size_t n)
{
	int as = address_spaces(o, n);

	/* where a vCPU runs the code, the kernel uses its address space for shadow pages too */
	f->id = context_info[f->context].id;
	if (shadow_page(o, n) && f->context > CTX_CALLERS)
		f->id = ID_SP_ROLE;
	if (f->id == ID_VM && as > 1 && o->v->as0_only)
		f->id = ID_VM_AS0;
	f->severity = as > 1 && !f->reach ? SEV_ERROR : SEV_WARNING;
	if (f->id != ID_SP_ROLE && (f->context == CTX_FOREIGN || f->context == CTX_MIXED))
		f->severity = SEV_NOTE;
}

/* The vCPU form is right as long as the vCPU is in the page's address space. The last step is the call. */
static void note_role(struct finding *f, const struct opinion *o, size_t n)
{
	const struct verdict *v = shadow_page(o, n);

	if (!v || f->context > CTX_CALLERS)
		return;
	f->why = xrealloc(f->why, f->n_why + 1, sizeof(*f->why));
	if (f->n_why)
		f->why[f->n_why] = f->why[f->n_why - 1];
	f->why[f->n_why ? f->n_why - 1 : 0] = (struct step){ v->site->file, v->site->line,
		"the gfn is a shadow page's: the address space that it surely belongs to is "
		"kvm_memslots_for_spte_role(kvm, sp->role)" };
	f->n_why++;
}

/* Outside in all builds that have more than one address space, or not at all. */
static void settle_reach(struct finding *f, const struct opinion *o, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (o[i].build->address_spaces < 2)
			continue;
		f->reach = o[i].v->reach;
		if (!f->reach)
			return;
	}
}

/* What the slot is used for is the finding's, in whichever unit it is seen. */
static void settle_effect(struct judge *j, struct finding *f, const struct opinion *o, size_t n)
{
	static const char *const what[] = {
		[SLOT_DIRTY] = "the slot is then marked dirty by",
		[SLOT_LOG] = "a dirty bitmap of the slot is then taken by",
		[SLOT_RMAP] = "the slot's reverse map is then used by",
	};
	const struct verdict *v = NULL;

	for (size_t i = 0; i < n; i++)
		if (o[i].v->use && (!v || o[i].v->use->how < v->use->how))
			v = o[i].v;
	if (!v)
		return;
	if (v->use->how == SLOT_DIRTY)
		f->effect = EFFECT_MARKS_DIRTY;
	f->slot_use = strtab_addf(j->st, "%s %s() (%s:%d)", what[v->use->how],
				  v->use->function, v->used_at->file, (int)v->used_at->line);
}

static void add_finding(struct judge *j, const struct opinion *o, size_t n)
{
	const struct verdict *v = o->v;
	struct finding *f = findings_add(j->out);

	settle_place(f, v);
	for (size_t i = 1; i < n; i++)
		f->context = join(f->context, o[i].v->context);
	/* a template's functions have several names, of which one may be in the table */
	for (size_t i = 0; i < n && !f->by_design; i++)
		f->by_design = by_design(o[i].v);
	settle_vcpu(f, o, n);
	settle_builds(j, f, o, n);
	settle_reach(f, o, n);
	settle_effect(j, f, o, n);
	settle_id(f, o, n);
	explain(j, f, o, n);
	note_role(f, o, n);
	f->silent = f->by_design || id_info[f->id].shown != SHOWN;
}

static void add_findings(struct judge *j)
{
	size_t n;

	if (j->n)
		qsort(j->v, j->n, sizeof(*j->v), compare_opinion);
	for (size_t i = 0; i < j->n; i += n) {
		for (n = 1; i + n < j->n; n++)
			if (compare_place(j->v[i].v->site, j->v[i + n].v->site))
				break;
		add_finding(j, &j->v[i], n);
	}
}

/* White space says nothing about what a call is. */
static void add_squeezed(struct strbuf *sb, const char *s)
{
	for (; *s; s++)
		if (!strchr(" \t\n\\", *s))
			strbuf_add(sb, s, 1);
}

static void add_fingerprint(struct judge *j, struct finding *f, struct ptrmap *seen)
{
	struct strbuf sb = STRBUF_INIT;
	const char *key;
	uintptr_t nth;
	void **slot;

	strbuf_addf(&sb, "%s\n%s\n%s\n", id_info[f->id].id, f->file, f->function);
	add_squeezed(&sb, f->call);
	key = strtab_add(j->st, sb.buf);
	slot = ptrmap_at(seen, key, NULL);
	nth = (uintptr_t)*slot;
	*slot = (void *)(nth + 1);
	strbuf_addf(&sb, "\n%zu", (size_t)nth);
	f->fingerprint = strtab_addf(j->st, "%016llx",
				     (unsigned long long)XXH64(sb.buf, sb.len, 0));
	strbuf_release(&sb);
}

/* Findings must be sorted: equal calls of a file are told apart by their order. */
static void add_fingerprints(struct judge *j, size_t first)
{
	struct ptrmap seen = PTRMAP_INIT;

	for (size_t i = first; i < j->out->n; i++)
		add_fingerprint(j, &j->out->v[i], &seen);
	ptrmap_release(&seen);
}

/* Add to not_analysed, once for each thing, whatever builds say it. */
static void add_na(struct judge *j, struct ptrmap *seen, const struct fact_skip *s,
		   const struct build_info *b)
{
	const char *key = strtab_addf(j->st, "%s\n%d\n%s\n%s", s->file, (int)s->line, s->function,
				      s->reason);
	void **slot = ptrmap_at(seen, key, NULL);
	struct not_analysed *na;

	if (*slot) {
		na = &j->out->na[(uintptr_t)*slot - 1];
		if (!strstr(na->builds, b->name))
			na->builds = strtab_addf(j->st, "%s,%s", na->builds, b->name);
		return;
	}
	na = findings_add_na(j->out);
	na->file = s->file;
	na->line = s->line;
	na->function = s->function;
	na->reason = s->reason;
	na->builds = b->name;
	*slot = (void *)(uintptr_t)j->out->n_na;
}

static void add_unit_na(struct judge *j, struct ptrmap *seen, const struct facts *u,
			const struct build_info *b)
{
	struct fact_skip whole = { .file = u->unit, .function = "" };

	for (size_t i = 0; i < u->n_skip; i++)
		add_na(j, seen, &u->skips[i], b);
	if (u->status == UNIT_CRASHED && !u->n_skip)
		whole.reason = "the worker that scanned it crashed";
	else if (u->status == UNIT_FAILED && !u->n_skip)
		whole.reason = "it could not be parsed";
	if (whole.reason)
		add_na(j, seen, &whole, b);
}

static void add_not_analysed(struct judge *j, struct program *const *p,
			     const struct build_info *b, size_t n)
{
	struct ptrmap seen = PTRMAP_INIT;

	for (size_t i = 0; i < n; i++) {
		size_t n_units;
		struct facts *const *u = program_units(p[i], &n_units);

		for (size_t k = 0; k < n_units; k++)
			add_unit_na(j, &seen, u[k], &b[i]);
	}
	ptrmap_release(&seen);
}

size_t judge(struct program *const *p, const struct build_info *b, size_t n,
	     struct strtab *st, struct findings *out)
{
	struct judge j = { .st = st, .out = out };
	size_t first = out->n;

	for (size_t i = 0; i < n; i++)
		collect(&j, p[i], &b[i]);
	add_findings(&j);
	add_not_analysed(&j, p, b, n);
	findings_sort(out);
	add_fingerprints(&j, first);
	free(j.v);
	return out->n - first;
}
