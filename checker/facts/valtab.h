/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values (value.h) as objects. A value is an atom, or what is loaded from
 * another value; equal values have equal addresses, and live as long as the
 * table, as do the sets.
 */
#ifndef VALTAB_H
#define VALTAB_H

#include <stdbool.h>
#include <stddef.h>
#include "base/base.h"
#include "value.h"

struct val {
	const struct val *base;	/* what is loaded from; NULL: this is an atom */
	const char *load;	/* "struct.member" or "*"; the id of atoms G and F */
	const struct val *atom;
	char kind;		/* the atom's letter */
	bool any;		/* a load of some element of an array */
	unsigned char depth;	/* number of loads */
	int n;			/* of atoms P, C and L; the call of A */
	int arg;		/* of A */
	const char *at;		/* the member that it is the address of, or NULL */
	const struct val *plain;	/* the same without that */
};

struct valset {
	size_t n;
	const struct val *v[];
};

struct valtab;

struct valtab *valtab_new(struct strtab *st);
void valtab_free(struct valtab *t);

/* What an interned string of the facts says, without its marks; "" is the empty set. */
const struct valset *valtab_set(struct valtab *t, const char *s);

const struct val *valtab_atom(struct valtab *t, char kind, int n, const char *id);

/* What call no leaves where its argument arg points to. */
const struct val *valtab_after(struct valtab *t, int no, int arg);

/* The content of a member of what base points to; the atom is ? where that is too deep. */
const struct val *valtab_load(struct valtab *t, const struct val *base, const char *load);
/* The same of some element of an array. */
const struct val *valtab_element(struct valtab *t, const struct val *base, const char *load);
/* The address of that member, a load of * from which is one of the member. */
const struct val *valtab_point(struct valtab *t, const struct val *base, const char *member);
/* A load as v's, of another base. */
const struct val *valtab_load_as(struct valtab *t, const struct val *base, const struct val *v);

/* v with its atom replaced: what v is for a caller that passes `atom` there. */
const struct val *valtab_rebase(struct valtab *t, const struct val *v, const struct val *atom);

/* As value.h writes it. */
void val_format(const struct val *v, struct strbuf *sb);

#endif
