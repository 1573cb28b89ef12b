// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "finding.h"

struct finding *findings_add(struct findings *l)
{
	GROW(l->v, l->n);
	memset(&l->v[l->n], 0, sizeof(*l->v));
	return &l->v[l->n++];
}

struct not_analysed *findings_add_na(struct findings *l)
{
	GROW(l->na, l->n_na);
	memset(&l->na[l->n_na], 0, sizeof(*l->na));
	return &l->na[l->n_na++];
}

/* Fields that nobody filled in sort first. */
static int str_cmp(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int finding_cmp(const void *pa, const void *pb)
{
	const struct finding *a = pa, *b = pb;
	int d = str_cmp(a->file, b->file);

	if (!d)
		d = (a->line > b->line) - (a->line < b->line);
	if (!d)
		d = (a->column > b->column) - (a->column < b->column);
	if (!d)
		d = str_cmp(a->accessor, b->accessor);
	if (!d)
		d = strcmp(id_info[a->id].id, id_info[b->id].id);
	return d ? d : str_cmp(a->fingerprint, b->fingerprint);
}

static int na_cmp(const void *pa, const void *pb)
{
	const struct not_analysed *a = pa, *b = pb;
	int d = str_cmp(a->file, b->file);

	if (!d)
		d = (a->line > b->line) - (a->line < b->line);
	if (!d)
		d = str_cmp(a->function, b->function);
	return d ? d : str_cmp(a->reason, b->reason);
}

void findings_sort(struct findings *l)
{
	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), finding_cmp);
	if (l->n_na)
		qsort(l->na, l->n_na, sizeof(*l->na), na_cmp);
}

static int edit_cmp(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;
	int d = strcmp(a->file, b->file);

	if (!d)
		d = (a->off > b->off) - (a->off < b->off);
	return d ? d : (a->len > b->len) - (a->len < b->len);
}

struct edit *findings_fix(const struct findings *l, const struct finding *f, size_t *n)
{
	struct edit *v = NULL;

	*n = 0;
	for (size_t i = 0; f->n_edits && i < l->n; i++) {
		const struct finding *g = &l->v[i];

		if (g != f && (!f->group || g->group != f->group))
			continue;
		v = xrealloc(v, *n + g->n_edits, sizeof(*v));
		memcpy(v + *n, g->edits, g->n_edits * sizeof(*v));
		*n += g->n_edits;
	}
	if (v)
		qsort(v, *n, sizeof(*v), edit_cmp);
	return v;
}

/* why and edits are each finding's own; the strings are not. */
void findings_release(struct findings *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].why);
		free(l->v[i].edits);
	}
	free(l->v);
	free(l->na);
	memset(l, 0, sizeof(*l));
}
