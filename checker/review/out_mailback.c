// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reply to each patch's mail: the hunks that there is something to say of,
 * quoted, with the remark under its line. Silent where nothing is new.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "output.h"

#define WIDTH 72

/* A remark, and the patch's line that it is under; line 0: under none. */
struct remark {
	const struct delta_item *item;
	const char *file;
	int line;
	bool said;
};

struct reply {
	const struct delta *d;
	struct strbuf *out;
	struct remark *v;
	size_t n;
	struct strbuf head, hunk;	/* of the file; of the hunk: not yet needed */
	const char *file;
	int line;
	bool wanted;			/* the hunk has a remark */
};

static void add_remark(struct reply *r, const struct delta_item *item)
{
	struct remark m = { .item = item, .file = item->now->file, .line = item->now->line };

	if (!change_adds(&r->d->change, m.file, m.line)) {
		m.file = item->cause_file ? item->cause_file : m.file;
		m.line = item->cause_file ? item->cause_line : 0;
	}
	GROW(r->v, r->n);
	r->v[r->n++] = m;
}

/* Words, in lines of at most WIDTH with that in front. */
static void add_wrapped(struct strbuf *out, const char *first, const char *next, const char *text)
{
	size_t col = strlen(first), n;

	strbuf_addstr(out, first);
	for (; *text; text += n + (text[n] == ' ')) {
		n = strcspn(text, " ");
		if (col > strlen(next) && col + 1 + n > WIDTH) {
			strbuf_addf(out, "\n%s", next);
			col = strlen(next);
		} else if (col > strlen(first)) {
			strbuf_addstr(out, " ");
			col++;
		}
		strbuf_add(out, text, n);
		col += n;
	}
	strbuf_addstr(out, "\n");
}

static void add_note(struct strbuf *out, const char *file, int line, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_add_plain(&sb, file);
	strbuf_addf(&sb, ":%d: ", line);
	strbuf_add_plain(&sb, text);
	add_wrapped(out, "  ", "    ", sb.buf);
	strbuf_release(&sb);
}

/* here: it is the call that is quoted above. */
static void say(struct reply *r, struct remark *m, bool here)
{
	const struct finding *f = m->item->now;
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(r->out, "\n");
	if (!here) {
		strbuf_add_plain(&sb, f->file);
		strbuf_addf(&sb, ":%d: ", f->line);
	}
	review_sentence(f, &sb);
	add_wrapped(r->out, "", "", sb.buf);
	if (m->item->kind == DELTA_CHANGED)
		add_wrapped(r->out, "  ", "    ", "It was there before this patch, which makes it more severe.");
	for (size_t i = 0; i < f->n_why; i++)
		add_note(r->out, f->why[i].file, f->why[i].line, f->why[i].text);
	strbuf_addstr(r->out, "\n");
	m->said = true;
	strbuf_release(&sb);
}

/* The hunk so far, and the head of its file, are needed now. */
static void flush(struct reply *r)
{
	strbuf_add(r->out, r->head.buf ? r->head.buf : "", r->head.len);
	strbuf_add(r->out, r->hunk.buf ? r->hunk.buf : "", r->hunk.len);
	strbuf_reset(&r->head);
	strbuf_reset(&r->hunk);
	r->wanted = true;
}

static bool is_next(const struct reply *r, const struct remark *m)
{
	return !m->said && m->line == r->line && !strcmp(m->file, r->file);
}

static void quote(struct strbuf *out, const char *line, size_t len)
{
	strbuf_addstr(out, "> ");
	strbuf_add(out, line, len);
	strbuf_addstr(out, "\n");
}

static void see_line(struct reply *r, const char *line, size_t len)
{
	quote(r->wanted ? r->out : &r->hunk, line, len);
	if (!r->file || *line == '-' || *line == '\\')
		return;
	for (size_t i = 0; i < r->n; i++) {
		if (!is_next(r, &r->v[i]))
			continue;
		flush(r);
		say(r, &r->v[i], r->v[i].item->now->file == r->v[i].file &&
				 r->v[i].item->now->line == r->line);
	}
	r->line++;
}

