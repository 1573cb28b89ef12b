// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem(), O_NOFOLLOW */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/base.h"
#include "series.h"

struct reading {
	struct series *s;
	const struct git *g;
	struct strtab *st;
	bool free_base;		/* nobody named the base that mails are for: HEAD is a guess */
};

static const struct patch no_patch = {
	.subject = "", .author = "", .email = "", .date = "", .message_id = "",
};

static struct patch *add_patch(struct reading *r)
{
	struct series *s = r->s;
	struct patch *p;

	GROW(s->v, s->n);
	p = &s->v[s->n++];
	*p = no_patch;
	return p;
}

void series_release(struct series *s)
{
	free(s->v);
	*s = (struct series){ 0 };
}

static const char *commit_of(struct reading *r, const char *rev)
{
	const char *name = strtab_addf(r->st, "%s^{commit}", rev);

	if (rev[0] == '-')
		return NULL;
	return git_line(r->g, r->st, "rev-parse", "--verify", "--quiet", name, NULL);
}

static const char *tree_of(struct reading *r, const char *commit)
{
	return git_line(r->g, r->st, "rev-parse", "--verify", "--quiet",
			strtab_addf(r->st, "%s^{tree}", commit), NULL);
}

/* The tree that the series starts from. */
static int use_base(struct reading *r, const char *rev)
{
	const char *commit = commit_of(r, rev);

	if (!commit)
		return error("%s has no commit '%s'; name the one the series is for with --base",
			     r->g->name, rev);
	r->s->base = tree_of(r, commit);
	r->s->base_commit = commit;
	r->s->base_name = rev;
	return r->s->base ? 0 : error("%s: cannot read the tree of %s", r->g->name, rev);
}

