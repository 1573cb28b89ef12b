// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem() */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/base.h"
#include "pool.h"
#include "rounds.h"
#include "work.h"

#define KEPT_VERSIONS 32	/* as many as that of each unit, taken together */

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
	size_t i;

	w->jobs = xcalloc(w->db->n_units + w->shared.n, sizeof(*w->jobs));
	for (i = 0; i < w->db->n_units; i++) {
		const struct unit *u = &w->db->units[i];

		if (!w->o->exhaustive && !unit_matters(u))
			continue;
		w->jobs[w->n].unit = *u;
		w->jobs[w->n++].shared = shared_of(&w->shared, u, w->st);
	}
}

/* The facts of the units and, behind them, of the headers they were parsed with. */
static void make_room(struct work *w, struct collected *out)
{
	size_t i;

	out->n_units = w->n;
	out->n = w->n + w->shared.n;
	out->v = xcalloc(out->n, sizeof(*out->v));
	out->units = xcalloc(out->n, sizeof(*out->units));
	for (i = 0; i < out->n; i++) {
		facts_init(&out->v[i]);
		out->units[i] = &out->v[i];
	}
	for (i = 0; i < w->n; i++)
		w->jobs[i].facts = &out->v[i];
}

/* Stored facts that still hold, in *out; false where there are none. */
static bool take_stored(struct work *w, const char *key, struct facts *out)
{
	struct stored *v;
	bool found = false;
	size_t i, n;

	factdb_find(w->base, key, w->st, &v, &n);
	for (i = 0; i < n; i++) {
		bool refreshed = false;

		if (!found && inputs_unchanged(w->inputs, &v[i].facts, &refreshed)) {
			*out = v[i].facts;
			found = true;
			if (refreshed)
				factdb_store(w->base, w->db->info.facts_as, key, out);
		} else {
			facts_release(&v[i].facts);
		}
	}
	free(v);
	return found;
}

/* Headers first: their ids are part of the units' keys. */
static void use_stored_headers(struct work *w)
{
	size_t i;

	for (i = 0; i < w->shared.n; i++) {
		struct shared *h = &w->shared.v[i];

		if (take_stored(w, header_key(w, h), &h->facts))
			shared_identify(h, w->db->info.tree, w->st);
	}
}

/* Facts for those asked for that the base has valid ones for; the others' start is 1. */
static void use_stored_units(struct work *w)
{
	size_t i;

	for (i = 0; i < w->shared.n; i++)
		w->shared.v[i].n_todo = 0;
	for (i = 0; i < w->n; i++) {
		struct job *j = &w->jobs[i];

		if (!j->asked || j->done)
			continue;
		j->key = unit_key(w, &j->unit, job_header(j));
		j->done = take_stored(w, j->key, j->facts);
		j->start = !j->done;
		if (j->start && j->shared)
			j->shared->n_todo++;
	}
}

/* What no unit of the build can use any more; of versions, those that nobody came back to. */
static void drop_stale(struct work *w)
{
	const char **keys;
	size_t i, n = 0;

	if (w->o->versions > 1) {
		factdb_cap(w->base, w->db->info.facts_as,
			   KEPT_VERSIONS * (w->n + w->shared.n + 1));
		return;
	}
	keys = xcalloc(w->n + w->shared.n + 1, sizeof(*keys));
	keys[n++] = list_key(w);
	for (i = 0; i < w->n; i++)
		keys[n++] = unit_key(w, &w->jobs[i].unit, job_header(&w->jobs[i]));
	for (i = 0; i < w->shared.n; i++)
		keys[n++] = header_key(w, &w->shared.v[i]);
	if (w->n_scanned || factdb_count(w->base, w->db->info.facts_as) > n)
		factdb_keep(w->base, w->db->info.facts_as, keys, n);
	free(keys);
}

static int by_size(const void *a, const void *b)
{
	const struct job *const *x = a, *const *y = b;

	if ((*x)->size != (*y)->size)
		return (*x)->size < (*y)->size ? 1 : -1;
	return strcmp((*x)->unit.file, (*y)->unit.file);
}

/*
 * Why the parser must not be given the unit: its file, or one that it includes,
 * is something to wait for or without an end. NULL where nothing is seen.
 */
static const char *refusal(struct work *w, const struct job *j)
{
	struct strbuf sb = STRBUF_INIT;
	const char *why = source_refusal(j->unit.file, &sb);
	const struct token_file *f;

	if (why) {
		why = strtab_add(w->st, why);
	} else if (w->tokens) {
		f = tokens_refused(w->tokens, w->files[j - w->jobs]);
		why = f ? strtab_addf(w->st, "it includes %s: %s",
				      tree_relative(w->st, w->db->info.tree, f->path), f->refused) : NULL;
	}
	strbuf_release(&sb);
	return why;
}

