/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes of one file's bytes, before they become edits of findings.
 */
#ifndef CHANGES_H
#define CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/base.h"

/* Bytes [off, off + len) become text, for finding number owner. text is not owned. */
struct change {
	size_t off, len;
	const char *text;
	size_t owner;
};

struct changes {
	struct change *v;
	size_t n;
};

void changes_add(struct changes *c, size_t off, size_t len, const char *text, size_t owner);
void changes_release(struct changes *c);

/*
 * Sort by place; what is inserted at a place comes before what is replaced
 * there. The same change twice becomes one.
 */
void changes_sort(struct changes *c);

/* The first that overlaps the one before it, NULL for none. Sorted only. */
const struct change *changes_overlap(const struct changes *c);

/* Where the byte at off is after them; of one that a change replaces, what comes instead. */
size_t changes_map(const struct changes *c, size_t off);

/* Append buf with the changes made; sorted, and without overlap. */
void changes_apply(const struct changes *c, const char *buf, size_t len, struct strbuf *out);

/*
 * Append the same as a unified diff with three lines of context, as git
 * writes it; nothing where nothing changes.
 */
void changes_diff(const struct changes *c, const char *path, const char *buf, size_t len,
		  struct strbuf *out);

#endif
