// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/base.h"
#include "precompile.h"
#include "todo.h"

/* A unit to be scanned. */
struct task {
	struct job *job;
	off_t size;
	int64_t start;
};

struct todo {
	const struct build_info *build;
	struct jobs *jobs;
	struct kept *kept;
	struct task *v;
	const struct unit **units;	/* of the tasks, in their order */
	size_t n;
	struct progress progress;
	bool verbose;
};

static int by_size(const void *a, const void *b)
{
	const struct task *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return strcmp(x->job->unit.file, y->job->unit.file);
}

/*
 * Why the parser must not be given the unit: its file, or one that it includes,
 * is something to wait for or without an end. NULL where nothing is seen.
 */
static const char *refusal(const struct jobs *jobs, const struct job *j)
{
	struct strbuf sb = STRBUF_INIT;
	const char *why = source_refusal(j->unit.file, &sb);
	const struct token_file *f;

	if (why) {
		why = strtab_add(jobs->st, why);
	} else if (jobs->tokens) {
		f = tokens_refused(jobs->tokens, j->file);
		why = f ? strtab_addf(jobs->st, "it includes %s: %s",
				      tree_relative(jobs->st, jobs->build->tree, f->path),
				      f->refused) : NULL;
	}
	strbuf_release(&sb);
	return why;
}

/* The largest first, so that the last worker is not alone for long. */
static void make_todo(struct todo *t, const struct shared_headers *shared)
{
	struct jobs *jobs = t->jobs;
	struct stat st;
	struct job *j;

	t->v = xcalloc(jobs->n + 1, sizeof(*t->v));
	t->units = xcalloc(jobs->n + 1, sizeof(*t->units));
	for (j = jobs->v; j < jobs->v + jobs->n; j++) {
		if (!j->asked || j->done)
			continue;
		j->unit.pch = job_pch(jobs, shared, j);
		if (!j->unit.refused)
			j->unit.refused = refusal(jobs, j);
		t->v[t->n++] = (struct task){ j, stat(j->unit.file, &st) ? 0 : st.st_size, 0 };
	}
	qsort(t->v, t->n, sizeof(*t->v), by_size);
	for (size_t i = 0; i < t->n; i++)
		t->units[i] = &t->v[i].job->unit;
}

static void scan_started(void *ctx, size_t no)
{
	struct todo *t = ctx;

	t->v[no].start = inputs_now();
	progress_show(&t->progress, tree_relative(t->jobs->st, t->build->tree, t->units[no]->file));
}

static void say_scanned(const struct todo *t, const struct facts *f)
{
	fprintf(stderr, "%s: %s: %s", t->build->name, f->unit, unit_status_word[f->status]);
	for (size_t i = 0; i < f->n_flag; i++)
		fprintf(stderr, "%s %s", i ? "" : "; libclang does not take", f->flags[i].refused);
	fprintf(stderr, "\n");
}

/* A unit with errors may miss a file that is not there yet: not kept. */
static void scan_done(void *ctx, size_t no, struct facts *f)
{
	struct todo *t = ctx;
	struct job *j = t->v[no].job;
	bool sure;

	jobs_name_files(t->jobs, &j->unit, f);
	if (!*f->module)
		f->module = j->unit.module;
	sure = kept_settle_unit(t->kept, &j->unit, j->shared && j->shared->id ? &j->shared->own : NULL,
				f, t->v[no].start);
	*j->facts = *f;
	j->done = true;
	if (sure && f->status == UNIT_OK)
		kept_store(t->kept, j->key, f);
	t->progress.done++;
	progress_show(&t->progress, f->unit);
	if (t->verbose)
		say_scanned(t, f);
}

int scan_todo(struct jobs *jobs, const struct shared_headers *shared, struct kept *kept,
	      struct crew *crew, size_t *n_scanned)
{
	struct todo t = {
		.build = jobs->build, .jobs = jobs, .kept = kept, .verbose = crew->o->verbose,
	};
	struct pool p = {
		.scan = scan_unit, .started = scan_started, .done = scan_done, .ctx = &t,
	};
	int err;

	make_todo(&t, shared);
	progress_start(&t.progress, t.build->name, t.n, crew->o->quiet || t.verbose);
	err = crew_run(crew, &p, NULL, t.units, t.n);
	*n_scanned += t.n;
	progress_end(&t.progress);
	free(t.v);
	free(t.units);
	return err;
}
