/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names by file, before any parsing: which units' texts, with the headers and
 * templates they bring along, mention a name. What mentions no accessor and
 * nothing that link asks for cannot matter, and need not be parsed.
 *
 * Includes are followed by name only, whatever #if they stand under: a file
 * may be searched for nothing, but none is missed.
 */
#ifndef TOKENS_H
#define TOKENS_H

#include <stdbool.h>
#include "base/base.h"
#include "scan/scan.h"

/* A macro and the names in its body. */
struct token_macro {
	const char *name;
	const char **names;
	size_t n;
	bool pastes;			/* ## can make an accessor's name */
};

struct token_file {
	const char *path;		/* absolute, interned */
	bool header;			/* brought along, not a unit's own file */
	bool guarded;			/* included twice it is read once */
	struct token_macro *macros;
	size_t n_macros;
	struct token_file **includes;
	size_t n_includes;
	unsigned int mark;		/* the last walk that met it */
	const char *refused;		/* why it was not read though it is there, or NULL */
};

struct tokens {
	struct strtab *st;
	const char *tree;
	struct token_file **files;
	size_t n;
	struct ptrmap by_path;		/* path: file */
	struct ptrmap names;		/* (file, name): how it is used */
	struct ptrmap absent;		/* paths that were looked for, and are not there */
	unsigned int walk;
	int depth;			/* of the file that is being read */
};

/* How a name is used in a file; more than one may hold. */
enum token_use {
	TOKEN_CODE = 1,		/* outside of a #define */
	TOKEN_STORED = 2,	/* a member that is assigned or initialised */
	TOKEN_DEFINED = 4,	/* in the body of a #define */
	TOKEN_TESTED = 8,	/* by an #if, #ifdef or the like */
};

struct tokens *tokens_new(const char *tree, struct strtab *st);
void tokens_free(struct tokens *t);

/* The file of a unit, read with all that it brings along of KVM's. */
struct token_file *tokens_add(struct tokens *t, const struct unit *u);

/* A header by its absolute path, read as one that a unit brings along. */
struct token_file *tokens_header(struct tokens *t, const char *path);

/* Where a file is that facts name: below the tree, or absolute. Interned. */
const char *tokens_path(const struct tokens *t, const char *path);

/* How the file itself uses the name: bits of enum token_use. */
unsigned int tokens_use(const struct tokens *t, const struct token_file *f, const char *name);

/* Mark the file and all that it brings along with t->walk, which is new for it. */
void tokens_mark(struct tokens *t, struct token_file *f);

/* A file of those that must not be given to a parser, or NULL. Marks like tokens_mark(). */
const struct token_file *tokens_refused(struct tokens *t, struct token_file *f);

/*
 * A set of names (ptrmap keys with a value). tokens_close() adds the macros
 * whose bodies mention one of them, or paste a part of one together.
 */
void tokens_close(struct tokens *t, struct ptrmap *names);

/*
 * Does the unit's own file use one of the names in one of these ways, or a
 * header that it brings along in its code? done: headers not to look into
 * again, marked by the caller; may be NULL.
 */
bool tokens_match(struct tokens *t, struct token_file *f, const struct ptrmap *names,
		  unsigned int uses, const struct ptrmap *done);

#endif
