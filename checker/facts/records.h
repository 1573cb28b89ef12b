/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Facts of one translation unit, in memory.
 *
 * Every record of facts.def is a struct fact_<record> in an array
 * facts.<record>s with facts.n_<record>. Strings are interned in a strtab
 * that outlives the facts; they are never NULL and compare by pointer within
 * one strtab. A struct facts owns its arrays, not its strings.
 */
#ifndef RECORDS_H
#define RECORDS_H

#include <stddef.h>
#include <stdint.h>
#include "base/base.h"

#define FACTS_SCHEMA 10	/* raise it with any change of facts.def or of a value's grammar */

enum func_flags {
	FUNC_STATIC = 1,
	FUNC_WEAK = 2,		/* another one of the name goes before it */
};

enum site_flags {
	SITE_DUP = 1,		/* spelled in a macro argument used more than once */
	SITE_PASTED = 2,	/* the name is pasted together: no token to edit */
	SITE_CONST = 4,		/* E is a pointer to const */
};

enum local_flags {
	LOCAL_MACRO = 1,	/* a macro declares it: no text to edit */
	LOCAL_CLEANUP = 2,	/* something runs when it goes out of scope */
	LOCAL_ATTRIBUTE = 4,	/* has an attribute that is not known to mean nothing */
};

/* How the scan of a unit went. */
enum unit_status {
	UNIT_FAILED,	/* libclang gave no translation unit */
	UNIT_CRASHED,	/* the worker that scanned it did */
	UNIT_ERROR,	/* parsed with errors: functions that hold one are in skips */
	UNIT_OK,
};
extern const char *const unit_status_word[];

#define FACT_MEMBER_S(name) const char *name;
#define FACT_MEMBER_I(name) int64_t name;
#define FACT(rec, fields) struct fact_##rec { fields(FACT_MEMBER_S, FACT_MEMBER_I) };
#include "facts.def"

struct facts {
	const char *unit;	/* main file, relative to the tree */
	const char *module;	/* KBUILD_MODNAME, "kvm" for built-in virt/kvm */
	enum unit_status status;
#define FACT(rec, fields) struct fact_##rec *rec##s; size_t n_##rec;
#include "facts.def"
};

/* Add one record, zeroed with "" strings; the pointer holds until the next add. */
#define FACT(rec, fields) struct fact_##rec *facts_add_##rec(struct facts *f);
#include "facts.def"

void facts_init(struct facts *f);
void facts_release(struct facts *f);
/* Take back what was added since *before was a copy of *f. */
void facts_rewind(struct facts *f, const struct facts *before);

#endif
