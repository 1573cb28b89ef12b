/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HELP_H
#define HELP_H

#include "base/base.h"

/* What --help says, appended to out. */
void help(struct strbuf *out);

#endif
