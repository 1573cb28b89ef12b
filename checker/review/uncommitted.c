// SPDX-License-Identifier: GPL-2.0-only
/* A work tree against a commit, or what is staged, as a tree of ours. */
#define _GNU_SOURCE	/* O_NOFOLLOW */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/base.h"
#include "series_priv.h"

/* One entry of what differs: "update-index --index-info" takes it. */
static void index_entry(struct strbuf *sb, const char *mode, const char *oid, const char *path)
{
	strbuf_addf(sb, "%s %s\t%s", mode, oid, path);
	strbuf_add(sb, "", 1);
}

/* The content of a file of the work tree as an object of ours; NULL: it is gone, or none. */
static const char *add_blob(struct reading *r, const char *path, const char **mode)
{
	struct strbuf text = STRBUF_INIT;
	struct git_output o = GIT_OUTPUT_INIT;
	const char *oid = NULL, *full = strtab_addf(r->st, "%s/%s", r->g->top, path);
	int fd = open(full, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode) || strbuf_read(&text, fd))
		goto out;
	*mode = st.st_mode & 0111 ? "100755" : "100644";
	if (!git_run(r->g, &text, &o, "hash-object", "-w", "--no-filters", "--stdin", NULL))
		oid = strtab_addn(r->st, o.out.buf, strcspn(o.out.buf, "\n"));
out:
	if (fd >= 0)
		close(fd);
	strbuf_release(&text);
	git_output_release(&o);
	return oid;
}

/* As long as those of this repository are. */
static const char *no_oid(struct reading *r)
{
	return strtab_addf(r->st, "%0*d", (int)strlen(r->s->base), 0);
}

/* NUL-separated paths of out. A file is as it is in the work tree, or is not. */
static void add_paths(struct reading *r, const struct strbuf *out, bool gone_too,
		      struct strbuf *entries)
{
	const char *p = out->buf, *end = p + out->len, *mode = "0", *oid;

	for (; p < end; p += strlen(p) + 1) {
		oid = add_blob(r, p, &mode);
		if (oid)
			index_entry(entries, mode, oid, p);
		else if (gone_too)
			index_entry(entries, "0", no_oid(r), p);
	}
}

/* What the work tree has in place of the base's files; what is new and may be included. */
static int collect_worktree(struct reading *r, const char *commit, struct strbuf *entries)
{
	struct git_output o = GIT_OUTPUT_INIT;
	int err = 0;

	if (git_run_user(r->g, &o, "diff-index", "--name-only", "--no-renames", "-z", commit, "--",
			 NULL)) {
		err = git_error(&o, "cannot compare the work tree %s with %s", r->g->top, commit);
		goto out;
	}
	add_paths(r, &o.out, true, entries);
	strbuf_reset(&o.out);
	if (git_run_user(r->g, &o, "ls-files", "--others", "--exclude-standard", "-z", "--", "*.c",
			 "*.h", NULL))
		err = git_error(&o, "cannot list the new files of %s", r->g->top);
	else
		add_paths(r, &o.out, false, entries);
out:
	git_output_release(&o);
	return err;
}

static int write_worktree(struct reading *r, const char *commit, struct patch *p)
{
	struct git_output o = GIT_OUTPUT_INIT;
	struct strbuf entries = STRBUF_INIT;
	int err = -1;

	strbuf_add(&entries, "", 0);
	if (git_run(r->g, NULL, &o, "read-tree", r->s->base, NULL) ||
	    collect_worktree(r, commit, &entries))
		goto out;
	if (git_run(r->g, &entries, &o, "update-index", "-z", "--index-info", NULL))
		git_error(&o, "cannot make an index of the work tree %s", r->g->top);
	else
		p->after = git_line(r->g, r->st, "write-tree", NULL);
	err = p->after ? 0 : -1;
out:
	strbuf_release(&entries);
	git_output_release(&o);
	return err;
}

/* The user's index as a tree of ours: from a copy, since write-tree writes to it. */
static int write_staged(struct reading *r, struct patch *p)
{
	struct strbuf sb = STRBUF_INIT;
	int err = series_text(r->g->index, &sb);

	if (!err && write_file(series_tmp(r, "index"), sb.buf, sb.len))
		err = error("cannot write to %s: %s", r->g->tmp, strerror(errno));
	if (!err) {
		p->after = git_line(r->g, r->st, "write-tree", NULL);
		if (!p->after)
			err = error("%s: the index has no tree: is a merge not finished?",
				    r->g->name);
	}
	strbuf_release(&sb);
	return err;
}

int series_uncommitted(struct reading *r, enum series_kind kind, const char *base)
{
	struct patch *p;

	if (series_use_base(r, base ? base : "HEAD"))
		return -1;
	if (kind == SERIES_WORKTREE && !*r->g->top)
		return error("%s has no work tree for --worktree", r->g->name);
	p = series_add(r);
	p->before = r->s->base;
	r->s->uncommitted = true;
	if (kind == SERIES_STAGED) {
		p->subject = "what is staged";
		return write_staged(r, p);
	}
	p->subject = "what is not committed";
	return write_worktree(r, series_commit(r, base ? base : "HEAD"), p);
}
