/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interned strings: equal strings have equal addresses, and live as long as
 * the table. Not for use by several threads at once.
 */
#ifndef STRTAB_H
#define STRTAB_H

#include <stddef.h>

struct strtab;

/* The copy of "" that every table has. */
extern const char strtab_empty[];

struct strtab *strtab_new(void);
void strtab_free(struct strtab *t);

/* The one copy of s, of its first n bytes, or of a formatted string; never NULL. */
const char *strtab_add(struct strtab *t, const char *s);
const char *strtab_addn(struct strtab *t, const char *s, size_t n);
const char *strtab_addf(struct strtab *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* s with each occurrence of a folder, as a part of a path, replaced; interned. */
const char *strtab_replace(struct strtab *st, const char *s, const char *folder, const char *by);
/* The path below the folder tree, or the whole path where it is not; interned. */
const char *tree_relative(struct strtab *st, const char *tree, const char *path);
/* The other way: a path, which is relative to tree unless it is absolute; interned, or path. */
const char *tree_path(struct strtab *st, const char *tree, const char *path);
/* What a path has before its last slash, "." where it has none; interned. */
const char *folder_of(struct strtab *st, const char *path);

#endif
