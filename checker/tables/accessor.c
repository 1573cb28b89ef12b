// SPDX-License-Identifier: GPL-2.0-only
/*
 * The accessor table in memory.
 */
#include <stdint.h>
#include <string.h>
#include "base/base.h"
#include "tables.h"

static const struct accessor accessors[] = {
#define ACCESSOR(name, kind, vcpu_form, slot_form, params, effect) \
	{ #name, ACC_##kind, vcpu_form, slot_form, params, EFFECT_##effect },
#include "accessors.def"
#undef ACCESSOR
};

/* A bit for each length that a name has: most words of a source have none of them. */
static const uint64_t lengths = 0
#define ACCESSOR(name, ...) | (1ull << (sizeof(#name) - 1))
#include "accessors.def"
#undef ACCESSOR
;

static const unsigned char length[] = {
#define ACCESSOR(name, ...) sizeof(#name) - 1,
#include "accessors.def"
#undef ACCESSOR
};

const char *const effect_word[] = {
	[EFFECT_READS] = "reads",
	[EFFECT_WRITES] = "writes",
	[EFFECT_MARKS_DIRTY] = "marks dirty",
	[EFFECT_RESOLVES] = "resolves",
};

const struct accessor *accessor_at(size_t i)
{
	return i < ARRAY_SIZE(accessors) ? &accessors[i] : NULL;
}

const struct accessor *accessor_findn(const char *name, size_t len)
{
	if (len > 63 || !(lengths >> len & 1))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(accessors); i++)
		if (length[i] == len && !memcmp(accessors[i].name, name, len))
			return &accessors[i];
	return NULL;
}

const struct accessor *accessor_find(const char *name)
{
	return accessor_findn(name, strlen(name));
}

enum effect accessor_effect(const char *name)
{
	const struct accessor *a = accessor_find(name);

	return a ? a->effect : EFFECT_RESOLVES;
}

const char *accessor_next_name(const char **names, size_t *len)
{
	const char *s = *names;

	if (!s || !*s)
		return NULL;
	*len = strcspn(s, "|");
	*names = s + *len + (s[*len] == '|');
	return s;
}

static bool names_have(const char *names, const char *name)
{
	return names && find_word(names, strlen(names), name);
}

bool accessor_is_form(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(accessors); i++) {
		const struct accessor *a = &accessors[i];

		if (!strcmp(a->name, name) || names_have(a->vcpu_form, name) ||
		    names_have(a->slot_form, name))
			return true;
	}
	return false;
}

bool accessor_is_vcpu_form(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(accessors); i++)
		if (names_have(accessors[i].vcpu_form, name))
			return true;
	return false;
}

int accessor_gfn_param(const struct accessor *a)
{
	const char *p = strchr(a->params, ',');

	return p && (!strncmp(p, ", gfn", 5) || !strncmp(p, ", gpa", 5)) ? 1 : -1;
}
