/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef BUILD_H
#define BUILD_H

/* What is known of a build. Interned strings, never NULL. */
struct build_info {
	const char *name;		/* the folder's own name: "x86", "powerpc-e500mc" */
	const char *dir;		/* absolute */
	const char *facts_as;		/* whose facts are kept: dir, and the tree where it is another */
	const char *tree;		/* absolute, no symbolic links */
	const char *arch;		/* as in arch/<arch>, "" where it cannot be told */
	const char *config, *kernelversion;	/* "" unless build.info says */
	int address_spaces;		/* at least 1 */
};

#endif
