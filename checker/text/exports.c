// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <string.h>
#include "calltext.h"
#include "exports.h"

void exports_find(const char *text, size_t len,
		  void (*found)(void *ctx, const char *name, size_t len), void *ctx)
{
	for (const char *p = text; (p = strstr(p, "EXPORT_SYMBOL")); p += strlen("EXPORT_SYMBOL")) {
		bool line_start = p == text || p[-1] == '\n';
		struct calltext ct;

		if (line_start && calltext_parse(text, len, p - text, &ct) && ct.n_args)
			found(ctx, text + ct.arg[0].off, ct.arg[0].len);
	}
}
