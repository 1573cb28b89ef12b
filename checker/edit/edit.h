/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Edit: findings in, the edits that cure them out, and made; and the semantic
 * patch for helpers whose signatures have to change first. Edits belong to
 * their findings, their texts to the strtab given.
 */
#ifndef EDIT_H
#define EDIT_H

#include "fix.h"	/* edits of calls */
#include "meaning.h"	/* that they leave each call on the same vCPU */
#include "thread.h"	/* signatures */

#endif
