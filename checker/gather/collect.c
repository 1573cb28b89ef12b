// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem() */
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "precompile.h"
#include "rounds.h"
#include "todo.h"

#define KEPT_VERSIONS 32	/* as many as that of each unit, taken together */

/* All that there is of a run. What others are called with is the part that they need. */
struct work {
	const struct compdb *db;
	const struct gather_opts *o;
	struct strtab *st;
	struct jobs jobs;
	struct shared_headers shared;
	struct kept *kept;
	struct crew *crew;
	size_t n_scanned, n_outdated;
};

bool unit_matters(const struct unit *u)
{
	bool matters;
	size_t len;
	char *text;

	if (strstr(u->file, "/kvm/"))
		return true;
	text = read_source(u->file, &len);
	/* What cannot be read is the scan's to tell. */
	matters = !text || memmem(text, len, "kvm", 3) || memmem(text, len, "gfn", 3);
	free(text);
	return matters;
}

static void make_jobs(struct work *w)
{
	struct jobs *jobs = &w->jobs;
	size_t i;

	jobs->v = xcalloc(w->db->n_units + 1, sizeof(*jobs->v));
	for (i = 0; i < w->db->n_units; i++) {
		const struct unit *u = &w->db->units[i];

		if (!w->o->exhaustive && !unit_matters(u))
			continue;
		jobs->v[jobs->n].unit = *u;
		jobs->v[jobs->n++].shared = shared_of(&w->shared, u, w->st);
	}
}

/* The facts of the units and, behind them, of the headers they were parsed with. */
static void make_room(struct jobs *jobs, size_t n_headers, struct collected *out)
{
	size_t i;

	out->n_units = jobs->n;
	out->n = jobs->n + n_headers;
	out->v = xcalloc(out->n, sizeof(*out->v));
	out->units = xcalloc(out->n, sizeof(*out->units));
	for (i = 0; i < out->n; i++) {
		facts_init(&out->v[i]);
		out->units[i] = &out->v[i];
	}
	for (i = 0; i < jobs->n; i++)
		jobs->v[i].facts = &out->v[i];
}

/* Headers first: what is common of them is part of the units' keys. */
static void use_stored_headers(struct work *w)
{
	struct shared_header *h;
	struct facts f;

	for (h = w->shared.v; h < w->shared.v + w->shared.n; h++) {
		const char *key = header_key(&w->jobs, h);

		if (kept_take(w->kept, key, &h->facts)) {
			shared_identify(h, w->db->info.tree, w->st);
		} else if (kept_take_common(w->kept, key, &f)) {
			h->common = shared_common(h, &f, w->db->info.tree, w->st);
			facts_release(&f);
		}
	}
}

/* Facts for those asked for that the base has valid ones for. */
static void use_stored_units(struct work *w)
{
	struct job *j;
	size_t i;

	for (i = 0; i < w->shared.n; i++)
		w->shared.v[i].n_todo = 0;
	for (j = w->jobs.v; j < w->jobs.v + w->jobs.n; j++) {
		if (!j->asked || j->done)
			continue;
		jobs_key(&w->jobs, j);
		j->done = kept_take(w->kept, j->key, j->facts);
		if (!j->done && j->shared)
			j->shared->n_todo++;
	}
}

/* What no unit of the build can use any more; of versions, those that nobody came back to. */
static void drop_stale(struct work *w)
{
	size_t i, n = 0, all = w->jobs.n + w->shared.n + 1;
	const char **keys;

	if (w->o->versions > 1) {
		kept_cap(w->kept, KEPT_VERSIONS * all);
		return;
	}
	keys = xcalloc(all, sizeof(*keys));
	keys[n++] = list_key(&w->jobs);
	for (i = 0; i < w->jobs.n; i++)
		keys[n++] = unit_key(&w->jobs, &w->jobs.v[i].unit, job_header(&w->jobs.v[i]));
	for (i = 0; i < w->shared.n; i++)
		keys[n++] = header_key(&w->jobs, &w->shared.v[i]);
	kept_only(w->kept, keys, n, w->n_scanned);
	free(keys);
}