/* The largest first, so that the last worker is not alone for long. */
static void make_todo(struct work *w)
{
	struct stat st;
	size_t i;

	w->n_todo = 0;
	w->todo = xrealloc(w->todo, w->n + 1, sizeof(*w->todo));
	w->todo_jobs = xrealloc(w->todo_jobs, w->n + 1, sizeof(*w->todo_jobs));
	for (i = 0; i < w->n; i++) {
		struct job *j = &w->jobs[i];

		if (!j->asked || j->done)
			continue;
		j->size = stat(j->unit.file, &st) ? 0 : st.st_size;
		j->unit.pch = job_pch(w, j);
		if (!j->unit.refused)
			j->unit.refused = refusal(w, j);
		w->todo_jobs[w->n_todo++] = j;
	}
	qsort(w->todo_jobs, w->n_todo, sizeof(*w->todo_jobs), by_size);
	for (i = 0; i < w->n_todo; i++)
		w->todo[i] = &w->todo_jobs[i]->unit;
}

static void scan_started(void *ctx, size_t no)
{
	struct work *w = ctx;

	w->todo_jobs[no]->start = inputs_now();
	progress_show(&w->progress, tree_relative(w->st, w->db->info.tree, w->todo[no]->file));
}

static void say_scanned(const struct work *w, const struct facts *f)
{
	size_t i;

	fprintf(stderr, "%s: %s: %s", w->db->info.name, f->unit, f->status);
	for (i = 0; i < f->n_flag; i++)
		fprintf(stderr, "%s %s", i ? "" : "; libclang does not take", f->flags[i].refused);
	fprintf(stderr, "\n");
}

/* A unit with errors may miss a file that is not there yet: not kept. */
static void scan_done(void *ctx, size_t no, struct facts *f)
{
	struct work *w = ctx;
	struct job *j = w->todo_jobs[no];
	bool sure;

	work_name_files(w, &j->unit, f);
	if (!*f->module)
		f->module = j->unit.module;
	sure = inputs_settle(w->inputs, f, j->start);
	*j->facts = *f;
	j->done = true;
	if (sure && !strcmp(f->status, "ok"))
		factdb_store(w->base, w->db->info.facts_as, j->key, f);
	w->progress.done++;
	progress_show(&w->progress, f->unit);
	if (w->o->verbose)
		say_scanned(w, f);
}

static int scan_rest(struct work *w)
{
	struct scan_opts so = { w->db->info.tree, w->st, w->flags };
	struct pool p = {
		.scan = scan_unit, .opts = &so, .jobs = w->o->jobs, .quiet = w->o->quiet,
		.started = scan_started, .done = scan_done, .ctx = w,
		.timeout = w->o->timeout, .until = w->o->until,
		.confine = work_confine(w, false),
	};
	int err;

	make_todo(w);
	progress_start(&w->progress, w->db->info.name, w->n_todo, w->o->quiet || w->o->verbose);
	err = w->n_todo ? pool_run(&p, w->todo, w->n_todo) : 0;
	w->n_scanned += w->n_todo;
	progress_end(&w->progress);
	return err;
}

/* Units keyed without the header that is there now are keyed with it. */
static void rekey(struct work *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->jobs[i].asked && !w->jobs[i].done)
			w->jobs[i].key = unit_key(w, &w->jobs[i].unit, job_header(&w->jobs[i]));
}

/* Asked for by an earlier run, of the same files. */
static bool ask_as_before(struct work *w)
{
	struct facts f;
	size_t i, j;

	if (!take_stored(w, list_key(w), &f))
		return false;
	for (i = 0; i < f.n_export; i++)
		for (j = 0; j < w->n; j++)
			if (f.exports[i].name == tree_relative(w->st, w->db->info.tree,
							       w->jobs[j].unit.file))
				w->jobs[j].asked = true;
	facts_release(&f);
	return true;
}

static void remember_asked(struct work *w, const struct rounds *r)
{
	struct facts f;
	size_t i;

	facts_init(&f);
	f.status = strtab_add(w->st, "ok");
	rounds_deps(r, &f);
	for (i = 0; i < w->n; i++)
		if (w->jobs[i].asked)
			facts_add_export(&f)->name = tree_relative(w->st, w->db->info.tree,
								   w->jobs[i].unit.file);
	if (inputs_settle(w->inputs, &f, inputs_now()))
		factdb_store(w->base, w->db->info.facts_as, list_key(w), &f);
	facts_release(&f);
}

