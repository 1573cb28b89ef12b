// SPDX-License-Identifier: GPL-2.0-only
/*
 * Places of kernels that are what no analysis could tell: by design, where a
 * caller's vCPU ends, where an object is found among many.
 */
#include <string.h>
#include "base/base.h"
#include "tables.h"

static const struct by_design designs[] = {
#define BY_DESIGN(function, accessor, where, source, reason) \
	{ function, accessor, where, source, reason },
#include "bydesign.def"
};

static const struct {
	const char *function;
	int param;
	const char *reason;
} boundaries[] = {
#define BOUNDARY(function, param, reason) { function, param, reason },
#include "boundary.def"
};

static const char *const lookups[] = {
#define LOOKUP(prefix) prefix,
#define CHAIN(load)
#include "lookup.def"
};

static const char *const chains[] = {
#define LOOKUP(prefix)
#define CHAIN(load) load,
#include "lookup.def"
};

/* Whose members link knows by name: one of a name in all of a kernel. */
static const char *const tags[] = {
	"kvm", "kvm_vcpu", "kvm_arch", "kvm_mmu_page", "static_call_key", "kvm_x86_ops", "kvm_pmu_ops",
};

static const struct slot_use slot_uses[] = {
#define SLOT_USE(function, param, use) { function, param, SLOT_##use },
#include "slot.def"
};

const struct slot_use *slot_use_find(const char *function, int param)
{
	for (size_t i = 0; i < ARRAY_SIZE(slot_uses); i++)
		if (slot_uses[i].param == param && !strcmp(slot_uses[i].function, function))
			return &slot_uses[i];
	return NULL;
}

const struct by_design *by_design_at(size_t i)
{
	return i < ARRAY_SIZE(designs) ? &designs[i] : NULL;
}

const char *boundary_reason(const char *function, int param)
{
	for (size_t i = 0; i < ARRAY_SIZE(boundaries); i++)
		if (boundaries[i].param == param && !strcmp(boundaries[i].function, function))
			return boundaries[i].reason;
	return NULL;
}

const char *lookup_at(size_t i)
{
	return i < ARRAY_SIZE(lookups) ? lookups[i] : NULL;
}

bool is_lookup(const char *name)
{
	for (size_t i = 0; name && i < ARRAY_SIZE(lookups); i++)
		if (!strcmp(name, lookups[i]))
			return true;
	return false;
}

bool is_chain(const char *load)
{
	for (size_t i = 0; i < ARRAY_SIZE(chains); i++)
		if (!strcmp(load, chains[i]))
			return true;
	return false;
}

bool is_known_tag(const char *tag)
{
	size_t n = strlen(tag);

	for (size_t i = 0; i < ARRAY_SIZE(tags); i++)
		if (!strcmp(tag, tags[i]))
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(chains); i++)
		if (!strncmp(chains[i], tag, n) && chains[i][n] == '.')
			return true;
	return false;
}