/* The rest of the line behind a header of a commit or mail, or NULL. */
static const char *header(const char *text, const char *name, struct strtab *st)
{
	size_t len = strlen(name);

	for (const char *p = text; *p && *p != '\n'; p = strchr(p, '\n') + 1) {
		if (!strncasecmp(p, name, len))
			return strtab_addn(st, p + len, strcspn(p + len, "\r\n"));
		if (!strchr(p, '\n'))
			break;
	}
	return NULL;
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
	parent = header(o.out.buf, "parent ", r->st);
	if (!parent) {
		err = error("commit %s is the first of its history: there is nothing to compare it with",
			    commit);
		goto out;
	}
	p = add_patch(r);
	p->commit = commit;
	p->before = tree_of(r, parent);
	p->after = header(o.out.buf, "tree ", r->st);
	set_author(p, header(o.out.buf, "author ", r->st), r->st);
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

/* A diff without a mail around it, as "git diff" prints one. */
static bool is_bare_diff(const char *text)
{
	text += strspn(text, "\n");
	return !strncmp(text, "diff --git ", 11) || !strncmp(text, "--- ", 4) ||
	       !strncmp(text, "Index: ", 7);
}

static bool has_diff(const struct strbuf *sb)
{
	return sb->buf && (!strncmp(sb->buf, "diff --git ", 11) || !strncmp(sb->buf, "--- ", 4) ||
			   strstr(sb->buf, "\ndiff --git ") || strstr(sb->buf, "\n--- a/") ||
			   strstr(sb->buf, "\n--- /dev/null"));
}

/* In the index, which then has the tree after. */
static int apply(struct reading *r, const struct strbuf *diff, struct patch *p)
{
	struct git_output o = GIT_OUTPUT_INIT;
	const char *said;
	int status = git_run(r->g, diff, &o, "apply", "--cached", "--whitespace=nowarn", "-", NULL);

	if (!status) {
		p->after = git_line(r->g, r->st, "write-tree", NULL);
	} else if (status > 0) {
		for (said = o.err.buf; said && !strncmp(said, "error: ", 7); )
			said += 7;
		p->error = strtab_addn(r->st, said ? said : "", said ? strcspn(said, "\n") : 0);
	}
	git_output_release(&o);
	return status < 0 || (!status && !p->after) ? error("cannot apply a patch to an index") : 0;
}

/* "[PATCH v2 3/8] KVM: x86: subject" without what is in front of the subject. */
static const char *plain_subject(const char *s)
{
	while (*s == '[' && strchr(s, ']')) {
		s = strchr(s, ']') + 1;
		s += strspn(s, " ");
	}
	return s;
}

/* Of a diff, or of a commit, as git computes it; NULL where there is none. */
static const char *patch_id(struct reading *r, const struct strbuf *diff)
{
	struct git_output o = GIT_OUTPUT_INIT;
	const char *id = NULL;

	if (!git_run(r->g, diff, &o, "patch-id", "--stable", NULL) && o.out.len)
		id = strtab_addn(r->st, o.out.buf, strcspn(o.out.buf, " \n"));
	git_output_release(&o);
	return id;
}

static bool is_patch_of(struct reading *r, const char *commit, const char *id)
{
	struct git_output o = GIT_OUTPUT_INIT;
	bool same = false;

	if (!git_run(r->g, NULL, &o, "diff-tree", "-r", "-M", "-p", "--no-ext-diff", "--no-textconv",
		     "--no-color", "--no-commit-id", commit, NULL))
		same = patch_id(r, &o.out) == id;
	git_output_release(&o);
	return same;
}

/* A commit below HEAD that is this patch: "b4 prep --check" mails what is applied. */
static const char *applied_as(struct reading *r, const struct strbuf *diff, const char *subject)
{
	struct git_output o = GIT_OUTPUT_INIT;
	const char *id = patch_id(r, diff), *found = NULL;
	char *line, *save = NULL, *sp;

	if (id && !git_run(r->g, NULL, &o, "log", "--no-show-signature", "--no-decorate", "-n", "500",
			   "--format=%H %s", "HEAD", NULL)) {
		for (line = strtok_r(o.out.buf, "\n", &save); line && !found;
		     line = strtok_r(NULL, "\n", &save)) {
			sp = strchr(line, ' ');
			if (!sp || strcmp(sp + 1, plain_subject(subject)))
				continue;
			*sp = '\0';
			if (is_patch_of(r, line, id))
				found = strtab_add(r->st, line);
		}
	}
	git_output_release(&o);
	return found;
}

/* The first mail does not apply to HEAD since HEAD has it: what it is for is below it. */
static int use_applied(struct reading *r, const struct strbuf *diff, struct patch *p)
{
	struct git_output o = GIT_OUTPUT_INIT;
	const char *commit = applied_as(r, diff, p->subject), *parent;
	int err = 0;

	parent = commit ? commit_of(r, strtab_addf(r->st, "%s^", commit)) : NULL;
	if (!parent)
		return 0;
	p->commit = commit;
	p->error = NULL;
	p->before = tree_of(r, parent);
	p->after = tree_of(r, commit);
	r->s->base = p->before;
	r->s->base_commit = parent;
	r->s->base_name = strtab_addn(r->st, parent, 12);
	if (!p->before || !p->after || git_run(r->g, NULL, &o, "read-tree", p->after, NULL))
		err = git_error(&o, "cannot read commit %s", commit);
	git_output_release(&o);
	return err;
}

static const char *mail_file(struct reading *r, const char *name)
{
	return strtab_addf(r->st, "%s/%s", r->g->tmp, name);
}

static int read_text(const char *path, struct strbuf *sb)
{
	size_t len;
	char *text = read_file(path, &len);

	if (!text)
		return error("cannot read %s: %s", path, strerror(errno));
	strbuf_add(sb, text, len);
	free(text);
	return 0;
}

static void set_info(struct patch *p, const char *info, struct strtab *st)
{
	const char *s;

	if ((s = header(info, "Author: ", st)))
		p->author = s;
	if ((s = header(info, "Email: ", st)))
		p->email = s;
	if ((s = header(info, "Subject: ", st))) {
		p->mail_subject = s;
		p->subject = strtab_add(st, plain_subject(s));
	}
	if ((s = header(info, "Date: ", st)))
		p->date = s;
}

/* A mail with a patch. */
struct mail {
	struct patch patch;
	struct strbuf diff;
	int version, number;	/* of "[PATCH v2 3/8]"; 1 and 0 where it says nothing */
	bool reply;		/* "Re: ..." */
	size_t at;		/* in the mailbox */
};

/* What stands in the brackets in front of a subject. */
static void read_prefix(struct mail *m)
{
	const char *p = m->patch.mail_subject ? m->patch.mail_subject : "", *end;
	unsigned int n, of;

	m->version = 1;
	m->reply = !strncasecmp(p, "re:", 3);
	p = strchr(p, '[');
	end = p ? strchr(p, ']') : NULL;
	for (; end && p < end; p += 1 + strcspn(p + 1, " \t]")) {
		if (sscanf(p + 1, "v%u", &n) == 1 || sscanf(p + 1, "PATCHv%u", &n) == 1)
			m->version = n;
		if (sscanf(p + 1, "%u/%u", &n, &of) == 2)
			m->number = n;
	}
}

/* A cover letter, and most replies, have no patch: *m has no diff then. */
static int read_mail(struct reading *r, const char *name, struct mail *m)
{
	struct strbuf mail = STRBUF_INIT;
	struct git_output o = GIT_OUTPUT_INIT;
	const char *s;
	int err = -1;

	if (read_text(mail_file(r, name), &mail))
		goto out;
	if (git_run(r->g, &mail, &o, "mailinfo", "-k", "msg", "patch", NULL)) {
		git_error(&o, "cannot read mail %s of the series", name);
		goto out;
	}
	if (read_text(mail_file(r, "patch"), &m->diff))
		goto out;
	err = 0;
	set_info(&m->patch, o.out.buf, r->st);
	s = header(mail.buf, "message-id: ", r->st);
	m->patch.message_id = s ? s : "";
	read_prefix(m);
out:
	git_output_release(&o);
	strbuf_release(&mail);
	return err;
}

static int apply_mail(struct reading *r, const struct mail *m)
{
	struct patch *p = add_patch(r);
	int err;

	*p = m->patch;
	p->before = r->s->n > 1 ? r->s->v[r->s->n - 2].after : r->s->base;
	err = apply(r, &m->diff, p);
	if (!err && p->error && r->free_base && r->s->n == 1)
		err = use_applied(r, &m->diff, p);
	return err;
}

static bool broken(const struct series *s)
{
	return s->n && s->v[s->n - 1].error;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_number(const void *a, const void *b)
{
	const struct mail *x = a, *y = b;

	if (x->number != y->number)
		return x->number - y->number;
	return x->at < y->at ? -1 : x->at > y->at;
}

static bool came_before(const struct mail *v, size_t n, const struct mail *m)
{
	for (size_t i = 0; i < n; i++) {
		const struct patch *p = &v[i].patch;

		if (*p->message_id && p->message_id == m->patch.message_id)
			return true;
		if (m->number && v[i].number == m->number && p->subject == m->patch.subject)
			return true;
	}
	return false;
}

/*
 * A mailbox of a thread: of several versions the newest, a mail that came twice
 * once, no change that somebody proposes in a reply; in the order that they say.
 */
static size_t choose_mails(struct mail *v, size_t n)
{
	bool only_replies = true, numbered = true;
	int version = 0, oldest = 0;
	size_t i, kept = 0;

	for (i = 0; i < n; i++)
		only_replies &= v[i].reply;
	for (i = 0; i < n; i++) {
		if (v[i].reply && !only_replies)
			continue;
		version = v[i].version > version ? v[i].version : version;
		oldest = !oldest || v[i].version < oldest ? v[i].version : oldest;
	}
	if (version != oldest)
		warning("the mailbox has versions up to %d of the series: only that one is reviewed",
			version);
	for (i = 0; i < n; i++) {
		if (v[i].version == version && (!v[i].reply || only_replies) &&
		    !came_before(v, kept, &v[i])) {
			numbered &= v[i].number > 0;
			v[kept++] = v[i];
		} else {
			strbuf_release(&v[i].diff);
		}
	}
	if (numbered && kept)
		qsort(v, kept, sizeof(*v), by_number);
	return kept;
}

/* The files that mailsplit made, in the mailbox's order; -1 after error(). */
static int list_mails(struct reading *r, const char ***names, size_t *n)
{
	struct dirent *e;
	DIR *d = opendir(mail_file(r, "mails"));

	*names = NULL;
	*n = 0;
	if (!d)
		return error("cannot read %s: %s", mail_file(r, "mails"), strerror(errno));
	while ((e = readdir(d))) {
		if (!isdigit((unsigned char)e->d_name[0]))
			continue;
		GROW(*names, *n);
		(*names)[(*n)++] = strtab_addf(r->st, "mails/%s", e->d_name);
	}
	closedir(d);
	if (*n)
		qsort(*names, *n, sizeof(**names), by_name);
	return 0;
}

static int read_mails(struct reading *r)
{
	struct mail *v = NULL;
	const char **names;
	size_t n, i, n_mails = 0;
	int err = list_mails(r, &names, &n);

	for (i = 0; i < n && !err; i++) {
		struct mail m = { .patch = no_patch, .at = i };

		err = read_mail(r, names[i], &m);
		if (err || !has_diff(&m.diff)) {
			strbuf_release(&m.diff);
			continue;
		}
		GROW(v, n_mails);
		v[n_mails++] = m;
	}
	n_mails = choose_mails(v, n_mails);
	for (i = 0; i < n_mails && !err && !broken(r->s); i++)
		err = apply_mail(r, &v[i]);
	for (i = 0; i < n_mails; i++)
		strbuf_release(&v[i].diff);
	free(v);
	free(names);
	return err;
}

static int split_mails(struct reading *r, const struct strbuf *box)
{
	struct git_output o = GIT_OUTPUT_INIT;
	int err = 0;

	if (write_file(mail_file(r, "mbox"), box->buf, box->len) ||
	    mkdir(mail_file(r, "mails"), 0700))
		err = error("cannot write to %s: %s", r->g->tmp, strerror(errno));
	else if (git_run(r->g, NULL, &o, "mailsplit", "-d6", "-b", "-omails", "mbox", NULL))
		err = git_error(&o, "cannot split the series into mails");
	git_output_release(&o);
	return err ? err : read_mails(r);
}

/* "base-commit: ..." as git format-patch --base writes it, if it is here. */
static const char *told_base(struct reading *r, const char *text)
{
	static const char key[] = "\nbase-commit: ";
	const char *p = NULL, *next = text, *commit;

	/* the last: of the newest version of the series, as a rule */
	while ((next = strstr(next, key)))
		p = next++;
	if (!p)
		return NULL;
	p += sizeof(key) - 1;
	commit = commit_of(r, strtab_addn(r->st, p, strspn(p, "0123456789abcdef")));
	if (!commit)
		warning("the series says that it is for commit %.12s, which %s does not have; HEAD is taken",
			p, r->g->name);
	return commit;
}

static int read_box(struct reading *r, const struct strbuf *box, const char *base,
		    const char *name)
{
	struct git_output o = GIT_OUTPUT_INIT;
	struct patch *p;
	int err;

	if (!base)
		base = told_base(r, box->buf);
	r->free_base = !base;
	if (use_base(r, base ? base : "HEAD"))
		return -1;
	if (git_run(r->g, NULL, &o, "read-tree", r->s->base, NULL)) {
		err = git_error(&o, "cannot read the tree of %s", r->s->base_name);
	} else if (is_bare_diff(box->buf)) {
		p = add_patch(r);
		p->before = r->s->base;
		p->subject = name;
		err = apply(r, box, p);
	} else {
		err = split_mails(r, box);
	}
	git_output_release(&o);
	if (!err && !r->s->n)
		err = error("%s: no patch in it", name);
	return err;
}

static int read_mailbox(struct reading *r, const char *path, const char *base)
{
	struct strbuf box = STRBUF_INIT;
	const char *name = strcmp(path, "-") ? path : "standard input";
	int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO, err;

	if (fd < 0 || strbuf_read(&box, fd))
		err = error("cannot read the series %s: %s", name, strerror(errno));
	else
		err = read_box(r, &box, base, name);
	if (fd > STDIN_FILENO)
		close(fd);
	strbuf_release(&box);
	return err;
}

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
	int err = read_text(r->g->index, &sb);

	if (!err && write_file(mail_file(r, "index"), sb.buf, sb.len))
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

static int read_uncommitted(struct reading *r, enum series_kind kind, const char *base)
{
	struct patch *p;

	if (use_base(r, base ? base : "HEAD"))
		return -1;
	if (kind == SERIES_WORKTREE && !*r->g->top)
		return error("%s has no work tree for --worktree", r->g->name);
	p = add_patch(r);
	p->before = r->s->base;
	r->s->uncommitted = true;
	if (kind == SERIES_STAGED) {
		p->subject = "what is staged";
		return write_staged(r, p);
	}
	p->subject = "what is not committed";
	return write_worktree(r, commit_of(r, base ? base : "HEAD"), p);
}

int series_read(struct series *s, const struct git *g, enum series_kind kind, const char *arg,
		const char *base, struct strtab *st)
{
	struct reading r = { s, g, st, false };
	struct stat stat_;

	*s = (struct series){ .base_name = "" };
	if (kind != SERIES_ARG)
		return read_uncommitted(&r, kind, base);
	if (!strcmp(arg, "-") || (!stat(arg, &stat_) && !S_ISDIR(stat_.st_mode)))
		return read_mailbox(&r, arg, base);
	if (base)
		return error("--base is for mails and --worktree: %s has a base of its own", arg);
	return read_range(&r, arg);
}
