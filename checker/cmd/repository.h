/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which commit of which repository a tree is, as git tells it.
 */
#ifndef REPOSITORY_H
#define REPOSITORY_H

#include "base/base.h"

/* Interned; uri is NULL where the tree is no repository's, or its home is not known. */
struct repository {
	const char *uri, *revision, *branch;
};

struct repository repository_of(const char *tree, struct strtab *st);

/* "ssh://git@host/path" of "git@host:path"; without a password; NULL where it is no URI. */
const char *repository_uri(const char *remote, struct strtab *st);

#endif
