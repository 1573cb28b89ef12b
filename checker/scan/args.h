/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ARGS_H
#define ARGS_H

#include "scan.h"

/*
 * The unit's arguments with a precompiled header in place of what it was made
 * of, or as they are where pch is NULL. The array, of n, is the caller's to free.
 */
const char **pch_args(const struct unit *u, const char *pch, int *n);

/* What to precompile a header with for units with these flags; as above. */
const char **header_args(const struct unit *u, int *n);

#endif
