// SPDX-License-Identifier: GPL-2.0-only
/*
 * The suggested changes as patches on top of the series, for git am: what a
 * patch of the series wrote is a fixup of it; a line that is older gets a
 * patch of its own, with the commit that it fixes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "report/report.h"
#include "output.h"

struct fixing {
	const struct review *r;
	struct findings l;		/* of the last state, those not new silent */
	bool *taken;			/* edits of these are in the tree */
	const char *tree;		/* the last state, and what was written so far */
};

static bool is_old(const struct fixing *x, const struct finding *f)
{
	return !change_adds(&x->r->total.change, f->file, f->line);
}

static int by_place(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;
	int d = strcmp(a->file, b->file);

	if (!d)
		d = (a->off > b->off) - (a->off < b->off);
	return d ? d : (a->len > b->len) - (a->len < b->len);
}

/* All edits of what is taken, each once. */
static struct edit *taken_edits(const struct fixing *x, size_t *n)
{
	struct edit *v = NULL, *fix;
	size_t m, k, out = 0;

	*n = 0;
	for (size_t i = 0; i < x->l.n; i++) {
		fix = x->taken[i] ? findings_fix(&x->l, &x->l.v[i], &m) : NULL;
		for (k = 0; fix && k < m; k++) {
			GROW(v, *n);
			v[(*n)++] = fix[k];
		}
		free(fix);
	}
	if (*n)
		qsort(v, *n, sizeof(*v), by_place);
	for (k = 0; k < *n; k++)
		if (!out || by_place(&v[k], &v[out - 1]))
			v[out++] = v[k];
	*n = out;
	return v;
}

/* What edits [v, v + n) make of their file; 0, or -1 where they do not fit. */
static int apply(const struct review *r, const struct edit *v, size_t n, struct strbuf *out)
{
	size_t len, pos = 0;
	const char *text = review_file(r, r->n_done - 1, v->file, &len);

	strbuf_reset(out);
	for (size_t i = 0; i < n; i++) {
		if (!text || v[i].off < pos || v[i].off + v[i].len > len)
			return -1;
		strbuf_add(out, text + pos, v[i].off - pos);
		strbuf_addstr(out, v[i].text);
		pos = v[i].off + v[i].len;
	}
	strbuf_add(out, text + pos, len - pos);
	return 0;
}

static void add_entry(const struct review *r, const struct strbuf *text, const char *file,
		      struct strbuf *index)
{
	struct git_output o = GIT_OUTPUT_INIT;

	if (!git_run(r->git, text, &o, "hash-object", "-w", "--no-filters", "--stdin", NULL)) {
		strbuf_addf(index, "100644 %.*s\t%s", (int)strcspn(o.out.buf, "\n"), o.out.buf, file);
		strbuf_add(index, "", 1);
	}
	git_output_release(&o);
}

/* The last state with all edits that are taken, as a tree; NULL after error(). */
static const char *write_tree(const struct fixing *x)
{
	const struct review *r = x->r;
	struct git_output o = GIT_OUTPUT_INIT;
	struct strbuf index = STRBUF_INIT, text = STRBUF_INIT;
	const char *tree = NULL;
	size_t n, m;
	struct edit *v = taken_edits(x, &n);

	strbuf_reset(&index);
	for (size_t i = 0; i < n; i += m) {
		for (m = 1; i + m < n && !strcmp(v[i + m].file, v[i].file); m++)
			;
		if (!apply(r, &v[i], m, &text))
			add_entry(r, &text, v[i].file, &index);
	}
	if (git_run(r->git, NULL, &o, "read-tree", r->series.v[r->n_done - 1].after, NULL) ||
	    git_run(r->git, &index, &o, "update-index", "-z", "--index-info", NULL))
		git_error(&o, "cannot write the suggested changes");
	else
		tree = git_line(r->git, r->st, "write-tree", NULL);
	free(v);
	strbuf_release(&index);
	strbuf_release(&text);
	git_output_release(&o);
	return tree;
}

/* The base's line of a call that the series does not touch, or 0. */
static const struct finding *base_finding(const struct review *r, const struct finding *f)
{
	for (size_t i = 0; i < r->total.n; i++)
		if (r->total.v[i].now && r->total.v[i].now->fingerprint == f->fingerprint)
			return r->total.v[i].was;
	return NULL;
}

