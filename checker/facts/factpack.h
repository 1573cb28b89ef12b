/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Facts as bytes: what a worker sends, and what the fact base keeps of a unit.
 * Depends on FACTS_SCHEMA and on nothing of the machine.
 */
#ifndef FACTPACK_H
#define FACTPACK_H

#include "base/base.h"
#include "records.h"

/* Append the facts to out. */
void facts_pack(const struct facts *f, struct strbuf *out);

/*
 * Read them back, with strings in st. Returns 0, or -1 where the bytes are not
 * what facts_pack() wrote, with out empty. Never reads outside of the bytes.
 */
int facts_unpack(const char *buf, size_t len, struct strtab *st, struct facts *out);

#endif
