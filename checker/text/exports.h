/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * EXPORT_SYMBOL(name), and its like, as a C file writes them.
 */
#ifndef EXPORTS_H
#define EXPORTS_H

#include <stddef.h>

/* found(ctx, name, length) for each of the text, which is NUL-terminated. */
void exports_find(const char *text, size_t len,
		  void (*found)(void *ctx, const char *name, size_t len), void *ctx);

#endif
