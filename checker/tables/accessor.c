// SPDX-License-Identifier: GPL-2.0-only
/*
 * The accessor table in memory.
 */
#include <stddef.h>
#include <string.h>

#include "accessor.h"

static const struct accessor accessors[] = {
#define ACCESSOR(name, kind, vcpu_form, slot_form, params) \
	{ #name, ACC_##kind, vcpu_form, slot_form, params },
#include "accessors.def"
};

#define NR_ACCESSORS (sizeof(accessors) / sizeof(accessors[0]))

const struct accessor *accessor_at(unsigned int i)
{
	return i < NR_ACCESSORS ? &accessors[i] : NULL;
}

const struct accessor *accessor_find(const char *name)
{
	for (size_t i = 0; i < NR_ACCESSORS; i++)
		if (!strcmp(accessors[i].name, name))
			return &accessors[i];
	return NULL;
}

int accessor_is_form(const char *name)
{
	for (size_t i = 0; i < NR_ACCESSORS; i++) {
		const struct accessor *a = &accessors[i];

		if (!strcmp(a->name, name) ||
		    (a->vcpu_form && !strcmp(a->vcpu_form, name)) ||
		    (a->slot_form && !strcmp(a->slot_form, name)))
			return 1;
	}
	return 0;
}

int accessor_gfn_param(const struct accessor *a)
{
	const char *p = strchr(a->params, ',');

	return p && (!strncmp(p, ", gfn", 5) || !strncmp(p, ", gpa", 5)) ? 1 : -1;
}
