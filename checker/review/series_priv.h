/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of reading a series: series.c reads commits, mailbox.c mails, and
 * uncommitted.c the work tree or the index; reading.c has what these share.
 */
#ifndef SERIES_PRIV_H
#define SERIES_PRIV_H

#include "series.h"

struct reading {
	struct series *s;
	const struct git *g;
	struct strtab *st;
	bool free_base;		/* nobody named the base that mails are for: HEAD is a guess */
};

#define PATCH_INIT { .subject = "", .author = "", .email = "", .date = "", .message_id = "" }

/* The next patch of the series: valid until one more is added. */
struct patch *series_add(struct reading *r);

/* The commit that rev names, and the tree of a commit; NULL: there is none. Interned. */
const char *series_commit(struct reading *r, const char *rev);
const char *series_tree(struct reading *r, const char *commit);

/* The series starts from the tree of rev. */
int series_use_base(struct reading *r, const char *rev);

/* The rest of the line behind a header of a commit or mail, or NULL. */
const char *series_header(const char *text, const char *name, struct strtab *st);

/* A file of that name among our temporary ones. */
const char *series_tmp(struct reading *r, const char *name);

/* All of a file, behind what sb has. */
int series_text(const char *path, struct strbuf *sb);

/* Mails, or a diff without one; "-" is standard input. base may be NULL. */
int series_mailbox(struct reading *r, const char *path, const char *base);

/* What differs from base, or HEAD, and is not committed: one patch. */
int series_uncommitted(struct reading *r, enum series_kind kind, const char *base);

#endif
