/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Locals that nothing uses any more: when every use of "struct kvm *kvm" was
 * rewritten to the vCPU it came from, its declaration and its assignments go
 * too, or the compiler would complain of them.
 */
#ifndef LOCALS_H
#define LOCALS_H

#include "base/base.h"
#include "facts/facts.h"
#include "changes.h"

/* A site of one file that is about to be edited. */
struct local_use {
	const struct facts *unit;
	const struct fact_local *local;	/* the alias it names; NULL: none */
	size_t off, len;		/* its kvm argument */
	size_t owner;			/* its finding */
	bool dup;			/* SITE_DUP: the compiler sees more uses than are written */
	size_t group;			/* out: the same for uses that only go together */
	const char *refused;		/* out: why the site must stay as it is, or NULL */
};

/*
 * Add to c what removes the locals of the file that the n uses leave unused,
 * or refuse uses that must then not be rewritten. What is removed belongs to
 * the last of the findings that need it gone; they are a group. Uses are in the
 * order of the file. Texts are interned in st.
 */
void locals_settle(struct local_use *uses, size_t n, const char *buf, size_t len,
		   struct changes *c, struct strtab *st);

/* The local of a site, NULL without one. */
const struct fact_local *local_of(const struct facts *f, const struct fact_site *s);

#endif
