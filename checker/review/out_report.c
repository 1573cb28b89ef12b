// SPDX-License-Identifier: GPL-2.0-only
/*
 * Formats that a report has too: the findings of the last state, with what the
 * series does to each.
 */
#include <stdlib.h>
#include <string.h>
#include <version.h>
#include "base/base.h"
#include "report/report.h"
#include "output.h"

static int emit(const struct review *r, const char *name, const struct findings *l,
		struct strbuf *out)
{
	struct report_opts ro = r->o->report;

	ro.version = GFNCHECK_VERSION;
	ro.tree = l->tree;
	return report_find(name)->emit(l, &ro, out);
}

static struct findings copy_last(const struct review *r)
{
	const struct findings *last = &r->states[r->n_done].findings;
	struct findings l = *last;

	l.v = xcalloc(l.n + 1, sizeof(*l.v));
	if (l.n)
		memcpy(l.v, last->v, l.n * sizeof(*l.v));
	return l;
}

struct findings review_findings(const struct review *r)
{
	struct findings l = copy_last(r);

	for (size_t i = 0; i < l.n; i++)
		l.v[i].silent |= !r->sites[i].origin;
	return l;
}

static bool is_absent(const struct delta_item *item)
{
	return item->kind == DELTA_FIXED && !item->origin;
}

/* What the base had and is gone is shown where it was. */
static void add_absent(const struct review *r, struct findings *l)
{
	size_t n = l->n;

	for (size_t i = 0; i < r->n_done; i++)
		n += r->deltas[i].count[DELTA_FIXED];
	l->v = xrealloc(l->v, n + 1, sizeof(*l->v));
	for (size_t i = 0; i < r->n_done; i++) {
		const struct delta *d = &r->deltas[i];

		for (size_t k = 0; k < d->n; k++) {
			struct finding *f = &l->v[l->n];

			if (!is_absent(&d->v[k]))
				continue;
			*f = *d->v[k].was;
			f->n_why = f->n_edits = 0;
			f->baseline_state = "absent";
			l->n++;
		}
	}
}

int review_sarif(const struct review *r, struct strbuf *out)
{
	struct findings l = copy_last(r);
	int err;

	for (size_t i = 0; i < l.n; i++)
		l.v[i].baseline_state = r->sites[i].origin ? "new" : "unchanged";
	add_absent(r, &l);
	err = emit(r, "sarif", &l, out);
	free(l.v);
	return err;
}

/* A call that the series does not touch is said at the line that made it so. */
static void to_cause(const struct delta *d, struct finding *f)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct delta_item *item = &d->v[i];

		if (!item->now || item->now->fingerprint != f->fingerprint || !item->cause_file)
			continue;
		f->file = item->cause_file;
		f->line = item->cause_line;
		f->column = 1;
		f->n_edits = 0;
	}
}

int review_rdjsonl(const struct review *r, struct strbuf *out)
{
	struct findings l = review_findings(r);
	const struct change *c = &r->total.change;
	int err;

	for (size_t i = 0; i < l.n; i++) {
		struct finding *f = &l.v[i];

		if (f->silent || change_adds(c, f->file, f->line))
			continue;
		to_cause(&r->total, f);
		f->silent |= !change_adds(c, f->file, f->line);
	}
	err = emit(r, "rdjsonl", &l, out);
	free(l.v);
	return err;
}
