/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the text of a tree says against threading, where facts say nothing.
 */
#ifndef THREAD_TEXT_H
#define THREAD_TEXT_H

#include "base/base.h"
#include "thread.h"

/* Files that declare a function; whoever has it frees v. */
struct declared {
	const char **v;
	size_t n;
};

/*
 * Why the function cannot be threaded, from its text and
 * others', or NULL. Prototypes that are met on the way go to declared.
 */
const char *thread_text_refuses(const char *tree, const char *function, const char *param,
				const char *file, int line, int end_line, bool everywhere,
				const struct mention *known, size_t n, struct strtab *st,
				struct declared *declared);

/* Does a parameter have one value all through the function, and no other variable its name? */
bool thread_text_is_kept(const char *tree, const char *param, const char *file, int line,
			 int end_line);

#endif
