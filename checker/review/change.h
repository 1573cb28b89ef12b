/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a patch changes: files, with renames, and which lines of the one tree
 * are which of the other.
 */
#ifndef CHANGE_H
#define CHANGE_H

#include <stdbool.h>
#include "git.h"

/* Lines [old_line, old_line + old_n) become [new_line, new_line + new_n). */
struct hunk {
	int old_line, old_n;	/* old_n 0: behind old_line */
	int new_line, new_n;	/* new_n 0: behind new_line */
	const char *text;	/* the lines, each with its '-' or '+'; not NUL-terminated */
	size_t len;
};

struct file_change {
	const char *old, *new;	/* paths, interned; NULL: not there */
	const char *old_blob, *new_blob;
	struct hunk *hunks;
	size_t n_hunks;
};

struct change {
	struct file_change *v;
	size_t n;
	char *text;
};

/* Compare two trees. 0, or -1 after error(). Release it in either case. */
int change_read(struct change *c, const struct git *g, const char *before, const char *after,
		struct strtab *st);
void change_release(struct change *c);

/* What happens to a file of the one tree or the other; NULL: nothing. Interned paths. */
const struct file_change *change_of_old(const struct change *c, const char *path);
const struct file_change *change_of_new(const struct change *c, const char *path);

/* The line's number afterwards; 0: it is removed. */
int change_line(const struct file_change *f, int line);

/* The hunk that removes the old line, or adds the new one; NULL: none does. */
const struct hunk *hunk_removes(const struct file_change *f, int line);
const struct hunk *hunk_adds(const struct file_change *f, int line);

/* Does the patch add this line of the tree after it? */
bool change_adds(const struct change *c, const char *path, int line);

/* The text of a line that the hunk adds, interned. */
const char *hunk_line(const struct hunk *h, char sign, int nth, struct strtab *st);

#endif
