/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of flow: what call.c, callee.c, site.c and local.c share.
 */
#ifndef CALL_H
#define CALL_H

#include "text/text.h"
#include "flow.h"

/* The declaration called, and where its name stands in the call. */
struct callee {
	CXCursor expr;		/* stripped */
	CXCursor decl;		/* null where it is not a function's name */
	const struct vset *values;
	const char *name;
	struct cx_place at;	/* in a file, or in a macro's body */
	struct calltext text;
	bool has_text;
};

/* callee.c: fill in at and text; argument i as written, "" where it is not. */
void callee_read(struct flow *f, struct callee *k);
const char *callee_arg(struct flow *f, const struct callee *k, unsigned int i);

/* site.c: the site of call no, whose arguments have these values. */
void record_site(struct flow *f, CXCursor c, struct callee *k, int no,
		 const struct vset *const *val, int n);

/* form.c: the call, where it is one of a vCPU form on the vCPU of that value. */
void record_form(struct flow *f, CXCursor c, struct callee *k, const struct vset *vcpu);

/* local.c: the definitions that reach a local used as an expression; "" for any other. */
const char *local_defs(struct flow *f, CXCursor e);
/* The index of a variable's local record, made if need be; -1 for a parameter. */
int var_local(struct flow *f, int var);
/* E of an expression E->kvm, where E is a struct kvm_vcpu. */
bool direct_vcpu(struct flow *f, CXCursor kvm, CXCursor *e);
/* Is what it points to, or it itself where it is an object, const or volatile? */
bool points_to_const(CXCursor e);

#endif
