// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "val.h"

#define STALE (-1)	/* when a load was made that is not told from others */

struct interned {
	struct interned *next;
	unsigned int hash;
	union {
		struct value v;
		struct vset s;
	};
};

struct table {
	struct interned **slots;
	unsigned int n, cap;
};

struct valtable {
	struct strtab *st;
	struct table values, sets;
	struct arena mem;
};

const struct vset vset_none;

struct valtable *valtable_new(struct strtab *st)
{
	struct valtable *t = xcalloc(1, sizeof(*t));

	t->st = st;
	return t;
}

void valtable_free(struct valtable *t)
{
	arena_release(&t->mem);
	free(t->values.slots);
	free(t->sets.slots);
	free(t);
}

static unsigned int hash(const void *p, size_t n)
{
	const unsigned char *s = p;
	unsigned int h = 2166136261u;

	while (n--)
		h = (h ^ *s++) * 16777619u;
	return h;
}

static void table_grow(struct table *t)
{
	struct table old = *t;

	t->cap = old.cap ? old.cap * 2 : 64;
	t->slots = xcalloc(t->cap, sizeof(*t->slots));
	for (unsigned int i = 0; i < old.cap; i++) {
		for (struct interned *e = old.slots[i], *next; e; e = next) {
			next = e->next;
			e->next = t->slots[e->hash % t->cap];
			t->slots[e->hash % t->cap] = e;
		}
	}
	free(old.slots);
}

static void table_add(struct table *t, struct interned *e)
{
	if (t->n++ >= t->cap)
		table_grow(t);
	e->next = t->slots[e->hash % t->cap];
	t->slots[e->hash % t->cap] = e;
}

static const char *load_text(struct valtable *t, const struct value *v)
{
	return strtab_addf(t->st, "%s>%s%s", v->base->key, v->id, v->any ? "[]" : "");
}

static const char *atom_text(struct valtable *t, const struct value *v)
{
	switch (v->kind) {
	case 'P':
	case 'C':
	case 'L':
		return strtab_addf(t->st, "%c%d", v->kind, v->n);
	case 'A':
		return strtab_addf(t->st, "A%d.%d", v->n, v->arg);
	case 'G':
	case 'F':
		return strtab_addf(t->st, "%c%s", v->kind, v->id);
	default:
		return strtab_addf(t->st, "%c", v->kind);
	}
}

/* What two values are told apart by; the rest follows from it. */
static bool same_value(const struct value *a, const struct value *b)
{
	return a->kind == b->kind && a->vague == b->vague && a->any == b->any && a->n == b->n &&
	       a->arg == b->arg && a->when == b->when && a->off == b->off && a->id == b->id &&
	       a->base == b->base && a->at == b->at;
}

static unsigned int hash_value(const struct value *v)
{
	const struct {
		const void *id, *base, *at;
		long off;
		int n, arg, when, flags;
	} k = { v->id, v->base, v->at, v->off, v->n, v->arg, v->when, v->kind | v->vague << 8 | v->any << 9 };

	return hash(&k, sizeof(k));
}

static const struct value *intern(struct valtable *t, const struct value *v)
{
	unsigned int h = hash_value(v);
	struct interned *e = t->values.cap ? t->values.slots[h % t->values.cap] : NULL;

	for (; e; e = e->next)
		if (e->hash == h && same_value(&e->v, v))
			return &e->v;
	e = arena_alloc(&t->mem, 1, sizeof(*e));
	e->hash = h;
	e->v = *v;
	if (!v->base)
		e->v.atom = &e->v;
	e->v.key = v->base ? load_text(t, v) : atom_text(t, v);
	table_add(&t->values, e);
	return &e->v;
}

static const struct vset *intern_set(struct valtable *t, const struct vset *s)
{
	unsigned int h = hash(s->v, s->n * sizeof(s->v[0])) * 4 + s->unknown * 2 + s->unset;
	struct interned *e = t->sets.cap ? t->sets.slots[h % t->sets.cap] : NULL;

	if (vset_is_none(s))
		return &vset_none;
	for (; e; e = e->next)
		if (e->hash == h && e->s.n == s->n && e->s.unknown == s->unknown &&
		    e->s.unset == s->unset && !memcmp(e->s.v, s->v, s->n * sizeof(s->v[0])))
			return &e->s;
	e = arena_alloc(&t->mem, 1, sizeof(*e));
	e->hash = h;
	e->s = *s;
	table_add(&t->sets, e);
	return &e->s;
}

