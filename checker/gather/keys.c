// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <version.h>
#include <xxhash.h>
#include "base/base.h"
#include "jobs.h"

static void add_string(XXH3_state_t *h, const char *s)
{
	XXH3_128bits_update(h, s, strlen(s) + 1);
}

/* Facts name files below the tree: where that is says nothing of them. */
static void add_path(XXH3_state_t *h, const struct jobs *jobs, const char *s)
{
	add_string(h, strtab_replace(jobs->st, s, jobs->build->tree, "//"));
}

const char *unit_key(const struct jobs *jobs, const struct unit *u, const char *header)
{
	XXH3_state_t *h = XXH3_createState();
	XXH128_hash_t d;
	int i;

	XXH3_128bits_reset(h);
	add_path(h, jobs, header);
	add_string(h, FACTS_SOURCE);
	add_string(h, strtab_addf(jobs->st, "%d", FACTS_SCHEMA));
	add_string(h, scan_clang_version(jobs->st));
	add_string(h, jobs->build->dir);
	add_path(h, jobs, u->dir);
	add_path(h, jobs, u->file);
	for (i = 0; i < u->nr_args; i++)
		add_path(h, jobs, u->args[i]);
	d = XXH3_128bits_digest(h);
	XXH3_freeState(h);
	return strtab_addf(jobs->st, "%016llx%016llx", (unsigned long long)d.high64,
			   (unsigned long long)d.low64);
}

const char *header_key(const struct jobs *jobs, const struct shared_header *h)
{
	struct unit u = { .file = "", .dir = h->unit.dir };

	return unit_key(jobs, &u, h->flags);
}

const char *list_key(const struct jobs *jobs)
{
	struct strbuf sb = STRBUF_INIT;
	struct unit u = { .file = "", .dir = jobs->build->dir };
	const char *key;
	size_t i;

	for (i = 0; i < jobs->n; i++)
		strbuf_addf(&sb, "%s\n", unit_key(jobs, &jobs->v[i].unit, ""));
	key = unit_key(jobs, &u, sb.buf ? sb.buf : "");
	strbuf_release(&sb);
	return key;
}
