// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <string.h>
#include "contexts.h"

const struct id_info id_info[NR_IDS] = {
#define FINDING_ID(name, ...) [ID_##name] = { __VA_ARGS__ },
#include "ids.def"
};

const struct context_info context_info[NR_CTX] = {
#define CONTEXT(name, word, id, meaning, refusal) [CTX_##name] = { word, ID_##id, meaning, refusal },
#include "contexts.def"
};

int id_find(const char *word)
{
	for (int i = 0; i < NR_IDS; i++)
		if (!strcmp(id_info[i].id, word))
			return i;
	return -1;
}
