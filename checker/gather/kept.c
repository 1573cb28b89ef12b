// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include "base/base.h"
#include "kept.h"

struct kept *kept_open(const struct build_info *build, const char *path, bool quiet, int versions,
		       struct strtab *st)
{
	struct kept *k = xcalloc(1, sizeof(*k));

	*k = (struct kept){ .st = st, .build = build->facts_as };
	k->base = path ? factdb_open(path, quiet) : NULL;
	factdb_versions(k->base, versions);
	k->inputs = inputs_new(build->tree, st);
	k->includes = includes_new(k->inputs, build->tree, st);
	return k;
}

void kept_close(struct kept *k)
{
	factdb_close(k->base);
	includes_free(k->includes);
	inputs_free(k->inputs);
	free(k);
}

static bool take(struct kept *k, const char *key, bool but_own, struct facts *out)
{
	struct stored *v;
	bool found = false;
	size_t i, n;

	factdb_find(k->base, key, k->st, &v, &n);
	for (i = 0; i < n; i++) {
		bool refreshed = false;

		if (!found && inputs_unchanged(k->inputs, &v[i].facts, but_own, &refreshed)) {
			*out = v[i].facts;
			found = true;
			if (refreshed && !but_own)
				kept_store(k, key, out);
		} else {
			facts_release(&v[i].facts);
		}
	}
	free(v);
	return found;
}

bool kept_take(struct kept *k, const char *key, struct facts *out)
{
	return take(k, key, false, out);
}

bool kept_take_common(struct kept *k, const char *key, struct facts *out)
{
	return take(k, key, true, out);
}

bool kept_settle(struct kept *k, struct facts *f, int64_t start)
{
	return inputs_settle(k->inputs, f, start);
}

bool kept_settle_unit(struct kept *k, const struct unit *u, const struct ptrmap *given,
		      struct facts *f, int64_t start)
{
	bool known = includes_follow(k->includes, u, given, f);

	return inputs_settle(k->inputs, f, start) && known;
}

bool kept_settle_header(struct kept *k, const struct unit *u, struct facts *f, int64_t start)
{
	bool known = includes_split(k->includes, u, f);

	return inputs_settle(k->inputs, f, start) && known;
}

void kept_store(struct kept *k, const char *key, const struct facts *f)
{
	factdb_store(k->base, k->build, key, f);
}

void kept_only(struct kept *k, const char *const *keys, size_t n, bool changed)
{
	if (changed || factdb_count(k->base, k->build) > n)
		factdb_keep(k->base, k->build, keys, n);
}

void kept_cap(struct kept *k, size_t n)
{
	factdb_cap(k->base, k->build, n);
}
