/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * C as it is written: tokens, calls and lines of a source file, for those who
 * have its text and no syntax tree. Results are byte ranges of the text.
 */
#ifndef TEXT_H
#define TEXT_H

#include "brackets.h"	/* parts between separators */
#include "calltext.h"	/* one call and its arguments */
#include "exports.h"	/* exported symbols */
#include "lex.h"	/* tokens */
#include "source.h"	/* files by line and offset */

#endif