const struct vset *vset_unknown(struct valtable *t)
{
	return intern_set(t, &(struct vset){ .unknown = true });
}

const struct vset *vset_unset(struct valtable *t)
{
	return intern_set(t, &(struct vset){ .unset = true });
}

const struct vset *vset_one(struct valtable *t, const struct value *v)
{
	return intern_set(t, &(struct vset){ .n = 1, .v = { v } });
}

const struct vset *vset_atom(struct valtable *t, char kind, int n, const char *id)
{
	return vset_one(t, intern(t, &(struct value){ .kind = kind, .n = n, .id = id }));
}

const struct vset *vset_after(struct valtable *t, int no, int arg)
{
	return vset_one(t, intern(t, &(struct value){ .kind = 'A', .n = no, .arg = arg }));
}

/* v, and how it is reached, with all that tells it apart taken off. */
static const struct value *blur(struct valtable *t, const struct value *v)
{
	struct value x = *v;

	x.vague = true;
	x.off = OFF_ANY;
	if (v->base) {
		x.when = STALE;
		x.base = blur(t, v->base);
	}
	return intern(t, &x);
}

/* One of two of the same spelling. */
static const struct value *either(struct valtable *t, const struct value *a,
				  const struct value *b)
{
	struct value x;

	if (a == b)
		return a;
	x = *a;
	x.vague = true;
	if (a->off != b->off)
		x.off = OFF_ANY;
	if (a->at != b->at)
		x.at = NULL;
	if (a->base && (a->base != b->base || a->when != b->when)) {
		x.when = STALE;
		x.base = either(t, a->base, b->base);
	}
	return intern(t, &x);
}

static void add(struct valtable *t, struct vset *s, const struct value *v)
{
	unsigned int i = 0;

	while (i < s->n && strcmp(s->v[i]->key, v->key) < 0)
		i++;
	if (i < s->n && s->v[i]->key == v->key) {
		s->v[i] = either(t, s->v[i], v);
		return;
	}
	if (s->n == VALUE_SET) {
		s->unknown = true;
		s->n = 0;
		memset(s->v, 0, sizeof(s->v));
		return;
	}
	memmove(&s->v[i + 1], &s->v[i], (s->n - i) * sizeof(s->v[0]));
	s->v[i] = v;
	s->n++;
}

const struct vset *vset_join(struct valtable *t, const struct vset *a, const struct vset *b)
{
	struct vset s;

	if (a == b || vset_is_none(b))
		return a;
	if (vset_is_none(a))
		return b;
	s = *a;
	s.unknown |= b->unknown;
	s.unset |= b->unset;
	for (unsigned int i = 0; i < b->n; i++) {
		unsigned int n = s.n;

		add(t, &s, b->v[i]);
		if (n && !s.n)
			break;		/* more than a set holds: none of them is kept */
	}
	return intern_set(t, &s);
}

const struct vset *vset_add_unknown(struct valtable *t, const struct vset *s)
{
	struct vset x = *s;

	x.unknown = true;
	return intern_set(t, &x);
}

const struct vset *vset_set(struct valtable *t, const struct vset *s)
{
	struct vset x = *s;

	if (!s->unset)
		return s;
	x.unset = false;
	x.unknown |= !s->n;
	return intern_set(t, &x);
}

const struct vset *vset_point(struct valtable *t, const struct vset *s, const char *member)
{
	struct vset x = { .unknown = s->unknown, .unset = s->unset };

	for (unsigned int i = 0; i < s->n; i++) {
		struct value v = *s->v[i];

		if (v.kind != '0')
			v.at = member;
		add(t, &x, intern(t, &v));
	}
	return intern_set(t, &x);
}

const struct vset *vset_blur(struct valtable *t, const struct vset *s)
{
	struct vset x = { .unknown = s->unknown, .unset = s->unset };

	for (unsigned int i = 0; i < s->n; i++) {
		struct value v = *s->v[i];

		v.vague = true;
		add(t, &x, intern(t, &v));
	}
	return intern_set(t, &x);
}

static const struct value *move(struct valtable *t, const struct value *v, long by)
{
	struct value x = *v;

	x.at = NULL;

	if (!by || v->kind == '0')
		return v;
	if (v->off == OFF_ANY)
		return v->at ? intern(t, &x) : v;
	if (by == OFF_ANY) {
		x.off = OFF_ANY;
		x.vague = true;
	} else {
		x.off += by;
	}
	return intern(t, &x);
}

