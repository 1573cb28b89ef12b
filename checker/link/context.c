// SPDX-License-Identifier: GPL-2.0-only
#include "link.h"

const char *const context_name[NR_CTX] = {
	[CTX_DIRECT] = "direct",
	[CTX_ALIAS] = "alias",
	[CTX_CALLERS] = "callers",
	[CTX_MIXED] = "mixed",
	[CTX_FOREIGN] = "foreign",
	[CTX_VM] = "vm",
	[CTX_UNKNOWN] = "unknown",
};
