/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values, as scan follows them: where a pointer came from, exactly which one
 * it is, and how sure that is. facts/value.h says how facts write them; what
 * is kept here beyond that tells two pointers apart that are written alike:
 *
 *	off	where in the object it points to
 *	when	for a load, the last event before it that could change memory
 *	vague	one of several of that spelling, or of an earlier turn of a loop:
 *		equal to nothing, itself included
 *
 * A set holds the values that can be there. Three things are no values: what
 * is not tracked (the empty set, an integer, say), what cannot be told
 * (unknown), and what nobody set yet (unset). Values and sets are interned
 * for one function: equal ones have equal addresses.
 */
#ifndef VAL_H
#define VAL_H

#include <limits.h>
#include <stdbool.h>
#include "facts/facts.h"

#define OFF_ANY LONG_MIN	/* somewhere in it: an index that is not constant, say */

struct value {
	char kind;		/* an atom's letter; '>' for a load */
	bool vague;
	bool any;		/* a load: of some element of an array */
	unsigned char depth;	/* number of loads */
	int n;			/* of P, C, L; the call of A */
	int arg;		/* of A */
	int when;		/* a load */
	long off;
	const char *id;		/* of G and F; a load's member */
	const char *at;		/* the member that it points to, or NULL */
	const struct value *base;	/* a load: from where */
	const struct value *atom;
	const char *key;	/* as facts write it, without what tells equals apart */
};

struct vset {
	bool unknown, unset;
	unsigned int n;
	const struct value *v[VALUE_SET];	/* by key, which differ */
};

struct valtable;

struct valtable *valtable_new(struct strtab *st);
void valtable_free(struct valtable *t);

/* Neither a value nor unknown: an integer, or code that is not reached. */
extern const struct vset vset_none;

const struct vset *vset_unknown(struct valtable *t);
const struct vset *vset_unset(struct valtable *t);
const struct vset *vset_atom(struct valtable *t, char kind, int n, const char *id);
/* What call no left where its argument arg points to. */
const struct vset *vset_after(struct valtable *t, int no, int arg);
const struct vset *vset_one(struct valtable *t, const struct value *v);

/* Both; unknown where there would be more than VALUE_SET values. */
const struct vset *vset_join(struct valtable *t, const struct vset *a, const struct vset *b);
const struct vset *vset_add_unknown(struct valtable *t, const struct vset *s);
/* What is sure to be initialised when it is used. */
const struct vset *vset_set(struct valtable *t, const struct vset *s);

/* Pointers to that member of what they point to. */
const struct vset *vset_point(struct valtable *t, const struct vset *s, const char *member);
/* The same, but not to be told from others of that spelling. */
const struct vset *vset_blur(struct valtable *t, const struct vset *s);
/* Each pointer moved within its object. */
const struct vset *vset_move(struct valtable *t, const struct vset *s, long by);

/* How a member is read: any where it is some element of an array. */
struct load {
	const char *member;
	bool any;
	int when;
};
const struct vset *value_load(struct valtable *t, const struct value *v, const struct load *l);

/* What was found since that event, or is what such a call returned, is old. */
typedef bool value_is_old(void *data, int call);
const struct vset *vset_age(struct valtable *t, const struct vset *s, int since,
			    value_is_old *is_old, void *data);

/* The one value that it is sure to be, or NULL. */
const struct value *vset_exact(const struct vset *s);
bool vset_has(const struct vset *s, char kind);
/* A null pointer and nothing else. */
bool vset_is_null(const struct vset *s);
/* Nothing to be said of it: no value, and not unknown either. */
bool vset_is_none(const struct vset *s);

/* As facts write it; keys: without what tells values of one spelling apart. */
const char *vset_text(struct valtable *t, const struct vset *s);
const char *vset_keys(struct valtable *t, const struct vset *s);

#endif