const struct vset *vset_move(struct valtable *t, const struct vset *s, long by)
{
	struct vset x = { .unknown = s->unknown, .unset = s->unset };

	if (!by)
		return s;
	for (unsigned int i = 0; i < s->n; i++)
		add(t, &x, move(t, s->v[i], by));
	return intern_set(t, &x);
}

/* The next of the next is one of the list, too. */
static bool is_next(const struct value *v, const struct value *load)
{
	return v->base && v->id == load->id && v->any == load->any && strcmp(v->id, "*");
}

const struct vset *value_load(struct valtable *t, const struct value *v, const struct load *l)
{
	struct value x = { .kind = '>', .base = v, .id = l->member, .any = l->any, .when = l->when };
	struct value plain;

	if (v->at) {
		plain = *v;
		plain.at = NULL;
		x.base = intern(t, &plain);
		if (!strcmp(l->member, "*"))
			x.id = v->at;
		v = x.base;
	}
	if (v->kind == '0')
		return &vset_none;
	if (is_next(v, &x))
		return vset_one(t, blur(t, v));
	if (v->depth >= VALUE_LOADS)
		return vset_unknown(t);
	/* set when the vCPU is made: that is no load that could give another later */
	if (!strcmp(x.id, LOAD_VCPU_KVM))
		x.when = 0;
	x.vague |= v->vague || l->any;
	x.atom = v->atom;
	x.depth = v->depth + 1;
	return vset_one(t, intern(t, &x));
}

static bool is_old(const struct value *v, int since, value_is_old *old, void *data)
{
	if (!v->base)
		return (v->kind == 'C' || v->kind == 'A') && old(data, v->n);
	return v->when >= since || is_old(v->base, since, old, data);
}

const struct vset *vset_age(struct valtable *t, const struct vset *s, int since,
			    value_is_old *old, void *data)
{
	struct vset x = *s;
	bool changed = false;

	for (unsigned int i = 0; i < s->n; i++) {
		if (s->v[i]->vague || !is_old(s->v[i], since, old, data))
			continue;
		x.v[i] = blur(t, s->v[i]);
		changed = true;
	}
	return changed ? intern_set(t, &x) : s;
}

const struct value *vset_exact(const struct vset *s)
{
	return s->n == 1 && !s->unknown && !s->unset && !s->v[0]->vague ? s->v[0] : NULL;
}

bool vset_has(const struct vset *s, char kind)
{
	for (unsigned int i = 0; i < s->n; i++)
		if (s->v[i]->kind == kind)
			return true;
	return false;
}

bool vset_is_null(const struct vset *s)
{
	return s->n == 1 && s->v[0]->kind == '0' && !s->unknown;
}

bool vset_is_none(const struct vset *s)
{
	return !s->n && !s->unknown && !s->unset;
}

/* Two values written alike are the same value, unless with a "#" at the end. */
static void format(const struct value *v, struct strbuf *sb)
{
	if (!v->base) {
		strbuf_addstr(sb, v->key);
	} else {
		format(v->base, sb);
		strbuf_addf(sb, ">%s", v->id);
		if (v->when)
			strbuf_addf(sb, "#%d", v->when);
	}
	if (v->off)
		strbuf_addf(sb, "+%ld", v->off);
	if (v->at)
		strbuf_addf(sb, "&%s", v->at);
}

static const char *write_set(struct valtable *t, const struct vset *s, bool exact)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;

	if (s->unknown || (s->unset && !s->n))
		strbuf_addstr(&sb, "?");
	for (unsigned int i = 0; i < s->n; i++) {
		if (sb.len)
			strbuf_addstr(&sb, "|");
		if (exact && !s->v[i]->vague)
			format(s->v[i], &sb);
		else
			strbuf_addf(&sb, "%s%s%s%s", s->v[i]->key, exact ? "#" : "",
				    exact && s->v[i]->at ? "&" : "", exact && s->v[i]->at ? s->v[i]->at : "");
	}
	text = strtab_add(t->st, sb.buf ? sb.buf : "");
	strbuf_release(&sb);
	return text;
}

const char *vset_text(struct valtable *t, const struct vset *s)
{
	return write_set(t, s, true);
}

const char *vset_keys(struct valtable *t, const struct vset *s)
{
	return write_set(t, s, false);
}
