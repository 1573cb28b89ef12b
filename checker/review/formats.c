// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "base/base.h"
#include "output.h"

#define FORMATS(X) \
	X(text, "what each patch does, as gcc would say it") \
	X(terse, "only what is new, a line each") \
	X(oneline, "one line for the series") \
	X(mailback, "replies to the mails, quoted, with remarks; nothing where nothing is new") \
	X(zeroday, "a mail as the kernel test robot's") \
	X(b4, "a line for each remark, as b4 prep --check reads it") \
	X(b4json, "the same for b4 0.15 and later") \
	X(sarif, "SARIF 2.1.0 with baselineState") \
	X(rdjsonl, "for reviewdog, on the patch's lines") \
	X(codequality, "GitLab's Code Quality") \
	X(github, "workflow commands, for annotations") \
	X(fixup, "patches for git am that make the suggested changes")

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
	size_t n = strcspn(name, "=");

	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strncmp(formats[i].name, name, n) && !formats[i].name[n])
			return &formats[i];
	return NULL;
}

bool review_has_format(const char *name)
{
	return review_format_find(name);
}
