/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MENTIONS_H
#define MENTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Is any accessor's name a whole token of the code? Pasted names are not seen. */
bool mentions_accessor(const char *buf, size_t len);

#endif
