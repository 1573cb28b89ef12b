/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A process that reads what somebody else wrote is held to what it is for:
 * Landlock (Documentation/userspace-api/landlock.rst) says which files it may
 * read and write, seccomp that it makes no connection and starts no program,
 * resource limits how much memory it may take.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <stddef.h>

struct confine {
	const char **read;	/* files and folders, absolute, with all below them */
	size_t n_read;
	const char *write;	/* a folder in which files may be made, too; or NULL */
	int memory;		/* MiB of address space; 0: no limit */
};

/*
 * Does this kernel have Landlock? Without it a confined process may read
 * whatever its user may; all else holds.
 */
int confine_has_landlock(void);

/*
 * Confine the calling process, for good, and what it starts. Call it before it
 * has a second thread. 0, or -1 with errno set: it is then not confined.
 */
int confine_self(const struct confine *c);

#endif
