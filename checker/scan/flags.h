/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which of a compiler's flags libclang takes. GCC has hundreds of its own, and
 * new ones with every version and target, so no list could tell: libclang is
 * asked, with an empty file, and what it refuses is left out.
 */
#ifndef FLAGS_H
#define FLAGS_H

#include "scan.h"

/*
 * The unit's arguments without those that libclang refuses, in *u, whose args
 * are then an array of their own for the caller to free; each that was left
 * out becomes a flag record of the facts. Returns NULL, or why the unit cannot
 * be parsed with what is left.
 */
const char *flags_settle(struct flag_memo *m, struct unit *u, struct strtab *st,
			 struct facts *out);

#endif
