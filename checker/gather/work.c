// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include "base/base.h"
#include "work.h"

void work_tokens(struct work *w)
{
	size_t i;

	if (w->tokens)
		return;
	w->tokens = tokens_new(w->db->info.tree, w->st);
	w->files = xcalloc(w->n + 1, sizeof(*w->files));
	for (i = 0; i < w->n; i++)
		w->files[i] = tokens_add(w->tokens, &w->jobs[i].unit);
}

const char *job_header(const struct job *j)
{
	return j->shared && j->shared->id ? j->shared->id : "";
}

/* Below the tree, or absolute. */
static const char *tree_name(struct work *w, const struct unit *u, const char *file)
{
	char *path = path_normalize(u->dir, file);
	const char *name = tree_relative(w->st, w->db->info.tree, path);

	free(path);
	return name;
}

void work_name_files(struct work *w, const struct unit *u, struct facts *f)
{
	struct fact_skip *s;
	struct fact_dep *d;

	f->unit = tree_name(w, u, u->file);
	for (d = f->deps; d < f->deps + f->n_dep; d++)
		d->path = tree_name(w, u, d->path);
	for (s = f->skips; s < f->skips + f->n_skip; s++)
		s->file = s->file[0] ? tree_relative(w->st, w->db->info.tree, s->file) : f->unit;
}
