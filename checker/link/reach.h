/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reach: whether a site can be got to while a vCPU is in another address space
 * than 0. It cannot where each way from where a vCPU comes in leads through a
 * function or a branch of the reach table (tables/reach.def).
 */
#ifndef LINK_REACH_H
#define LINK_REACH_H

#include "callgraph.h"

struct reach;

struct reach *reach_new(struct graph *g);
void reach_free(struct reach *r);

/*
 * Why the call of body b that a site is, number call there, is never made in
 * another address space than 0: interned clauses of the table, or NULL where
 * it can be, for all that is known.
 */
const char *reach_site(struct reach *r, const struct body *b, int call);

/*
 * What the last answer rests on: functions whose callers decide it, and names
 * of functions that a rule needs a look at. wants is called for each.
 */
typedef void reach_want_fn(void *data, const struct function *f, const char *name);
void reach_wants(const struct reach *r, reach_want_fn *wants, void *data);

#endif
