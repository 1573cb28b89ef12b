/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages once a make. kbuild runs a process for each unit, all with the same
 * CF=, and what one of them has said of that need not be read a thousand times.
 *
 * What was said is in a file of the folder that kbuild works in, ".gfncheck.tmp",
 * with the make that it was said under: its process and when that began. There is
 * none as long as nothing is said, git does not see it, and "make clean" removes it.
 */
#ifndef ONCE_H
#define ONCE_H

#include "base/base.h"

struct once {
	bool held;
	struct capture capture;
};

/*
 * What is said on stderr from here to once_end() is said if this make has not
 * said it. Where there is no make above, or nothing can be written, it is always said.
 */
void once_begin(struct once *o);
void once_end(struct once *o);

#endif
