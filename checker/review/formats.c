// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "base/base.h"
#include "output.h"

#define FORMATS(X) \
	X(text, "what each patch does, as gcc would say it") \
	X(terse, "only what is new, a line each")

#define FORMAT(name, brief) { #name, review_##name, brief },
static const struct review_format formats[] = { FORMATS(FORMAT) };

#define NAME(name, brief) ", " #name
const char *review_format_names(void)
{
	return &(FORMATS(NAME))[2];
}

const struct review_format *review_format_at(size_t i)
{
	return i < ARRAY_SIZE(formats) ? &formats[i] : NULL;
}

const struct review_format *review_format_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

bool review_has_format(const char *name)
{
	return review_format_find(name);
}
