/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where there is more to read than ids.def says: of the tool, and of an id.
 * HOMEPAGE= of make sets it.
 */
#ifndef RULES_H
#define RULES_H

#include "base/base.h"
#include "tables/tables.h"

const char *rules_uri(void);
/* Appended to out. */
void rule_uri(enum finding_id id, struct strbuf *out);

#endif
