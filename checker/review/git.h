/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Git, by plumbing only. What is run reads the repository and writes objects
 * and an index of our own in a folder that goes with git_close(): no ref, no
 * index and no file of the user's is written to. Hooks, filters, attributes,
 * external diffs and textconv are off, so that nothing of a patched tree runs.
 */
#ifndef GIT_H
#define GIT_H

#include "base/base.h"

struct git {
	const char *name;	/* the tree as the user named it, for messages */
	char *dir;		/* the repository, absolute */
	char *top;		/* the work tree, absolute; "" where it is bare */
	char *index;		/* the user's index, which is only read */
	char *objects;
	char *tmp;		/* our folder; tmp/index is our index */
	char **env;
};

/* Find the repository of a folder. 0, or -1 after error(). Close it in either case. */
int git_open(struct git *g, const char *tree);
/*
 * The folder for what is ours, emptied if it is there. To be called before any
 * of what follows. 0, or -1 after error().
 */
int git_folder(struct git *g, const char *tmp);
/* Remove our folder. */
void git_close(struct git *g);

/* Remove a folder and all in it, no links followed. */
void remove_tree(const char *path);

/* What a command said and printed. */
struct git_output {
	struct strbuf out, err;
};
#define GIT_OUTPUT_INIT { STRBUF_INIT, STRBUF_INIT }
void git_output_release(struct git_output *o);

/*
 * Run git with these words, up to NULL, in our folder. in: its stdin, or NULL.
 * What it prints is appended to o. Its exit status, or -1 after error() where
 * it could not be run.
 */
int git_run(const struct git *g, const struct strbuf *in, struct git_output *o, ...)
	__attribute__((sentinel));

/* The same with the user's index and work tree, to compare with. */
int git_run_user(const struct git *g, struct git_output *o, ...) __attribute__((sentinel));

/* The one line that a command prints, interned; NULL where it fails, with nothing said. */
const char *git_line(const struct git *g, struct strtab *st, ...) __attribute__((sentinel));

/* error() with git's own words; always -1. */
int git_error(const struct git_output *o, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