/* "Fixes: 0123456789ab ("subject")" of the commit that wrote the line. */
static void add_fixes(const struct review *r, const struct finding *f, struct strbuf *out)
{
	const struct finding *was = base_finding(r, f);
	struct git_output o = GIT_OUTPUT_INIT;
	struct strbuf range = STRBUF_INIT;
	const char *summary;

	if (!was || !r->series.base_commit)
		return;
	strbuf_addf(&range, "%d,%d", was->line, was->line);
	if (!git_run(r->git, NULL, &o, "blame", "-w", "-M", "--porcelain", "--no-textconv", "-L",
		     range.buf, r->series.base_commit, "--", was->file, NULL)) {
		summary = strstr(o.out.buf, "\nsummary ");
		if (summary && !strstr(o.out.buf, "\nboundary\n"))
			strbuf_addf(out, "Fixes: %.12s (\"%.*s\")\n", o.out.buf,
				    (int)strcspn(summary + 9, "\n"), summary + 9);
	}
	strbuf_release(&range);
	git_output_release(&o);
}

static void add_head(const struct review *r, struct strbuf *out)
{
	const char *ident = git_line(r->git, r->st, "var", "GIT_COMMITTER_IDENT", NULL);
	const char *end = ident ? strchr(ident, '>') : NULL;
	const char *date = git_line(r->git, r->st, "log", "-1", "--no-show-signature",
				    "--format=%aD", "HEAD", NULL);

	strbuf_addstr(out, "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\nFrom: ");
	if (end)
		strbuf_add(out, ident, end + 1 - ident);
	else
		strbuf_addstr(out, "gfncheck <gfncheck@localhost>");
	if (date)
		strbuf_addf(out, "\nDate: %s", date);
	strbuf_addstr(out, "\nSubject: [PATCH] ");
}

static void add_message(const struct fixing *x, size_t origin, bool old, const bool *now,
			struct strbuf *out)
{
	const struct finding *f = NULL;
	struct strbuf fixes = STRBUF_INIT;

	for (size_t i = x->l.n; i-- > 0; )
		if (now[i])
			f = &x->l.v[i];
	if (!old) {
		strbuf_addstr(out, "fixup! ");
		strbuf_add_plain(out, x->r->series.v[origin - 1].subject);
		strbuf_addstr(out, "\n\nUse the address space that the vCPU is in.\n");
		return;
	}
	strbuf_addf(out, "KVM: Use the vCPU's address space in %s()\n\n", f->function);
	strbuf_addstr(out, "The code acts for a vCPU, but looks guest memory up in address space 0,\n"
		      "whatever address space the vCPU is in.\n\n");
	for (size_t i = 0; i < x->l.n; i++)
		if (now[i] && !fixes.len)
			add_fixes(x->r, &x->l.v[i], &fixes);
	strbuf_addstr(out, fixes.buf ? fixes.buf : "");
	strbuf_release(&fixes);
}

static int add_patch(struct fixing *x, size_t origin, bool old, struct strbuf *out)
{
	const struct review *r = x->r;
	struct git_output o = GIT_OUTPUT_INIT;
	bool *now = xcalloc(x->l.n + 1, sizeof(*now)), any = false;
	const char *tree;
	int err = 0;

	for (size_t i = 0; i < x->l.n; i++) {
		const struct finding *f = &x->l.v[i];

		now[i] = !f->silent && f->n_edits && r->sites[i].origin == origin &&
			 is_old(x, f) == old;
		x->taken[i] |= now[i];
		any |= now[i];
	}
	tree = any ? write_tree(x) : x->tree;
	if (!tree) {
		err = -1;
	} else if (strcmp(tree, x->tree)) {
		if (git_run(r->git, NULL, &o, "diff-tree", "-r", "-p", "--stat", "--summary", "--text",
			    "--no-ext-diff", "--no-textconv", "--no-color", "--src-prefix=a/",
			    "--dst-prefix=b/", x->tree, tree, NULL))
			err = git_error(&o, "cannot print the suggested changes");
		add_head(r, out);
		add_message(x, origin, old, now, out);
		strbuf_addf(out, "---\n%s-- \ngfncheck\n\n", o.out.buf ? o.out.buf : "");
		x->tree = tree;
	}
	free(now);
	git_output_release(&o);
	return err;
}

int review_fixup(const struct review *r, struct strbuf *out)
{
	struct fixing x = { .r = r, .l = review_findings(r) };
	int err = 0;

	x.taken = xcalloc(x.l.n + 1, sizeof(*x.taken));
	x.tree = r->n_done ? r->series.v[r->n_done - 1].after : r->series.base;
	for (size_t i = 1; i <= r->n_done && !err; i++) {
		err = add_patch(&x, i, false, out);
		if (!err)
			err = add_patch(&x, i, true, out);
	}
	free(x.taken);
	free(x.l.v);
	return err;
}
