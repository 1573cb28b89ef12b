/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of flow: places, what lvalues are. A place is bytes at an address;
 * what is kept there in a local variable is known from its slot, what is
 * kept elsewhere is a load of the address.
 */
#ifndef PLACE_H
#define PLACE_H

#include "flow.h"
#include "shape.h"

struct place {
	const struct vset *base;	/* the address */
	const char *field;		/* how facts call what is there: a member, or "*" */
	bool any;			/* some element of an array */
	CXType type;
	int when;			/* a volatile read, of its own each time; 0: any other */
};

struct place flow_place(struct flow *f, CXCursor c);
/* A whole variable; a member of a place. */
struct place place_var(struct flow *f, CXCursor decl);
struct place place_member(struct flow *f, const struct place *p, CXCursor field);
/* Element i of the array at p, which is called that; -1 for any. */
struct place place_element(struct flow *f, const struct place *p, CXType element, long i);

const struct vset *place_load(struct flow *f, const struct place *p);
/* def: the definition that this is of a local variable, or "". */
void place_store(struct flow *f, const struct place *p, CXCursor at, const struct vset *val,
		 const char *def);
/* Initially: all that is not stored to a local object is a null pointer, or not set. */
void place_fill(struct flow *f, const struct place *p, const struct vset *rest);
/* All of a local object is set to zero; false where this is not all of one. */
bool place_clear(struct flow *f, const struct place *p);
/* A whole object is copied from where from points to. */
void place_copy(struct flow *f, const struct place *to, CXCursor at, const struct vset *from);

/*
 * Call no is given this as argument arg, which points to a type of that size, -1: unknown.
 * kept: a const one, so that it can write what that leads to, and not the object.
 */
void flow_clobber(struct flow *f, const struct vset *val, int no, int arg, long size, bool kept);
/* Nobody knows what is where this points to from now on. */
void flow_forget(struct flow *f, const struct vset *val);
/* A pointer to a local that is kept in memory: anybody can change what it leads to. */
void flow_escape(struct flow *f, const struct vset *val);
/* Any call may have set what is kept in escaped variables. */
void flow_clobber_escaped(struct flow *f);

/* assign.c: a braced list fills the object. */
void flow_fill(struct flow *f, const struct place *p, CXCursor init);

#endif
