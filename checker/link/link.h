/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Link: the facts of all units of one build in, a context for every site out.
 * No libclang, no files.
 */
#ifndef LINK_H
#define LINK_H

#include "base/base.h"
#include "facts/facts.h"
#include "tables/tables.h"
#include "callgraph.h"
#include "origin_bits.h"

/* One step from where the vCPU is to the call. file is relative to the tree. */
struct step {
	const char *file;
	int line;
	const char *text;
};

struct program;

/* What link says of one site. why is owned by the program. */
struct verdict {
	const struct facts *unit;
	const struct fact_site *site;
	const struct fact_func *func;	/* NULL: file scope */
	enum context context;
	const char *vcpu;		/* text of the vCPU that serves at the site, or NULL */
	const char *no_vcpu;		/* why there is none, where vcpu is NULL */
	bool sp_role;			/* the gfn is a shadow page's */
	bool internal;			/* in the body of an accessor: nothing is asked or said */
	bool as0_only;			/* kvm_memslots() where no other address space is visited */
	const char *reach;		/* why no vCPU is in another address space here, or NULL */
	const char *entries;		/* by which its file is entered on the way to it (entries.h) */
	const struct slot_use *use;	/* what is done with the slot that it gives, or NULL */
	const struct fact_call *used_at;	/* by this call */
	const struct step *why;
	size_t n_why;
};

/*
 * Index the facts; they and the strings must outlive the program. Of reach
 * nothing is asked where there are fewer than two address spaces.
 */
struct program *program_new(struct facts *const *units, size_t n, int address_spaces,
			    struct strtab *st);
void program_free(struct program *p);

/* One verdict for each site of each unit, in unit then site order. */
const struct verdict *program_verdicts(struct program *p, size_t *n);

/*
 * Why the call keeps address space 0 on purpose, from bydesign.def or by the
 * accessor's kind; NULL where it does not (bydesign.c). Asks for the verdict's
 * unit, site and func alone.
 */
const char *by_design(const struct verdict *v);

/* Who calls what: for those who look further than at one site. */
struct graph *program_graph(const struct program *p);
/* Where a set of values of the body comes from: enum origin_bits. */
unsigned int program_origin(struct program *p, enum origin_mode mode, const struct body *b,
			    const char *values);

/* The units it was made of; how many functions with a body they have. */
struct facts *const *program_units(const struct program *p, size_t *n);

/*
 * What more units could answer: the names of functions whose callers or
 * results the verdicts rest on, and of members whose stores they do. Keys of
 * the maps are interned names.
 */
void program_demands(struct program *p, struct ptrmap *names, struct ptrmap *stored);

#endif
