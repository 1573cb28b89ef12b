// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/base.h"
#include "series_priv.h"

void series_release(struct series *s)
{
	free(s->v);
	*s = (struct series){ 0 };
}

/* "A U Thor <mail> 1700000000 +0000" */
static void set_author(struct patch *p, const char *s, struct strtab *st)
{
	const char *lt = s ? strchr(s, '<') : NULL, *gt = lt ? strchr(lt, '>') : NULL;

	if (!gt)
		return;
	p->author = strtab_addn(st, s, lt > s ? lt - s - 1 : 0);
	p->email = strtab_addn(st, lt + 1, gt - lt - 1);
	p->date = strtab_add(st, gt[1] ? gt + 2 : "");
}

static int read_commit(struct reading *r, const char *commit)
{
	struct git_output o = GIT_OUTPUT_INIT;
	const char *body, *parent;
	struct patch *p;
	int err = 0;

	if (git_run(r->g, NULL, &o, "cat-file", "commit", commit, NULL)) {
		err = git_error(&o, "cannot read commit %s", commit);
		goto out;
	}
	parent = series_header(o.out.buf, "parent ", r->st);
	if (!parent) {
		err = error("commit %s is the first of its history: there is nothing to compare it with",
			    commit);
		goto out;
	}
	p = series_add(r);
	p->commit = commit;
	p->before = series_tree(r, parent);
	p->after = series_header(o.out.buf, "tree ", r->st);
	set_author(p, series_header(o.out.buf, "author ", r->st), r->st);
	body = strstr(o.out.buf, "\n\n");
	if (body)
		p->subject = strtab_addn(r->st, body + 2, strcspn(body + 2, "\n"));
	if (!p->before)
		err = error("cannot read commit %s, the parent of %s: is the clone deep enough?",
			    parent, commit);
	if (r->s->n == 1) {
		r->s->base = p->before;
		r->s->base_commit = parent;
		r->s->base_name = strtab_addn(r->st, parent, 12);
	}
out:
	git_output_release(&o);
	return err;
}

/* Along first parents: what a merge brought is then one patch, and nothing is left out. */
static int read_range(struct reading *r, const char *arg)
{
	const char *range = strstr(arg, "..") ? arg : strtab_addf(r->st, "%s^!", arg);
	struct git_output o = GIT_OUTPUT_INIT;
	char *line, *save = NULL;
	int err = 0;

	if (arg[0] == '-' || git_run(r->g, NULL, &o, "rev-list", "--reverse", "--first-parent",
				     range, "--", NULL)) {
		err = git_error(&o, "'%s' is neither a mailbox nor a range of commits of %s", arg,
				r->g->name);
		goto out;
	}
	for (line = strtok_r(o.out.buf, "\n", &save); line && !err; line = strtok_r(NULL, "\n", &save))
		err = read_commit(r, strtab_add(r->st, line));
	if (!err && !r->s->n)
		err = error("%s has no commit in the range %s", r->g->name, arg);
out:
	git_output_release(&o);
	return err;
}

int series_read(struct series *s, const struct git *g, enum series_kind kind, const char *arg,
		const char *base, struct strtab *st)
{
	struct reading r = { s, g, st, false };
	struct stat stat_;

	*s = (struct series){ .base_name = "" };
	if (kind != SERIES_ARG)
		return series_uncommitted(&r, kind, base);
	if (!strcmp(arg, "-") || (!stat(arg, &stat_) && !S_ISDIR(stat_.st_mode)))
		return series_mailbox(&r, arg, base);
	if (base)
		return error("--base is for mails and --worktree: %s has a base of its own", arg);
	return read_range(&r, arg);
}
