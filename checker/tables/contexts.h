/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Contexts and ids (contexts.def, ids.def) in memory.
 */
#ifndef CONTEXTS_H
#define CONTEXTS_H

enum finding_id {
#define FINDING_ID(name, ...) ID_##name,
#include "ids.def"
#undef FINDING_ID
	NR_IDS
};

enum id_shown { SHOWN, ON_REQUEST, ALL_SITES };

struct id_info {
	const char *id, *name;
	enum id_shown shown;
	const char *brief, *detail, *cure;
};

extern const struct id_info id_info[NR_IDS];

/* The id of that word, or -1. */
int id_find(const char *word);

enum context {
#define CONTEXT(name, ...) CTX_##name,
#include "contexts.def"
#undef CONTEXT
	NR_CTX
};

struct context_info {
	const char *word;
	enum finding_id id;
	const char *meaning, *refusal;
};

extern const struct context_info context_info[NR_CTX];

#endif
