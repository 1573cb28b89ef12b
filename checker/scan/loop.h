/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of flow: statements that are run more than once.
 */
#ifndef LOOP_H
#define LOOP_H

#include "flow.h"

void stmt_do(struct flow *f, CXCursor c);
void stmt_for(struct flow *f, CXCursor c);
void stmt_while(struct flow *f, CXCursor c);

#endif
