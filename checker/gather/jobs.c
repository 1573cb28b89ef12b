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

void jobs_release(struct jobs *jobs)
{
	tokens_free(jobs->tokens);
	free(jobs->v);
}

const char *job_header(const struct job *j)
{
	return j->shared && j->shared->id ? j->shared->id : "";
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
