// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "valtab.h"

struct valtab {
	struct strtab *st;
	struct ptrmap atoms;	/* (kind and n, id) */
	struct ptrmap loads;	/* (base, load) */
	struct ptrmap elements;	/* the same, of arrays */
	struct ptrmap addresses;	/* the same, of addresses */
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
	ptrmap_release(&t->elements);
	ptrmap_release(&t->addresses);
	ptrmap_release(&t->sets);
	free(t);
}

static const struct val *get_atom(struct valtab *t, char kind, int n, int arg, const char *id)
{
	uintptr_t key = (((uintptr_t)(unsigned int)n << 16 | (arg & 0xffff)) << 8) | (unsigned char)kind;
	void **slot = ptrmap_at(&t->atoms, (void *)key, id);
	struct val *v = *slot;

	if (v)
		return v;
	v = arena_alloc(&t->mem, 1, sizeof(*v));
	v->kind = kind;
	v->n = n;
	v->arg = arg;
	v->load = id;
	v->atom = v;
	v->plain = v;
	*slot = v;
	return v;
}

const struct val *valtab_atom(struct valtab *t, char kind, int n, const char *id)
{
	return get_atom(t, kind, n, 0, id);
}

const struct val *valtab_after(struct valtab *t, int no, int arg)
{
	return get_atom(t, 'A', no, arg, NULL);
}

static const struct val *get_load(struct valtab *t, const struct val *base, const char *load,
				  bool any)
{
	struct val *v;
	void **slot;

	if (base->at && !strcmp(load, "*"))
		load = base->at;
	base = base->plain;
	if (base->depth >= VALUE_LOADS)
		base = valtab_atom(t, '?', 0, NULL);
	slot = ptrmap_at(any ? &t->elements : &t->loads, base, load);
	v = *slot;
	if (v)
		return v;
	v = arena_alloc(&t->mem, 1, sizeof(*v));
	v->base = base;
	v->load = load;
	v->atom = base->atom;
	v->plain = v;
	v->kind = base->kind;
	v->any = any;
	v->depth = base->depth + 1;
	*slot = v;
	return v;
}

const struct val *valtab_point(struct valtab *t, const struct val *base, const char *member)
{
	void **slot = ptrmap_at(&t->addresses, base, member);
	struct val *v = *slot;

	if (v)
		return v;
	v = arena_alloc(&t->mem, 1, sizeof(*v));
	*v = *base;
	v->at = member;
	*slot = v;
	return v;
}

const struct val *valtab_load(struct valtab *t, const struct val *base, const char *load)
{
	return get_load(t, base, load, false);
}

const struct val *valtab_element(struct valtab *t, const struct val *base, const char *load)
{
	return get_load(t, base, load, true);
}

const struct val *valtab_load_as(struct valtab *t, const struct val *base, const struct val *v)
{
	return get_load(t, base, v->load, v->any);
}

const struct val *valtab_rebase(struct valtab *t, const struct val *v, const struct val *atom)
{
	if (v->at)
		return valtab_point(t, valtab_rebase(t, v->plain, atom)->plain, v->at);
	if (!v->base)
		return atom;
	return valtab_load_as(t, valtab_rebase(t, v->base, atom), v);
}

/* Without "#3+8", "#", "+8" at the end. */
static size_t unmarked(const char *s, size_t n)
{
	size_t k = n;

	while (k && (isdigit((unsigned char)s[k - 1]) || s[k - 1] == '-'))
		k--;
	if (k && k < n && s[k - 1] == '+')
		n = --k;
	while (k && isdigit((unsigned char)s[k - 1]))
		k--;
	return k && s[k - 1] == '#' ? k - 1 : n;
}

static const struct val *parse_after(struct valtab *t, const char *s)
{
	return get_atom(t, 'A', atoi(s + 1), atoi(s + 1 + strcspn(s + 1, ".") + 1), NULL);
}

static const struct val *parse_atom(struct valtab *t, const char *s, size_t n)
{
	char kind = n ? *s : '?';

	n = unmarked(s, n);
	switch (kind) {
	case 'P':
	case 'C':
	case 'L':
		return valtab_atom(t, kind, atoi(s + 1), NULL);
	case 'A':
		return parse_after(t, s);
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

static const struct val *parse_load(struct valtab *t, const struct val *base, const char *s,
				    size_t n)
{
	bool any;

	n = unmarked(s, n);
	any = n > 2 && !memcmp(s + n - 2, "[]", 2);
	return get_load(t, base, strtab_addn(t->st, s, any ? n - 2 : n), any);
}

static const struct val *parse_value(struct valtab *t, const char *s, const char *end)
{
	const char *to = memchr(s, '&', end - s), *p;
	const struct val *v;

	to = to ? to : end;
	p = memchr(s, '>', to - s);
	v = parse_atom(t, s, (p ? p : to) - s);
	while (p) {
		s = p + 1;
		p = memchr(s, '>', to - s);
		v = parse_load(t, v, s, (p ? p : to) - s);
	}
	return to == end ? v : valtab_point(t, v, strtab_addn(t->st, to + 1, end - to - 1));
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
	if (v->at) {
		val_format(v->plain, sb);
		strbuf_addf(sb, "&%s", v->at);
	} else if (v->base) {
		val_format(v->base, sb);
		strbuf_addf(sb, ">%s%s", v->load, v->any ? "[]" : "");
	} else if (v->load) {
		strbuf_addf(sb, "%c%s", v->kind, v->load);
	} else if (strchr("PCL", v->kind)) {
		strbuf_addf(sb, "%c%d", v->kind, v->n);
	} else if (v->kind == 'A') {
		strbuf_addf(sb, "A%d.%d", v->n, v->arg);
	} else {
		strbuf_add(sb, &v->kind, 1);
	}
}