/* Units keyed without the header that is there now are keyed with it. */
static void rekey(struct jobs *jobs)
{
	struct job *j;

	for (j = jobs->v; j < jobs->v + jobs->n; j++)
		if (j->asked && !j->done)
			jobs_key(jobs, j);
}

static const char *job_name(const struct jobs *jobs, const struct job *j)
{
	return tree_relative(jobs->st, jobs->build->tree, j->unit.file);
}

/* Asked for by an earlier run, of the same files. */
static bool ask_as_before(struct jobs *jobs, struct kept *kept)
{
	struct facts f;
	struct job *j;
	size_t i;

	if (!kept_take(kept, list_key(jobs), &f))
		return false;
	for (i = 0; i < f.n_export; i++)
		for (j = jobs->v; j < jobs->v + jobs->n; j++)
			if (f.exports[i].name == job_name(jobs, j))
				j->asked = true;
	facts_release(&f);
	return true;
}

static void remember_asked(const struct jobs *jobs, struct kept *kept, const struct rounds *r)
{
	const struct job *j;
	struct facts f;
	bool known;

	facts_init(&f);
	f.status = UNIT_OK;
	known = rounds_deps(r, kept->inputs, &f);
	for (j = jobs->v; j < jobs->v + jobs->n; j++)
		if (j->asked)
			facts_add_export(&f)->name = job_name(jobs, j);
	if (kept_settle(kept, &f, inputs_now()) && known)
		kept_store(kept, list_key(jobs), &f);
	facts_release(&f);
}

/* What would have to be parsed, and may not be. */
static size_t count_outdated(const struct jobs *jobs, const char *only)
{
	const struct job *j;
	size_t n = 0;

	for (j = jobs->v; only && j < jobs->v + jobs->n; j++)
		n += j->asked && !j->done && strcmp(j->unit.file, only);
	return n;
}

/* False where facts are outdated that may not be made. */
static bool use_stored(struct work *w)
{
	use_stored_units(w);
	w->n_outdated = count_outdated(&w->jobs, w->o->only);
	return !w->n_outdated;
}

/* Facts of all that is asked for and has none. */
static int work_off(struct work *w)
{
	int err;

	if (!use_stored(w))
		return 0;
	err = build_headers(&w->shared, &w->jobs, w->kept, w->crew);
	/* a header may have become another one than the kept facts go with */
	if (!err && jobs_drop_misfits(&w->jobs) && !use_stored(w))
		return 0;
	rekey(&w->jobs);
	return err ? err : scan_todo(&w->jobs, &w->shared, w->kept, w->crew, &w->n_scanned);
}

/* The facts there are, those of headers included, for link to ask about. */
static size_t gather(struct work *w, struct facts **v)
{
	size_t i, n = 0;

	for (i = 0; i < w->jobs.n; i++)
		if (w->jobs.v[i].done)
			v[n++] = w->jobs.v[i].facts;
	for (i = 0; i < w->shared.n; i++)
		if (w->shared.v[i].id)
			v[n++] = &w->shared.v[i].facts;
	return n;
}

static void ask(struct jobs *jobs, const bool *wanted)
{
	for (size_t i = 0; i < jobs->n; i++)
		jobs->v[i].asked |= wanted[i];
}

static struct token_file **files_of(struct jobs *jobs)
{
	struct token_file **files = xcalloc(jobs->n + 1, sizeof(*files));

	jobs_read(jobs);
	for (size_t i = 0; i < jobs->n; i++)
		files[i] = jobs->v[i].file;
	return files;
}

