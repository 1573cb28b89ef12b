/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of kernels, as data: a line in one of the .def files of this
 * folder, where the columns are explained, and nothing to write beside it.
 * All that is returned is constant.
 */
#ifndef TABLES_H
#define TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include "contexts.h"	/* what is said of a call */
#include "reach.h"	/* where a vCPU is in address space 0 only */

enum accessor_kind { ACC_RENAME, ACC_SLOT, ACC_NONE, ACC_CACHED };

/* What a call does with the guest's memory; accessors.def says what each means. */
enum effect { EFFECT_READS, EFFECT_WRITES, EFFECT_MARKS_DIRTY, EFFECT_RESOLVES };
extern const char *const effect_word[];

struct accessor {
	const char *name;
	enum accessor_kind kind;
	const char *vcpu_form, *slot_form;	/* names, "new|old"; NULL: none */
	const char *params;			/* "kvm, gfn, ..." */
	enum effect effect;
};

/* The accessor of this name, or NULL; the second takes a name that no NUL ends. */
const struct accessor *accessor_find(const char *name);
const struct accessor *accessor_findn(const char *name, size_t len);

/* What a call of that name does; a name that is in no line only resolves. */
enum effect accessor_effect(const char *name);

/* The i-th accessor, NULL past the last. */
const struct accessor *accessor_at(size_t i);

/* The first of the names of a form, of length len, and names is what follows; NULL: none. */
const char *accessor_next_name(const char **names, size_t *len);

/* Is it an accessor, a vCPU form or a memslot form of the table? */
bool accessor_is_form(const char *name);
/* Is it a vCPU form? */
bool accessor_is_vcpu_form(const char *name);

/* Index of the parameter that holds the gfn, gpa or cache; -1 without one. */
int accessor_gfn_param(const struct accessor *a);

/* Places that keep address space 0 on purpose; "*" is any. NULL past the last. */
struct by_design {
	const char *function, *accessor, *where, *source, *reason;
};
const struct by_design *by_design_at(size_t i);

/* Why the parameter of that function is the VM's, whoever calls; NULL: it is not. */
const char *boundary_reason(const char *function, int param);

/* What functions do with a memslot that they get (slot.def), what says most first. */
enum slot_how { SLOT_DIRTY, SLOT_LOG, SLOT_RMAP, SLOT_LOOKUP };
struct slot_use {
	const char *function;
	int param;
	enum slot_how how;
};
/* The line of that function and parameter, or NULL. */
const struct slot_use *slot_use_find(const char *function, int param);

/* Does a function of that name find an object among many? name may be NULL. */
bool is_lookup(const char *name);
const char *lookup_at(size_t i);

/* Does "struct.member" lead from one element of a collection to the next? */
bool is_chain(const char *load);

/* Is that the tag of a struct whose members are known by name, wherever it is declared? */
bool is_known_tag(const char *tag);

#endif
