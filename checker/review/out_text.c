// SPDX-License-Identifier: GPL-2.0-only
/*
 * As gcc writes, under the name of each patch: what is new with the way from
 * the vCPU to the call, and in notes what the patch fixes, changes and moves.
 */
#include "base/base.h"
#include "output.h"

static void add_place(struct strbuf *out, const char *file, int line, int column)
{
	strbuf_add_plain(out, file);
	if (line)
		strbuf_addf(out, ":%d", line);
	if (line && column)
		strbuf_addf(out, ":%d", column);
	strbuf_addstr(out, ": ");
}

static void add_cause(struct strbuf *out, const struct delta_item *item)
{
	if (!item->cause)
		return;
	add_place(out, item->cause_file ? item->cause_file : item->file,
		  item->cause_file ? item->cause_line : item->line, 0);
	strbuf_addstr(out, "note: ");
	strbuf_add_plain(out, item->cause);
	strbuf_addstr(out, "\n");
}

static void add_why(struct strbuf *out, const struct finding *f)
{
	for (size_t i = 0; i < f->n_why; i++) {
		add_place(out, f->why[i].file, f->why[i].line, 0);
		strbuf_addstr(out, "note: ");
		strbuf_add_plain(out, f->why[i].text);
		strbuf_addstr(out, "\n");
	}
}

static void add_finding(struct strbuf *out, const struct delta_item *item)
{
	add_place(out, item->now->file, item->now->line, item->now->column);
	review_sentence(item->now, out);
	strbuf_addstr(out, "\n");
}

static void add_new(struct strbuf *out, const struct delta_item *item)
{
	add_finding(out, item);
	add_cause(out, item);
	add_why(out, item->now);
}

static void add_changed(struct strbuf *out, const struct delta_item *item)
{
	add_finding(out, item);
	add_place(out, item->now->file, item->now->line, item->now->column);
	strbuf_addf(out, "note: changed by this patch: it was %s before\n", id_info[item->was->id].id);
	add_cause(out, item);
	add_why(out, item->now);
}

static void add_call(struct strbuf *out, const struct finding *f)
{
	strbuf_add_plain(out, f->call);
	strbuf_addf(out, " [%s]", id_info[f->id].id);
}

static void add_fixed(struct strbuf *out, const struct delta_item *item)
{
	add_place(out, item->file, item->line, 0);
	strbuf_addstr(out, "note: fixed by this patch: ");
	add_call(out, item->was);
	if (item->now)
		strbuf_addf(out, ", which is %s now", item->now->by_design ? "by design" : id_info[item->now->id].id);
	strbuf_addstr(out, "\n");
}

static void add_moved(struct strbuf *out, const struct delta_item *item)
{
	add_place(out, item->now->file, item->now->line, item->now->column);
	strbuf_addstr(out, "note: not new: moved from ");
	strbuf_add_plain(out, item->was->file);
	strbuf_addf(out, ":%d, %s(): ", item->was->line, item->was->function);
	add_call(out, item->now);
	strbuf_addstr(out, "\n");
}

static void add_not_analysed(struct strbuf *out, const struct delta_item *item)
{
	add_place(out, item->file, item->line, 0);
	strbuf_addstr(out, "note: not analysed: ");
	if (*item->function) {
		strbuf_add_plain(out, item->function);
		strbuf_addstr(out, "(): ");
	}
	strbuf_add_plain(out, item->text);
	strbuf_addstr(out, "\n");
}

static void add_note(struct strbuf *out, const struct delta_item *item)
{
	add_place(out, item->file, 0, 0);
	strbuf_addf(out, "note: %s\n", item->text);
}

static void add_item(struct strbuf *out, const struct delta_item *item)
{
	static void (*const add[NR_DELTA])(struct strbuf *, const struct delta_item *) = {
		[DELTA_NEW] = add_new,
		[DELTA_CHANGED] = add_changed,
		[DELTA_FIXED] = add_fixed,
		[DELTA_MOVED] = add_moved,
		[DELTA_NOT_ANALYSED] = add_not_analysed,
		[DELTA_NOTE] = add_note,
	};

	add[item->kind](out, item);
}

static void add_broken(const struct review *r, struct strbuf *out)
{
	const struct patch *p = &r->series.v[r->series.n - 1];

	review_patch_name(r, r->series.n - 1, out);
	strbuf_addstr(out, "\n");
	strbuf_addstr(out, "error: the patch does not apply: ");
	strbuf_add_plain(out, p->error);
	strbuf_addf(out, "; it and what follows it were not reviewed\n");
}

static void add_count(struct strbuf *out, const char *sep, size_t n, const char *what)
{
	strbuf_addf(out, "%s%zu %s", sep, n, what);
}

static void add_summary(const struct review *r, struct strbuf *out)
{
	size_t count[NR_DELTA] = { 0 };

	for (size_t i = 0; i < r->n_done; i++)
		for (int k = 0; k < NR_DELTA; k++)
			count[k] += r->deltas[i].count[k];
	add_count(out, "", r->n_done, r->n_done == 1 ? "patch on " : "patches on ");
	strbuf_add_plain(out, r->series.base_name);
	add_count(out, ": ", count[DELTA_NEW], "new");
	add_count(out, ", ", count[DELTA_CHANGED], "changed");
	add_count(out, ", ", count[DELTA_FIXED], "fixed");
	add_count(out, ", ", count[DELTA_MOVED], "moved");
	add_count(out, ", ", count[DELTA_NOT_ANALYSED], "newly not analysed\n");
}

int review_text(const struct review *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->n_done; i++) {
		review_patch_name(r, i, out);
		strbuf_addstr(out, "\n");
		for (size_t k = 0; k < r->deltas[i].n; k++)
			add_item(out, &r->deltas[i].v[k]);
	}
	if (r->n_done < r->series.n)
		add_broken(r, out);
	add_summary(r, out);
	return 0;
}

int review_terse(const struct review *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->n_done; i++)
		for (size_t k = 0; k < r->deltas[i].n; k++)
			if (r->deltas[i].v[k].kind == DELTA_NEW || r->deltas[i].v[k].worse)
				add_finding(out, &r->deltas[i].v[k]);
	if (r->n_done < r->series.n)
		add_broken(r, out);
	return 0;
}
