// SPDX-License-Identifier: GPL-2.0-only
/*
 * --summary: how many sites of each context each architecture has. Counts
 * every site, the silent ones too: that is what a sum is for. Of the findings
 * it says how many cannot happen in SMM.
 */
#include <stdlib.h>
#include <string.h>
#include "emit.h"

enum column {
	COL_BY_DESIGN = NR_CTX, COL_TOTAL, COL_SHOWN, COL_OUTSIDE, COL_NA,
	NR_COL
};

struct row {
	const char *arch;
	size_t len;
	size_t n[NR_COL];
};

struct table {
	struct row *v;
	size_t n;
};

static struct row *table_row(struct table *t, const char *file)
{
	size_t len;
	const char *arch = report_arch(file, &len);

	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].len == len && !memcmp(t->v[i].arch, arch, len))
			return &t->v[i];
	GROW(t->v, t->n);
	t->v[t->n] = (struct row){ .arch = arch, .len = len };
	return &t->v[t->n++];
}

static bool is_shared(const struct row *r)
{
	return (r->len == 4 && !memcmp(r->arch, "virt", 4)) ||
	       (r->len == 7 && !memcmp(r->arch, "include", 7));
}

/* Architectures by name; what is shared comes last. */
static int row_cmp(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	int d;

	if (is_shared(a) != is_shared(b))
		return is_shared(a) - is_shared(b);
	d = memcmp(a->arch, b->arch, a->len < b->len ? a->len : b->len);
	return d ? d : (a->len > b->len) - (a->len < b->len);
}

static void table_fill(struct table *t, const struct findings *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct finding *f = &l->v[i];
		struct row *r = table_row(t, f->file);

		r->n[f->by_design ? COL_BY_DESIGN : f->context]++;
		r->n[COL_TOTAL]++;
		r->n[COL_SHOWN] += !f->silent;
		r->n[COL_OUTSIDE] += !f->silent && f->reach;
	}
	for (size_t i = 0; i < l->n_na; i++)
		table_row(t, l->na[i].file)->n[COL_NA]++;
	if (t->n)
		qsort(t->v, t->n, sizeof(*t->v), row_cmp);
}

static const char *column_name(int col)
{
	static const char *const name[] = { "by-design", "sites", "findings", "never in SMM", "not analysed" };

	return col < NR_CTX ? context_info[col].word : name[col - NR_CTX];
}

static void add_row(struct strbuf *out, int width, const struct row *r)
{
	strbuf_addf(out, "%-*.*s", width, (int)r->len, r->arch);
	for (int c = 0; c < NR_COL; c++)
		strbuf_addf(out, "  %*zu", (int)strlen(column_name(c)), r->n[c]);
	strbuf_addstr(out, "\n");
}

static void add_head(struct strbuf *out, int width)
{
	strbuf_addf(out, "%-*s", width, "");
	for (int c = 0; c < NR_COL; c++)
		strbuf_addf(out, "  %s", column_name(c));
	strbuf_addstr(out, "\n");
}

int report_summary(const struct findings *l, const struct report_opts *o, struct strbuf *out)
{
	struct table t = { NULL, 0 };
	struct row sum = { .arch = "all", .len = 3 };
	size_t width = sum.len;

	(void)o;
	table_fill(&t, l);
	for (size_t i = 0; i < t.n; i++) {
		if (t.v[i].len > width)
			width = t.v[i].len;
		for (int c = 0; c < NR_COL; c++)
			sum.n[c] += t.v[i].n[c];
	}
	add_head(out, width);
	for (size_t i = 0; i < t.n; i++)
		add_row(out, width, &t.v[i]);
	add_row(out, width, &sum);
	free(t.v);
	return 0;
}
