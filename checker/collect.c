// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem() */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <version.h>
#include <xxhash.h>
#include "collect.h"
#include "factdb.h"
#include "inputs.h"
#include "pool.h"
#include "progress.h"
#include "util.h"

struct job {
	const struct unit *unit;
	const char *key;
	struct facts *facts;
	int64_t start;
	off_t size;
};

struct work {
	const struct compdb *db;
	const struct options *o;
	struct strtab *st;
	struct factdb *base;
	struct inputs *inputs;
	struct job *jobs;	/* one for each unit, in the build's order */
	size_t n;
	const struct unit **todo;	/* those to scan, and which jobs they are */
	struct job **todo_jobs;
	size_t n_todo;
	struct progress progress;
};

bool unit_matters(const struct unit *u)
{
	bool matters;
	size_t len;
	char *text;

	if (strstr(u->file, "/kvm/"))
		return true;
	text = read_file(u->file, &len);
	/* What cannot be read is the scan's to tell. */
	matters = !text || memmem(text, len, "kvm", 3) || memmem(text, len, "gfn", 3);
	free(text);
	return matters;
}

static void add_string(XXH3_state_t *h, const char *s)
{
	XXH3_128bits_update(h, s, strlen(s) + 1);
}

/* All that decides a unit's facts but the content of its inputs. */
static const char *unit_key(const struct work *w, const struct unit *u, XXH3_state_t *h)
{
	XXH128_hash_t d;
	int i;

	XXH3_128bits_reset(h);
	add_string(h, FACTS_SOURCE);
	add_string(h, strtab_addf(w->st, "%d", FACTS_SCHEMA));
	add_string(h, scan_clang_version(w->st));
	add_string(h, w->db->info.dir);
	add_string(h, w->db->info.tree);
	add_string(h, u->dir);
	add_string(h, u->file);
	for (i = 0; i < u->nr_args; i++)
		add_string(h, u->args[i]);
	d = XXH3_128bits_digest(h);
	return strtab_addf(w->st, "%016llx%016llx", (unsigned long long)d.high64,
			   (unsigned long long)d.low64);
}

static void make_jobs(struct work *w, struct collected *out)
{
	XXH3_state_t *h = XXH3_createState();
	size_t i;

	w->jobs = xcalloc(w->db->n_units, sizeof(*w->jobs));
	for (i = 0; i < w->db->n_units; i++) {
		const struct unit *u = &w->db->units[i];

		if (!w->o->exhaustive && !unit_matters(u))
			continue;
		w->jobs[w->n].unit = u;
		w->jobs[w->n++].key = unit_key(w, u, h);
	}
	XXH3_freeState(h);
	out->n = w->n;
	out->v = xcalloc(w->n, sizeof(*out->v));
	out->units = xcalloc(w->n, sizeof(*out->units));
	for (i = 0; i < w->n; i++) {
		facts_init(&out->v[i]);
		out->units[i] = w->jobs[i].facts = &out->v[i];
	}
}

static struct job *job_of(struct work *w, const char *key)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->jobs[i].key == key)
			return &w->jobs[i];
	return NULL;
}

/* Whether the job has its facts now. */
static bool take_stored(struct work *w, struct job *j, struct stored *s)
{
	bool refreshed = false;

	if (!inputs_unchanged(w->inputs, &s->facts, &refreshed)) {
		facts_release(&s->facts);
		return false;
	}
	*j->facts = s->facts;
	if (refreshed)
		factdb_store(w->base, w->db->info.dir, j->key, j->facts);
	return true;
}

/* Facts for the jobs that the base has valid ones for; the others' start is 1. */
static void use_stored(struct work *w)
{
	struct stored *v;
	size_t i, n;
	bool stale = false;

	factdb_load(w->base, w->db->info.dir, w->st, &v, &n);
	for (i = 0; i < w->n; i++)
		w->jobs[i].start = 1;
	for (i = 0; i < n; i++) {
		struct job *j = job_of(w, v[i].key);

		if (!j || !j->start) {
			stale = true;
			facts_release(&v[i].facts);
		} else if (take_stored(w, j, &v[i])) {
			j->start = 0;
		}
	}
	free(v);
	if (stale) {
		const char **keys = xcalloc(w->n, sizeof(*keys));

		for (i = 0; i < w->n; i++)
			keys[i] = w->jobs[i].key;
		factdb_keep(w->base, w->db->info.dir, keys, w->n);
		free(keys);
	}
}

static int by_size(const void *a, const void *b)
{
	const struct job *const *x = a, *const *y = b;

	if ((*x)->size != (*y)->size)
		return (*x)->size < (*y)->size ? 1 : -1;
	return strcmp((*x)->unit->file, (*y)->unit->file);
}

