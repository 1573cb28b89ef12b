/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The accessor table (accessors.def) in memory.
 */
#ifndef ACCESSOR_H
#define ACCESSOR_H

enum accessor_kind { ACC_RENAME, ACC_SLOT, ACC_NONE, ACC_CACHED };

struct accessor {
	const char *name;
	enum accessor_kind kind;
	const char *vcpu_form, *slot_form;	/* NULL: none */
	const char *params;			/* "kvm, gfn, ..." */
};

/* The accessor of this name, or NULL. */
const struct accessor *accessor_find(const char *name);

/* The i-th accessor, NULL past the last. */
const struct accessor *accessor_at(unsigned int i);

/* Is it an accessor, a vCPU form or a memslot form of the table? */
int accessor_is_form(const char *name);

/* Index of the parameter that holds the gfn, gpa or cache; -1 without one. */
int accessor_gfn_param(const struct accessor *a);

#endif