/* Rounds of asking and scanning until link has no question that a unit could answer. */
static int ask_and_scan(struct work *w)
{
	struct jobs *jobs = &w->jobs;
	struct token_file **files = files_of(jobs);
	struct facts **v = xcalloc(jobs->n + w->shared.n + 1, sizeof(*v));
	bool *wanted = xcalloc(jobs->n + 1, sizeof(*wanted));
	struct rounds r = { jobs->tokens, files, jobs->n, w->db->info.address_spaces };
	int err;

	rounds_start(&r, wanted);
	do {
		ask(jobs, wanted);
		err = work_off(w);
	} while (!err && !w->n_outdated && rounds_more(&r, v, gather(w, v), wanted));
	if (!err && !w->n_outdated)
		remember_asked(jobs, w->kept, &r);
	free(files);
	free(wanted);
	free(v);
	return err;
}

static void ask_also(struct jobs *jobs, const struct gather_opts *o)
{
	struct job *j;

	for (j = jobs->v; o->n_also && j < jobs->v + jobs->n; j++)
		for (size_t i = 0; i < o->n_also; i++)
			j->asked |= !strcmp(job_name(jobs, j), o->also[i]);
}

static int collect_asked(struct work *w)
{
	ask_also(&w->jobs, w->o);
	if (w->o->exhaustive) {
		for (size_t i = 0; i < w->jobs.n; i++)
			w->jobs.v[i].asked = true;
		return work_off(w);
	}
	if (ask_as_before(&w->jobs, w->kept)) {
		if (work_off(w))
			return -1;
		if (!w->n_scanned || w->n_outdated)
			return 0;
	}
	return ask_and_scan(w);
}

/* What has facts moves to the front; headers come last. */
static void keep_done(struct work *w, struct collected *out)
{
	size_t i, n = 0;

	for (i = 0; i < w->jobs.n; i++)
		if (w->jobs.v[i].done)
			out->v[n++] = *w->jobs.v[i].facts;
	out->n_units = n;
	for (i = 0; i < w->shared.n; i++) {
		if (w->shared.v[i].id)
			out->v[n++] = w->shared.v[i].facts;
		facts_init(&w->shared.v[i].facts);
	}
	out->n = n;
}

static int collect_facts(struct work *w, struct collected *out)
{
	int err;

	make_jobs(w);
	make_room(&w->jobs, w->shared.n, out);
	use_stored_headers(w);
	err = collect_asked(w);
	if (!w->o->only && !w->o->lone)
		drop_stale(w);
	out->n_outdated = w->n_outdated;
	keep_done(w, out);
	out->n_scanned = w->n_scanned;
	out->n_seen = w->db->n_units;
	return err;
}

static const char *base_path(const struct compdb *db, const struct gather_opts *o,
			     struct strtab *st)
{
	if (o->no_cache)
		return NULL;
	return o->facts ? o->facts : factdb_default_path(db->info.dir, st);
}

int collect(const struct compdb *db, const struct gather_opts *o, struct strtab *st,
	    struct collected *out)
{
	struct work w = { .db = db, .o = o, .st = st, .jobs = { .build = &db->info, .st = st } };
	const char *path = base_path(db, o, st);
	struct signals signals;
	int err;

	signals_hold(&signals);
	*out = (struct collected){ 0 };
	w.kept = kept_open(&db->info, path, o->quiet, o->versions > 1 ? o->versions : 1, st);
	if (!o->no_pch)
		shared_init(&w.shared, db, w.kept->base ? path : NULL, o->lone, st);
	w.crew = crew_new(db, o, w.shared.prefix ? folder_of(st, w.shared.prefix) : NULL, st);
	err = collect_facts(&w, out);
	shared_release(&w.shared);
	kept_close(w.kept);
	crew_free(w.crew);
	jobs_release(&w.jobs);
	signals_release(&signals);
	return err;
}

void collected_release(struct collected *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		facts_release(&c->v[i]);
	free(c->v);
	free(c->units);
	*c = (struct collected){ 0 };
}
