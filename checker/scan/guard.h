/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Branches on what the reach table (tables/reach.def) knows, such as is_smm():
 * behind "if (is_smm(vcpu)) return;" no vCPU is in another address space.
 *
 * A set of these branches is a mask, bit i for the i-th line; env.outside has
 * those that each way to a point has taken.
 */
#ifndef GUARD_H
#define GUARD_H

#include "flow.h"

/* What is settled where the condition is true, or where it is false. */
unsigned int guard_settles(struct flow *f, CXCursor cond, bool truth);

/* The names of the predicates in env.outside, separated by spaces; interned. */
const char *guard_text(struct flow *f);

/* A function of that name is called: it may have changed what was settled. */
void guard_call(struct flow *f, const char *name);

#endif