/* What would have to be parsed, and may not be. */
static size_t count_outdated(const struct work *w)
{
	size_t i, n = 0;

	for (i = 0; w->o->only && i < w->n; i++) {
		const struct job *j = &w->jobs[i];

		n += j->asked && !j->done && strcmp(j->unit.file, w->o->only);
	}
	return n;
}

/* Facts of all that is asked for and has none. */
static int work_off(struct work *w)
{
	int err;

	use_stored_units(w);
	w->n_outdated = count_outdated(w);
	if (w->n_outdated)
		return 0;
	err = build_headers(w);
	rekey(w);
	return err ? err : scan_rest(w);
}

/* The facts there are, those of headers included, for link to ask about. */
static size_t gather(struct work *w, struct facts **v)
{
	size_t i, n = 0;

	for (i = 0; i < w->n; i++)
		if (w->jobs[i].done)
			v[n++] = w->jobs[i].facts;
	for (i = 0; i < w->shared.n; i++)
		if (w->shared.v[i].id)
			v[n++] = &w->shared.v[i].facts;
	return n;
}

static void ask(struct work *w, const bool *wanted)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		w->jobs[i].asked |= wanted[i];
}

/* Rounds of asking and scanning until link has no question that a unit could answer. */
static int ask_and_scan(struct work *w)
{
	struct facts **v = xcalloc(w->n + w->shared.n + 1, sizeof(*v));
	bool *wanted = xcalloc(w->n + 1, sizeof(*wanted));
	struct rounds r;
	int err;

	work_tokens(w);
	r = (struct rounds){ w->tokens, w->files, w->n, w->db->info.address_spaces };
	rounds_start(&r, wanted);
	do {
		ask(w, wanted);
		err = work_off(w);
	} while (!err && !w->n_outdated && rounds_more(&r, v, gather(w, v), wanted));
	if (!err && !w->n_outdated)
		remember_asked(w, &r);
	free(wanted);
	free(v);
	return err;
}

static void ask_also(struct work *w)
{
	for (size_t i = 0; i < w->n && w->o->n_also; i++) {
		const char *name = tree_relative(w->st, w->db->info.tree,
						 w->jobs[i].unit.file);

		for (size_t k = 0; k < w->o->n_also; k++)
			w->jobs[i].asked |= !strcmp(name, w->o->also[k]);
	}
}

static int collect_asked(struct work *w)
{
	size_t i;

	ask_also(w);

	if (w->o->exhaustive) {
		for (i = 0; i < w->n; i++)
			w->jobs[i].asked = true;
		return work_off(w);
	}
	if (ask_as_before(w)) {
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

	for (i = 0; i < w->n; i++)
		if (w->jobs[i].done)
			out->v[n++] = *w->jobs[i].facts;
	out->n_units = n;
	for (i = 0; i < w->shared.n; i++) {
		if (w->shared.v[i].id)
			out->v[n++] = w->shared.v[i].facts;
		facts_init(&w->shared.v[i].facts);
	}
	out->n = n;
}

static const char *base_path(const struct work *w)
{
	if (w->o->no_cache)
		return NULL;
	return w->o->facts ? w->o->facts : factdb_default_path(w->db->info.dir, w->st);
}

static int collect_facts(struct work *w, struct collected *out)
{
	int err;

	make_jobs(w);
	make_room(w, out);
	use_stored_headers(w);
	err = collect_asked(w);
	if (!w->o->only)
		drop_stale(w);
	out->n_outdated = w->n_outdated;
	keep_done(w, out);
	out->n_scanned = w->n_scanned;
	out->n_seen = w->db->n_units;
	return err;
}

int collect(const struct compdb *db, const struct gather_opts *o, struct strtab *st,
	    struct collected *out)
{
	struct work w = { .db = db, .o = o, .st = st };
	const char *path = base_path(&w);
	int err;

	*out = (struct collected){ 0 };
	w.base = path ? factdb_open(path, o->quiet) : NULL;
	factdb_versions(w.base, o->versions > 1 ? o->versions : 1);
	w.inputs = inputs_new(db->info.tree, st);
	w.flags = flag_memo_new();
	if (!o->no_pch)
		shared_init(&w.shared, db, w.base ? path : NULL, st);
	err = collect_facts(&w, out);
	shared_release(&w.shared);
	factdb_close(w.base);
	inputs_free(w.inputs);
	flag_memo_free(w.flags);
	tokens_free(w.tokens);
	free(w.files);
	free(w.jobs);
	free(w.todo);
	free(w.todo_jobs);
	free(w.confine.read);
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
