// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "valtab.h"

struct valtab {
	struct strtab *st;
	struct ptrmap atoms;	/* (kind and n, id) */
	struct ptrmap loads;	/* (base, load) */
	struct ptrmap sets;	/* string */
	struct arena mem;
};

struct valtab *valtab_new(struct strtab *st)
{
	struct valtab *t = xcalloc(1, sizeof(*t));

	t->st = st;
	return t;
}

void valtab_free(struct valtab *t)
{
	if (!t)
		return;
	arena_release(&t->mem);
	ptrmap_release(&t->atoms);
	ptrmap_release(&t->loads);
	ptrmap_release(&t->sets);
	free(t);
}

const struct val *valtab_atom(struct valtab *t, char kind, int n, const char *id)
{
	uintptr_t key = ((uintptr_t)(unsigned int)n << 8) | (unsigned char)kind;
	void **slot = ptrmap_at(&t->atoms, (void *)key, id);
	struct val *v = *slot;

	if (v)
		return v;
	v = arena_alloc(&t->mem, 1, sizeof(*v));
	v->kind = kind;
	v->n = n;
	v->load = id;
	v->atom = v;
	*slot = v;
	return v;
}

const struct val *valtab_load(struct valtab *t, const struct val *base, const char *load)
{
	struct val *v;
	void **slot;

	if (base->depth >= VALUE_LOADS)
		base = valtab_atom(t, '?', 0, NULL);
	slot = ptrmap_at(&t->loads, base, load);
	v = *slot;
	if (v)
		return v;
	v = arena_alloc(&t->mem, 1, sizeof(*v));
	v->base = base;
	v->load = load;
	v->atom = base->atom;
	v->kind = base->kind;
	v->depth = base->depth + 1;
	*slot = v;
	return v;
}

const struct val *valtab_rebase(struct valtab *t, const struct val *v, const struct val *atom)
{
	if (!v->base)
		return atom;
	return valtab_load(t, valtab_rebase(t, v->base, atom), v->load);
}

static const struct val *parse_atom(struct valtab *t, const char *s, size_t n)
{
	char kind = n ? *s : '?';

	switch (kind) {
	case 'P':
	case 'C':
	case 'L':
		return valtab_atom(t, kind, atoi(s + 1), NULL);
	case 'G':
	case 'F':
		return valtab_atom(t, kind, 0, strtab_addn(t->st, s + 1, n - 1));
	case 'N':
	case '0':
		return valtab_atom(t, kind, 0, NULL);
	default:
		return valtab_atom(t, '?', 0, NULL);
	}
}

static const struct val *parse_value(struct valtab *t, const char *s, const char *end)
{
	const char *p = memchr(s, '>', end - s);
	const struct val *v = parse_atom(t, s, (p ? p : end) - s);

	while (p) {
		s = p + 1;
		p = memchr(s, '>', end - s);
		v = valtab_load(t, v, strtab_addn(t->st, s, (p ? p : end) - s));
	}
	return v;
}

static struct valset *parse_set(struct valtab *t, const char *s)
{
	struct valset *set;
	size_t n = !!*s;
	const char *p;

	for (p = s; *p; p++)
		n += *p == '|';
	set = arena_alloc(&t->mem, 1, sizeof(*set) + n * sizeof(set->v[0]));
	for (p = s; n; n--) {
		const char *end = strchrnul(p, '|');

		set->v[set->n++] = parse_value(t, p, end);
		p = end + 1;
	}
	return set;
}

const struct valset *valtab_set(struct valtab *t, const char *s)
{
	struct valset *set = ptrmap_get(&t->sets, s, NULL);

	if (set)
		return set;
	set = parse_set(t, s);
	*ptrmap_at(&t->sets, s, NULL) = set;
	return set;
}

void val_format(const struct val *v, struct strbuf *sb)
{
	if (v->base) {
		val_format(v->base, sb);
		strbuf_addf(sb, ">%s", v->load);
	} else if (v->load) {
		strbuf_addf(sb, "%c%s", v->kind, v->load);
	} else if (strchr("PCL", v->kind)) {
		strbuf_addf(sb, "%c%d", v->kind, v->n);
	} else {
		strbuf_add(sb, &v->kind, 1);
	}
}
