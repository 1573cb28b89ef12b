// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include "base/base.h"
#include "jobs.h"

void jobs_read(struct jobs *jobs)
{
	struct job *j;

	if (jobs->tokens)
		return;
	jobs->tokens = tokens_new(jobs->build->tree, jobs->st);
	for (j = jobs->v; j < jobs->v + jobs->n; j++)
		j->file = tokens_add(jobs->tokens, &j->unit);
}

size_t jobs_drop_misfits(struct jobs *jobs)
{
	struct job *j;
	size_t n = 0;

	for (j = jobs->v; j < jobs->v + jobs->n; j++) {
		if (!j->done || !*j->header || j->header == job_header(j))
			continue;
		facts_release(j->facts);
		j->done = false;
		n++;
	}
	return n;
}

void jobs_key(struct jobs *jobs, struct job *j)
{
	j->header = job_header(j);
	j->key = unit_key(jobs, &j->unit, j->header);
}

void jobs_release(struct jobs *jobs)
{
	tokens_free(jobs->tokens);
	free(jobs->v);
}

const char *job_header(const struct job *j)
{
	return j->shared && j->shared->common ? j->shared->common : "";
}

/* Below the tree, or absolute. */
static const char *tree_name(const struct jobs *jobs, const struct unit *u, const char *file)
{
	char *path = path_normalize(u->dir, file);
	const char *name = tree_relative(jobs->st, jobs->build->tree, path);

	free(path);
	return name;
}

void jobs_name_files(const struct jobs *jobs, const struct unit *u, struct facts *f)
{
	struct fact_skip *s;
	struct fact_dep *d;

	f->unit = tree_name(jobs, u, u->file);
	for (d = f->deps; d < f->deps + f->n_dep; d++)
		d->path = tree_name(jobs, u, d->path);
	for (s = f->skips; s < f->skips + f->n_skip; s++)
		s->file = s->file[0] ? tree_relative(jobs->st, jobs->build->tree, s->file) : f->unit;
}
