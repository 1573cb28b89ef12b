/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kernel tree has: which vCPU and memslot forms are declared, and
 * which of them a module can link to. Asked of the facts, never of a version.
 */
#ifndef TREEFORMS_H
#define TREEFORMS_H

#include "facts/facts.h"
#include "tables/tables.h"

/* What turns a vCPU and a gfn into the memslot that a memslot form takes. */
#define TO_SLOT "kvm_vcpu_gfn_to_memslot"

struct treeforms;

/*
 * tree: NULL where the units are all there is; else what tree_exports() says,
 * and a body that no unit has is in that module. All must outlive it.
 */
struct treeforms *treeforms_new(struct facts *const *units, size_t n, struct facts *tree,
				struct strtab *st);
void treeforms_free(struct treeforms *t);

enum form_kind { FORM_NONE, FORM_VCPU, FORM_SLOT };

/* How an accessor can be written at a place. */
struct form {
	enum form_kind kind;
	const struct fact_decl *decl;	/* of the vCPU or memslot form; NULL for FORM_NONE */
	const char *why;		/* FORM_NONE: why there is none */
};

/* The form that all of the units, those that have the place, can use. */
struct form treeforms_find(const struct treeforms *t, const struct accessor *a,
			   const struct facts *const *units, size_t n);

/*
 * The units whose modules get the code of file: the unit itself, or those
 * that include it. Added to v, an array of room for all units; the number.
 */
size_t treeforms_includers(const struct treeforms *t, const char *file, const struct facts **v);

#endif