/* The largest first, so that the last worker is not alone for long. */
static void make_todo(struct work *w)
{
	struct stat st;
	size_t i;

	w->todo = xcalloc(w->n, sizeof(*w->todo));
	w->todo_jobs = xcalloc(w->n, sizeof(*w->todo_jobs));
	for (i = 0; i < w->n; i++) {
		struct job *j = &w->jobs[i];

		if (!j->start)
			continue;
		j->size = stat(j->unit->file, &st) ? 0 : st.st_size;
		w->todo_jobs[w->n_todo++] = j;
	}
	qsort(w->todo_jobs, w->n_todo, sizeof(*w->todo_jobs), by_size);
	for (i = 0; i < w->n_todo; i++)
		w->todo[i] = w->todo_jobs[i]->unit;
}

/* Below the tree, or absolute. */
static const char *tree_name(struct work *w, const struct unit *u, const char *file)
{
	char *path = path_normalize(u->dir, file);
	const char *name = tree_relative(w->st, w->db->info.tree, path);

	free(path);
	return name;
}

static void name_files(struct work *w, const struct unit *u, struct facts *f)
{
	struct fact_skip *s;
	struct fact_dep *d;

	f->unit = tree_name(w, u, u->file);
	for (d = f->deps; d < f->deps + f->n_dep; d++)
		d->path = tree_name(w, u, d->path);
	for (s = f->skips; s < f->skips + f->n_skip; s++)
		s->file = s->file[0] ? tree_relative(w->st, w->db->info.tree, s->file) : f->unit;
}

/* libclang does not tell a file that is gone from one it chokes on. */
static void explain_failure(struct work *w, const struct unit *u, struct facts *f)
{
	struct fact_skip *s;

	if (strcmp(f->status, "failed") || !access(u->file, R_OK))
		return;
	s = f->n_skip ? &f->skips[0] : facts_add_skip(f);
	s->file = f->unit;
	s->reason = strtab_addf(w->st, "it cannot be read: %s", strerror(errno));
}

static void scan_started(void *ctx, size_t no)
{
	struct work *w = ctx;

	w->todo_jobs[no]->start = inputs_now();
	progress_show(&w->progress, tree_relative(w->st, w->db->info.tree, w->todo[no]->file));
}

/* A unit with errors may miss a file that is not there yet: not kept. */
static void scan_done(void *ctx, size_t no, struct facts *f)
{
	struct work *w = ctx;
	struct job *j = w->todo_jobs[no];
	bool sure;

	name_files(w, j->unit, f);
	explain_failure(w, j->unit, f);
	if (!*f->module)
		f->module = j->unit->module;
	sure = inputs_settle(w->inputs, f, j->start);
	*j->facts = *f;
	if (sure && !strcmp(f->status, "ok"))
		factdb_store(w->base, w->db->info.dir, j->key, f);
	w->progress.done++;
	progress_show(&w->progress, f->unit);
	if (w->o->verbose)
		fprintf(stderr, "%s: %s: %s\n", w->db->info.name, f->unit, f->status);
}

static int scan_rest(struct work *w)
{
	struct scan_opts so = { .tree = w->db->info.tree, .strings = w->st };
	struct pool p = {
		.scan = scan_unit, .opts = &so, .jobs = w->o->jobs,
		.started = scan_started, .done = scan_done, .ctx = w,
	};
	int err;

	make_todo(w);
	progress_start(&w->progress, w->db->info.name, w->n_todo, w->o->quiet || w->o->verbose);
	err = w->n_todo ? pool_run(&p, w->todo, w->n_todo) : 0;
	progress_end(&w->progress);
	return err;
}

static struct factdb *open_base(const struct work *w)
{
	const char *path = w->o->facts;

	if (w->o->no_cache)
		return NULL;
	if (!path)
		path = factdb_default_path(w->db->info.dir, w->st);
	return factdb_open(path, w->o->quiet);
}

int collect(const struct compdb *db, const struct options *o, struct strtab *st,
	    struct collected *out)
{
	struct work w = { .db = db, .o = o, .st = st };
	int err;

	*out = (struct collected){ 0 };
	w.base = open_base(&w);
	w.inputs = inputs_new(db->info.tree, st);
	make_jobs(&w, out);
	use_stored(&w);
	err = scan_rest(&w);
	out->n_scanned = w.n_todo;
	factdb_close(w.base);
	inputs_free(w.inputs);
	free(w.jobs);
	free(w.todo);
	free(w.todo_jobs);
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
