/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parse once what all units include: a precompiled <linux/kvm_host.h>, with the
 * headers of headers.h behind it, for each set of flags, and the facts of the
 * functions in it.
 */
#ifndef PCH_H
#define PCH_H

#include "scan.h"

/*
 * What two units must have in common to share a precompiled header: the folder
 * they are parsed in, and their flags without those that cannot matter to it:
 * the unit's names (KBUILD_*), warnings, folders of its own headers. Interned.
 */
const char *pch_flags(const struct unit *u, struct strtab *st);

/*
 * Precompile the header for units with the flags of u into the file u->file:
 * with u->text behind kvm_host.h, and where that does not parse without it.
 * out: the facts of what it holds, as of a unit of its own; initialised here,
 * released by the caller. A scan_fn: always 0, the status is "failed" where
 * it does not parse or cannot be written; the units are then parsed without.
 */
int pch_scan(const struct unit *u, const struct scan_opts *o, struct facts *out);

/*
 * The unit's arguments with a precompiled header in place of what it was made
 * of; n as in the unit, or fewer. The array is the caller's to free.
 */
const char **pch_args(const struct unit *u, const char *pch, int *n);

#endif
