// SPDX-License-Identifier: GPL-2.0-only
/* Mails, as lists give them: split by git, the newest version chosen, applied to an index. */
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
#include "series_priv.h"

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

	parent = commit ? series_commit(r, strtab_addf(r->st, "%s^", commit)) : NULL;
	if (!parent)
		return 0;
	p->commit = commit;
	p->error = NULL;
	p->before = series_tree(r, parent);
	p->after = series_tree(r, commit);
	r->s->base = p->before;
	r->s->base_commit = parent;
	r->s->base_name = strtab_addn(r->st, parent, 12);
	if (!p->before || !p->after || git_run(r->g, NULL, &o, "read-tree", p->after, NULL))
		err = git_error(&o, "cannot read commit %s", commit);
	git_output_release(&o);
	return err;
}

static void set_info(struct patch *p, const char *info, struct strtab *st)
{
	const char *s;

	if ((s = series_header(info, "Author: ", st)))
		p->author = s;
	if ((s = series_header(info, "Email: ", st)))
		p->email = s;
	if ((s = series_header(info, "Subject: ", st))) {
		p->mail_subject = s;
		p->subject = strtab_add(st, plain_subject(s));
	}
	if ((s = series_header(info, "Date: ", st)))
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

	if (series_text(series_tmp(r, name), &mail))
		goto out;
	if (git_run(r->g, &mail, &o, "mailinfo", "-k", "msg", "patch", NULL)) {
		git_error(&o, "cannot read mail %s of the series", name);
		goto out;
	}
	if (series_text(series_tmp(r, "patch"), &m->diff))
		goto out;
	err = 0;
	set_info(&m->patch, o.out.buf, r->st);
	s = series_header(mail.buf, "message-id: ", r->st);
	m->patch.message_id = s ? s : "";
	read_prefix(m);
out:
	git_output_release(&o);
	strbuf_release(&mail);
	return err;
}

static int apply_mail(struct reading *r, const struct mail *m)
{
	struct patch *p = series_add(r);
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
	DIR *d = opendir(series_tmp(r, "mails"));

	*names = NULL;
	*n = 0;
	if (!d)
		return error("cannot read %s: %s", series_tmp(r, "mails"), strerror(errno));
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
		struct mail m = { .patch = PATCH_INIT, .at = i };

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

	if (write_file(series_tmp(r, "mbox"), box->buf, box->len) ||
	    mkdir(series_tmp(r, "mails"), 0700))
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
	commit = series_commit(r, strtab_addn(r->st, p, strspn(p, "0123456789abcdef")));
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
	if (series_use_base(r, base ? base : "HEAD"))
		return -1;
	if (git_run(r->g, NULL, &o, "read-tree", r->s->base, NULL)) {
		err = git_error(&o, "cannot read the tree of %s", r->s->base_name);
	} else if (is_bare_diff(box->buf)) {
		p = series_add(r);
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

int series_mailbox(struct reading *r, const char *path, const char *base)
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
