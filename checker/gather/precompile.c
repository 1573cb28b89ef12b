// SPDX-License-Identifier: GPL-2.0-only
/*
 * The headers that units share: built before the units that can use them.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "scan/scan.h"
#include "headers.h"
#include "pool.h"
#include "work.h"

static void header_started(void *ctx, size_t no)
{
	struct work *w = ctx;

	w->todo_jobs[no]->start = inputs_now();
}

/* Only a header whose facts hold for what is in it can stand in for it. */
static void header_done(void *ctx, size_t no, struct facts *f)
{
	struct work *w = ctx;
	struct shared *h = w->todo_jobs[no]->shared;
	const char *key = header_key(w, h);

	work_name_files(w, &h->unit, f);
	f->unit = strtab_add(w->st, "include/linux/kvm_host.h");
	if (strcmp(f->status, "ok") || !inputs_settle(w->inputs, f, w->todo_jobs[no]->start)) {
		facts_release(f);
		return;
	}
	facts_release(&h->facts);
	h->facts = *f;
	shared_identify(h, w->db->info.tree, w->st);
	if (shared_install(&w->shared, h, w->st)) {
		h->id = NULL;
		facts_release(&h->facts);
	} else {
		factdb_store(w->base, w->db->info.facts_as, key, f);
	}
}

/* A header that is not there is made where that pays: it takes about a unit's own time. */
static bool must_build(struct work *w, const struct shared *h)
{
	if (h->id && !access(shared_file(&w->shared, h, w->st), R_OK))
		return false;
	return h->n_todo > 1;
}

/* What goes into it, and whose flags find that. */
static void choose_header(struct work *w, struct shared *h)
{
	struct token_file **files = xcalloc(w->n + 1, sizeof(*files));
	const struct unit **units = xcalloc(w->n + 1, sizeof(*units));
	size_t i, n = 0, lead;

	work_tokens(w);
	for (i = 0; i < w->n; i++) {
		if (w->jobs[i].shared != h)
			continue;
		units[n] = &w->jobs[i].unit;
		files[n++] = w->files[i];
	}
	h->unit.text = headers_choose(w->tokens, files, n, &lead);
	if (h->unit.text) {
		h->unit.args = units[lead]->args;
		h->unit.nr_args = units[lead]->nr_args;
	}
	free(files);
	free(units);
}

int build_headers(struct work *w)
{
	struct scan_opts so = { w->db->info.tree, w->st, w->flags };
	struct pool p = {
		.scan = pch_scan, .opts = &so, .jobs = w->o->jobs, .quiet = w->o->quiet,
		.started = header_started, .done = header_done, .ctx = w,
		.timeout = w->o->timeout, .until = w->o->until,
	};
	struct job *jobs = xcalloc(w->shared.n + 1, sizeof(*jobs));
	size_t i, n = 0;
	int err;

	w->todo = xrealloc(w->todo, w->shared.n + 1, sizeof(*w->todo));
	w->todo_jobs = xrealloc(w->todo_jobs, w->shared.n + 1, sizeof(*w->todo_jobs));
	for (i = 0; i < w->shared.n; i++) {
		if (!must_build(w, &w->shared.v[i]))
			continue;
		choose_header(w, &w->shared.v[i]);
		jobs[n].unit = w->shared.v[i].unit;
		jobs[n].shared = &w->shared.v[i];
		w->todo_jobs[n] = &jobs[n];
		w->todo[n] = &jobs[n].unit;
		n++;
	}
	if (n)
		p.confine = work_confine(w, true);
	err = n ? pool_run(&p, w->todo, n) : 0;
	free(jobs);
	return err;
}

const char *job_pch(struct work *w, const struct job *j)
{
	if (!*job_header(j))
		return NULL;
	work_tokens(w);
	return headers_fit(w->tokens, w->files[j - w->jobs], &j->shared->facts) ?
	       shared_file(&w->shared, j->shared, w->st) : NULL;
}