static void see_head(struct reply *r, const char *line, size_t len, struct strtab *st)
{
	if (!strncmp(line, "diff --git ", 11)) {
		strbuf_reset(&r->head);
		r->file = NULL;
	}
	if (!strncmp(line, "+++ b/", 6))
		r->file = strtab_addn(st, line + 6, len - 6 - (line[len - 1] == '\t'));
	quote(&r->head, line, len);
}

/* The patch, as git prints it. */
static void see_patch(struct reply *r, const char *p, const char *end, struct strtab *st)
{
	bool in_hunk = false;
	const char *nl;

	for (; p < end; p = nl + (nl < end)) {
		const char *plus;

		nl = memchr(p, '\n', end - p);
		nl = nl ? nl : end;
		if (!strncmp(p, "@@ ", 3)) {
			plus = strchr(p, '+');
			r->line = plus ? atoi(plus + 1) : 0;
			r->wanted = false;
			in_hunk = true;
			strbuf_reset(&r->hunk);
			quote(&r->hunk, p, nl - p);
		} else if (!strncmp(p, "diff --git ", 11) || !in_hunk) {
			in_hunk = false;
			see_head(r, p, nl - p, st);
		} else {
			see_line(r, p, nl - p);
		}
	}
}

static void add_header(const struct review *r, size_t i, struct strbuf *out)
{
	const struct patch *p = &r->series.v[i];

	strbuf_addstr(out, "From gfncheck Mon Sep 17 00:00:00 2001\nSubject: Re: ");
	if (p->mail_subject) {
		strbuf_add_plain(out, p->mail_subject);
	} else {
		strbuf_addf(out, "[PATCH %zu/%zu] ", i + 1, r->series.n);
		strbuf_add_plain(out, p->subject);
	}
	strbuf_addstr(out, "\n");
	if (*p->email) {
		strbuf_addstr(out, "To: ");
		strbuf_add_plain(out, p->author);
		strbuf_addstr(out, " <");
		strbuf_add_plain(out, p->email);
		strbuf_addstr(out, ">\n");
	}
	if (*p->message_id) {
		strbuf_addstr(out, "In-Reply-To: ");
		strbuf_add_plain(out, p->message_id);
		strbuf_addstr(out, "\nReferences: ");
		strbuf_add_plain(out, p->message_id);
		strbuf_addstr(out, "\n");
	}
	strbuf_addstr(out, "\n");
}

static void add_rest(struct reply *r)
{
	bool first = true;

	for (size_t i = 0; i < r->n; i++) {
		if (r->v[i].said)
			continue;
		if (first)
			strbuf_addstr(r->out, "\nThe patch does not touch these, but makes them so:\n");
		first = false;
		say(r, &r->v[i], false);
	}
}

static int add_reply(const struct review *r, size_t i, struct strbuf *out)
{
	struct reply reply = { .d = &r->deltas[i], .out = out };
	struct git_output o = GIT_OUTPUT_INIT;
	int err = 0;

	for (size_t k = 0; k < reply.d->n; k++)
		if (reply.d->v[k].kind == DELTA_NEW || reply.d->v[k].worse)
			add_remark(&reply, &reply.d->v[k]);
	if (!reply.n)
		return 0;
	if (git_run(r->git, NULL, &o, "diff-tree", "-r", "-M", "-p", "--text", "--no-ext-diff",
		    "--no-textconv", "--no-color", "--src-prefix=a/", "--dst-prefix=b/",
		    r->series.v[i].before, r->series.v[i].after, NULL)) {
		err = git_error(&o, "cannot print a patch of %s", r->git->name);
	} else {
		add_header(r, i, out);
		see_patch(&reply, o.out.buf, o.out.buf + o.out.len, r->st);
		add_rest(&reply);
	}
	free(reply.v);
	strbuf_release(&reply.head);
	strbuf_release(&reply.hunk);
	git_output_release(&o);
	return err;
}

int review_mailback(const struct review *r, struct strbuf *out)
{
	int err = 0;

	for (size_t i = 0; i < r->n_done && !err; i++)
		err = add_reply(r, i, out);
	return err;
}
