// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include "crew.h"

#define DEFAULT_MEMORY 2048	/* MiB; units of KVM need less than 400 */

struct crew *crew_new(const struct compdb *db, const struct gather_opts *o, const char *headers,
		      struct strtab *st)
{
	struct crew *c = xcalloc(1, sizeof(*c));

	*c = (struct crew){ .db = db, .o = o, .st = st, .headers = headers };
	c->flags = flag_memo_new();
	return c;
}

void crew_free(struct crew *c)
{
	flag_memo_free(c->flags);
	free(c->confine.read);
	free(c);
}

static const struct confine *confinement(struct crew *c, const char *write)
{
	if (!c->confine.n_read) {
		if (!c->o->quiet && !confine_has_landlock())
			warning("this kernel has no Landlock: which files the parser reads is not confined");
		c->confine.memory = c->o->memory ? c->o->memory : DEFAULT_MEMORY;
		confine_build(&c->confine, c->db, c->headers, c->st);
	}
	c->confine.write = write;
	return &c->confine;
}

int crew_run(struct crew *c, struct pool *p, const char *write, const struct unit *const *units,
	     size_t n)
{
	struct scan_opts so = { c->db->info.tree, c->st, c->flags };

	if (!n)
		return 0;
	p->opts = &so;
	p->jobs = c->o->jobs;
	p->quiet = c->o->quiet;
	p->timeout = c->o->timeout;
	p->until = c->o->until;
	p->confine = confinement(c, write);
	return pool_run(p, units, n);
}
