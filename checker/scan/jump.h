/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of flow: where control goes other than to the next statement.
 */
#ifndef JUMP_H
#define JUMP_H

#include "flow.h"

void stmt_label(struct flow *f, CXCursor c);
void stmt_goto(struct flow *f, CXCursor c);
void stmt_computed_goto(struct flow *f, CXCursor c);
void stmt_asm(struct flow *f, CXCursor c);
/* &&label is evaluated here. */
void flow_take_label(struct flow *f, CXCursor c);
void jump_release(struct flow *f);

/* Which parts of a for header are there: init, condition, step. False where that cannot be read. */
bool for_parts(struct flow *f, CXCursor c, bool part[3]);

#endif
