/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of flow: the copies that READ_ONCE() and WRITE_ONCE() were before 5.8.
 */
#ifndef ONCE_H
#define ONCE_H

#include "flow.h"

/* Does a call of that name copy an object, and has it been copied? */
bool flow_once(struct flow *f, CXCursor c, const char *name);

#endif
