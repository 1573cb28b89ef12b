/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the #include directives of a unit's files look for, and where: which
 * files would be found that are not there, and which headers are brought along
 * that a precompiled one has read already. By the text, whatever #if a
 * directive stands under: a unit may be parsed for nothing, but never is one
 * kept that would read something else today.
 */
#ifndef INCLUDES_H
#define INCLUDES_H

#include <stdbool.h>
#include "facts/facts.h"
#include "scan/scan.h"

struct includes;

/* Below the tree, files have their names relative to it. */
struct includes *includes_new(struct inputs *inputs, const char *tree, struct strtab *st);
void includes_free(struct includes *in);

/*
 * Add to the facts of a unit, whose deps are named, what was looked for and is
 * not there, and as deps the files among `given` (paths with a value; may be
 * NULL) that it brings along. False where that cannot be told.
 */
bool includes_follow(struct includes *in, const struct unit *u, const struct ptrmap *given,
		     struct facts *f);

/*
 * Of the facts of a precompiled header with a unit's flags: mark the deps that
 * only units which bring them along can see. False as above.
 */
bool includes_split(struct includes *in, const struct unit *u, struct facts *f);

#endif
