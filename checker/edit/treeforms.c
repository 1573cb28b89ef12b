// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "facts/facts.h"
#include "treeforms.h"

struct treeforms {
	struct facts *const *units;
	size_t n_units;
	struct strtab *st;
	struct ptrmap exports;	/* name: any unit that exports it */
	const struct facts *rest;	/* where other bodies are; NULL: within reach */
	struct ptrmap homes;	/* name of an extern function: the unit with its body */
};

static void index_unit(struct treeforms *t, struct facts *f)
{
	for (size_t i = 0; i < f->n_export; i++)
		*ptrmap_at(&t->exports, strtab_add(t->st, f->exports[i].name), NULL) = f;
	for (size_t i = 0; i < f->n_func; i++)
		if (!(f->funcs[i].flags & FUNC_STATIC))
			*ptrmap_at(&t->homes, strtab_add(t->st, f->funcs[i].name), NULL) = f;
}

struct treeforms *treeforms_new(struct facts *const *units, size_t n, struct facts *tree,
				struct strtab *st)
{
	struct treeforms *t = xcalloc(1, sizeof(*t));

	t->units = units;
	t->n_units = n;
	t->st = st;
	for (size_t i = 0; i < n; i++)
		index_unit(t, units[i]);
	if (tree)
		index_unit(t, tree);
	t->rest = tree;
	return t;
}

void treeforms_free(struct treeforms *t)
{
	if (!t)
		return;
	ptrmap_release(&t->exports);
	ptrmap_release(&t->homes);
	free(t);
}

static const struct fact_decl *decl_in(const struct facts *f, const char *name, char first,
				       bool header)
{
	const struct fact_decl *found = NULL;

	for (size_t i = 0; i < f->n_decl; i++) {
		const struct fact_decl *d = &f->decls[i];

		if (strcmp(d->name, name) || d->types[0] != first || (header && !ends_in(d->file, ".h")))
			continue;
		if (!found || d->inl)
			found = d;
	}
	return found;
}

/* The unit's own declaration, or what a header says to another unit. */
static const struct fact_decl *find_decl(const struct treeforms *t, const struct facts *unit,
					 const char *name, char first)
{
	const struct fact_decl *d = decl_in(unit, name, first, false);

	for (size_t i = 0; !d && i < t->n_units; i++)
		d = decl_in(t->units[i], name, first, true);
	return d;
}

/* In a whole program, a body that no unit has is taken to be within reach. */
static bool can_link(const struct treeforms *t, const struct fact_decl *d, const struct facts *unit)
{
	const char *name = strtab_add(t->st, d->name);
	const struct facts *home = ptrmap_get(&t->homes, name, NULL);

	if (!home)
		home = t->rest;
	return d->inl || !home || !strcmp(home->module, unit->module) ||
	       ptrmap_get(&t->exports, name, NULL);
}

/* The function, where every unit can call it; else NULL and, where it is declared, why not. */
static const struct fact_decl *callable(const struct treeforms *t, const char *name, char first,
					const struct facts *const *units, size_t n,
					const char **why)
{
	const struct fact_decl *d = NULL;

	for (size_t i = 0; i < n; i++) {
		d = find_decl(t, units[i], name, first);
		if (!d)
			return NULL;
		if (!can_link(t, d, units[i])) {
			*why = strtab_addf(t->st, "%s is not exported to %s", name,
					   units[i]->module);
			return NULL;
		}
	}
	return d;
}

static size_t count_words(const char *s)
{
	size_t n = 0;

	for (; *s; s += strspn(s, " "), n++)
		s += strcspn(s, " ");
	return n;
}

/* Is the name one of a list with spaces? Where it is, the list goes on behind it. */
static bool take_word(const char **list, const char *name, size_t len)
{
	for (const char *s = *list; *s; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		if (n == len && !memcmp(s, name, len)) {
			*list = s + n;
			return true;
		}
		s += n;
	}
	return false;
}

/* The vCPU form has the accessor's parameters, whatever it calls them. */
static bool fits_vcpu(const struct accessor *a, const struct fact_decl *d)
{
	size_t n = 1;

	for (const char *p = a->params; (p = strchr(p, ',')); p++)
		n++;
	return count_words(d->types) == n;
}

/* The memslot form has them all by name, in their order. */
static bool fits_slot(const struct accessor *a, const struct fact_decl *d)
{
	const char *rest = d->params, *p = a->params;

	while ((p = strchr(p, ','))) {
		p += 2;
		if (!take_word(&rest, p, strcspn(p, ",")))
			return false;
	}
	return true;
}

/* The first of a form's names that is there and fits; else NULL and, where it is known, why. */
static const struct fact_decl *usable(const struct treeforms *t, const struct accessor *a,
				      char first, const struct facts *const *units, size_t n,
				      const char **why)
{
	const char *names = first == TYPE_VCPU ? a->vcpu_form : a->slot_form, *s;
	size_t len;

	while ((s = accessor_next_name(&names, &len))) {
		const char *name = strtab_addn(t->st, s, len);
		const struct fact_decl *d = callable(t, name, first, units, n, why);

		if (d && (first == TYPE_VCPU ? fits_vcpu(a, d) : fits_slot(a, d)))
			return d;
		if (d && !*why)
			*why = strtab_addf(t->st, "%s() takes other arguments", name);
	}
	return NULL;
}

struct form treeforms_find(const struct treeforms *t, const struct accessor *a,
			   const struct facts *const *units, size_t n)
{
	struct form f = { FORM_NONE, NULL, NULL };
	const struct fact_decl *d;

	if (a->kind == ACC_NONE || a->kind == ACC_CACHED)
		goto none;
	d = usable(t, a, TYPE_VCPU, units, n, &f.why);
	if (d)
		return (struct form){ FORM_VCPU, d, NULL };
	d = usable(t, a, TYPE_SLOT, units, n, &f.why);
	if (d && callable(t, TO_SLOT, TYPE_VCPU, units, n, &f.why))
		return (struct form){ FORM_SLOT, d, NULL };
none:
	if (!f.why)
		f.why = "no vCPU form in this tree";
	return f;
}

static bool includes(const struct facts *f, const char *file)
{
	if (!strcmp(f->unit, file))
		return true;
	for (size_t i = 0; i < f->n_dep; i++)
		if (f->deps[i].path == file || !strcmp(f->deps[i].path, file))
			return true;
	return false;
}

size_t treeforms_includers(const struct treeforms *t, const char *file, const struct facts **v)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_units; i++)
		if (includes(t->units[i], file))
			v[n++] = t->units[i];
	return n;
}
