/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an expression does besides having a value, and so what is lost where it
 * is not evaluated any more, or done twice where it is evaluated twice.
 */
#ifndef EFFECT_H
#define EFFECT_H

#include "cx.h"

/*
 * The first such thing in words, "" for none. A call has none where the body of
 * the function is here and has none, or where it is declared const or pure; no
 * name is believed. Reading memory is none, volatile or not.
 */
const char *effect_of(struct cx *cx, CXCursor e);
/* Where it is evaluated twice; there a volatile read is one, as what is read can change. */
const char *effect_repeated(struct cx *cx, CXCursor e);

#endif
