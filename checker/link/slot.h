/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slot: what is done with the memslot, or the memslots, that a call returns.
 */
#ifndef LINK_SLOT_H
#define LINK_SLOT_H

#include "tables/tables.h"
#include "callgraph.h"

/*
 * The call of a function of the slot table that gets what call number no of
 * body b returned, the first in the order of enum slot_how, and how it uses it.
 * NULL: none is seen; that proves nothing. Only the unit of b is looked at, so
 * that the answer does not depend on what others were scanned.
 */
const struct call *slot_used(struct graph *g, const struct body *b, int no,
			     const struct slot_use **use);

#endif
