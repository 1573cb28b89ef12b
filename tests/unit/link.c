// SPDX-License-Identifier: GPL-2.0-only
/*
 * Link, on facts made by hand: cases in link-cases.h, written as lang.h says.
 * To add one, copy one.
 */
#include "lang.h"
#include "link/link.h"
#include "tap.h"

static bool has_step(const struct verdict *v, const char *text)
{
	for (size_t i = 0; i < v->n_why; i++)
		if (strstr(v->why[i].text, text))
			return true;
	return false;
}

static bool complain(const struct verdict *v, const char *what, const char *got, const char *want)
{
	printf("# line %d: %s is \"%s\", not \"%s\"\n", (int)v->site->line, what, got, want);
	for (size_t i = 0; i < v->n_why; i++)
		printf("#   %s:%d: %s\n", v->why[i].file, v->why[i].line, v->why[i].text);
	return false;
}

static bool check(const struct verdict *v, const struct expectation *e)
{
	const char *vcpu = v->vcpu ? v->vcpu : "-";

	if (strcmp(context_info[v->context].word, e->context))
		return complain(v, "context", context_info[v->context].word, e->context);
	if (e->vcpu && strcmp(vcpu, e->vcpu))
		return complain(v, "vcpu", vcpu, e->vcpu);
	if (v->sp_role != e->sp)
		return complain(v, "sp", v->sp_role ? "yes" : "no", e->sp ? "yes" : "no");
	for (int i = 0; i < e->n_why; i++)
		if (!has_step(v, e->why[i]))
			return complain(v, "why", "", e->why[i]);
	return true;
}

static size_t in_use(const struct ptrmap *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->alloc; i++)
		n += m->slots[i].value != NULL;
	return n;
}

/* The program asks other units for these, and for nothing else. */
static bool check_wants(struct program *p, const struct test *t)
{
	struct ptrmap names = PTRMAP_INIT, stored = PTRMAP_INIT;
	bool ok;

	program_demands(p, &names, &stored);
	ok = in_use(&names) + in_use(&stored) == t->n_wants;
	for (size_t i = 0; i < t->n_wants; i++) {
		const char *w = t->wants[i];

		ok &= *w == '.' ? ptrmap_get(&stored, strtab_add(t->st, w + 1), NULL) != NULL :
				  ptrmap_get(&names, w, NULL) != NULL;
	}
	for (size_t i = 0; i < names.alloc && !ok; i++)
		if (names.slots[i].value)
			printf("# wants %s\n", (const char *)names.slots[i].a);
	for (size_t i = 0; i < stored.alloc && !ok; i++)
		if (stored.slots[i].value)
			printf("# wants .%s\n", (const char *)stored.slots[i].a);
	ptrmap_release(&names);
	ptrmap_release(&stored);
	return ok;
}

static bool run(const char *text)
{
	struct strtab *st = strtab_new();
	const struct verdict *v;
	struct program *p;
	struct test t;
	bool ok = true;
	size_t n;

	test_read(&t, st, text);
	p = program_new(t.units, t.n_units, 2, st);
	v = program_verdicts(p, &n);
	for (size_t i = 0; i < n; i++)
		ok &= check(&v[i], &t.expect[i]);
	ok &= n == t.n_expect;
	ok &= !t.has_wants || check_wants(p, &t);
	program_free(p);
	test_release(&t);
	strtab_free(st);
	return ok;
}

static const struct {
	const char *name, *text;
} cases[] = {
#include "link-cases.h"
};

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		ok(run(cases[i].text), cases[i].name);
	return done();
}
