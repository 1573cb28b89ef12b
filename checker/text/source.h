/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Source files of the tree, read once each, by line and by offset. For the
 * reports that show code; a file that cannot be read has no lines.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stddef.h>

struct source {
	char *path;		/* relative to the tree */
	char *text;		/* NUL-terminated, "" where it could not be read */
	size_t len;
	size_t *line_off;	/* offset of each line; n_lines of them */
	int n_lines;
};

struct sources {
	const char *tree;
	struct source *v;
	size_t n;
};

/* The file; never NULL, and good until the next call of this. */
const struct source *source_get(struct sources *s, const char *path);
void sources_release(struct sources *s);

/* The same of text that is in no file; it must outlive the source. */
void source_index(struct source *s, char *text, size_t len);
void source_unindex(struct source *s);

/* Line n, from 1, without its newline; NULL where there is none. */
const char *source_line(const struct source *s, int line, size_t *len);
/* Line and byte column, both from 1, of an offset. */
void source_position(const struct source *s, size_t off, int *line, int *column);
/* The column in characters, from 1, of a byte column. */
int source_char_column(const struct source *s, int line, int column);

#endif
