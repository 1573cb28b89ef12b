// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "headers.h"
#include "precompile.h"

/* A header to be built. */
struct task {
	struct shared_header *header;
	int64_t start;
};

struct making {
	struct shared_headers *shared;
	struct jobs *jobs;
	struct kept *kept;
	struct task *v;
	const struct unit **units;	/* of the tasks, in their order */
	size_t n;
};

static void header_started(void *ctx, size_t no)
{
	struct making *m = ctx;

	m->v[no].start = inputs_now();
}

/* Only a header whose facts hold for what is in it can stand in for it. */
static void header_done(void *ctx, size_t no, struct facts *f)
{
	struct making *m = ctx;
	struct shared_header *h = m->v[no].header;
	struct jobs *jobs = m->jobs;

	jobs_name_files(jobs, &h->unit, f);
	f->unit = strtab_add(jobs->st, "include/linux/kvm_host.h");
	if (f->status != UNIT_OK || !kept_settle_header(m->kept, &h->unit, f, m->v[no].start)) {
		h->id = h->common = NULL;
		facts_release(f);
		return;
	}
	facts_release(&h->facts);
	h->facts = *f;
	shared_identify(h, jobs->build->tree, jobs->st);
	if (shared_install(m->shared, h, jobs->st)) {
		h->id = h->common = NULL;
		facts_release(&h->facts);
	} else {
		kept_store(m->kept, header_key(jobs, h), f);
	}
}

static bool is_asked(const struct jobs *jobs, const struct shared_header *h)
{
	for (size_t i = 0; i < jobs->n; i++)
		if (jobs->v[i].asked && jobs->v[i].shared == h)
			return true;
	return false;
}

/*
 * A header that is not there is made where that pays: it takes about a unit's own
 * time. And where units have kept facts, which leave to it what it says itself.
 */
static bool must_build(const struct making *m, const struct shared_header *h)
{
	if (h->id && !access(shared_file(m->shared, h, m->jobs->st), R_OK))
		return false;
	return h->n_todo > 1 || (h->n_todo && m->shared->lone) ||
	       (h->common && !h->id && is_asked(m->jobs, h));
}

/* What goes into it, and whose flags find that. */
static void choose_header(struct jobs *jobs, struct shared_header *h)
{
	struct token_file **files = xcalloc(jobs->n + 1, sizeof(*files));
	const struct unit **units = xcalloc(jobs->n + 1, sizeof(*units));
	const struct job *j;
	size_t n = 0, lead;

	jobs_read(jobs);
	for (j = jobs->v; j < jobs->v + jobs->n; j++) {
		if (j->shared != h)
			continue;
		units[n] = &j->unit;
		files[n++] = j->file;
	}
	h->unit.text = headers_choose(jobs->tokens, files, n, &lead);
	if (h->unit.text) {
		h->unit.args = units[lead]->args;
		h->unit.nr_args = units[lead]->nr_args;
	}
	free(files);
	free(units);
}

int build_headers(struct shared_headers *shared, struct jobs *jobs, struct kept *kept,
		  struct crew *crew)
{
	struct making m = { .shared = shared, .jobs = jobs, .kept = kept };
	struct pool p = {
		.scan = pch_scan, .started = header_started, .done = header_done, .ctx = &m,
	};
	struct shared_header *h;
	int err;

	m.v = xcalloc(shared->n + 1, sizeof(*m.v));
	m.units = xcalloc(shared->n + 1, sizeof(*m.units));
	for (h = shared->v; h < shared->v + shared->n; h++) {
		if (!must_build(&m, h))
			continue;
		if (!shared->lone)
			choose_header(jobs, h);
		m.v[m.n].header = h;
		m.units[m.n++] = &h->unit;
	}
	err = crew_run(crew, &p, crew->headers, m.units, m.n);
	free(m.v);
	free(m.units);
	return err;
}

const char *job_pch(struct jobs *jobs, const struct shared_headers *shared, const struct job *j)
{
	if (!j->shared || !j->shared->id)
		return NULL;
	jobs_read(jobs);
	return headers_fit(jobs->tokens, j->file, &j->shared->facts) ?
	       shared_file(shared, j->shared, jobs->st) : NULL;
}
