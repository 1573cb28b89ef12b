// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "change.h"

/* The records in front of the patch text: ":<mode> <mode> <oid> <oid> <status>" NUL, paths. */
static const char *read_raw(struct change *c, const char *p, const char *end, struct strtab *st)
{
	while (p < end && *p == ':') {
		char old_blob[80], new_blob[80], status;
		struct file_change f = { 0 };
		const char *path = p + strlen(p) + 1, *second;

		if (sscanf(p, ":%*s %*s %79s %79s %c", old_blob, new_blob, &status) != 3 ||
		    path >= end)
			return NULL;
		second = path;
		if (status == 'R' || status == 'C') {
			second = path + strlen(path) + 1;
			if (second >= end)
				return NULL;
		}
		f.old = status == 'A' || status == 'C' ? NULL : strtab_add(st, path);
		f.new = status == 'D' ? NULL : strtab_add(st, second);
		f.old_blob = strtab_add(st, old_blob);
		f.new_blob = strtab_add(st, new_blob);
		GROW(c->v, c->n);
		c->v[c->n++] = f;
		p = second + strlen(second) + 1;
	}
	return p;
}

/* "-12,3", "+7": the count is 1 unless it is said. */
static const char *read_range(const char *p, int *line, int *n)
{
	char *end;

	*line = strtol(p + 1, &end, 10);
	*n = 1;
	if (*end == ',')
		*n = strtol(end + 1, &end, 10);
	return end;
}

static const char *line_end(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', end - p);

	return nl ? nl + 1 : end;
}

static const char *read_hunk(struct file_change *f, const char *p, const char *end)
{
	struct hunk h = { 0 };
	const char *q = read_range(p + 3, &h.old_line, &h.old_n);

	if (*q != ' ' || q[1] != '+')
		return line_end(p, end);
	read_range(q + 1, &h.new_line, &h.new_n);
	p = line_end(p, end);
	h.text = p;
	while (p < end && strchr("+-\\", *p))
		p = line_end(p, end);
	h.len = p - h.text;
	GROW(f->hunks, f->n_hunks);
	f->hunks[f->n_hunks++] = h;
	return p;
}

/* A line of the text that names the file, with NULs in it or not: "--- a/x". */
static bool names(const char *p, const char *end, const char *sign, const char *path)
{
	size_t n = path ? strlen(path) : 0;

	if (!path || (size_t)(end - p) < n + 7 || strncmp(p, sign, 4) || p[5] != '/')
		return false;
	return !strncmp(p + 6, path, n) && (p[6 + n] == '\n' || p[6 + n] == '\t');
}

/*
 * Sections come in the order of the records; a file that only became something
 * else has a section for each, and one without lines has none with "---".
 */
static struct file_change *section(struct change *c, size_t *at, const char *p, const char *end)
{
	const char *plus = line_end(p, end);

	for (size_t i = *at; i < c->n; i++) {
		if (names(p, end, "--- ", c->v[i].old) || names(plus, end, "+++ ", c->v[i].new)) {
			*at = i;
			return &c->v[i];
		}
	}
	return NULL;
}

static void read_patch(struct change *c, const char *p, const char *end)
{
	struct file_change *f = NULL;
	size_t at = 0;

	while (p < end) {
		if (!strncmp(p, "diff --git ", 11)) {
			f = NULL;
			p = line_end(p, end);
		} else if (!f && !strncmp(p, "--- ", 4)) {
			f = section(c, &at, p, end);
			p = line_end(line_end(p, end), end);
		} else if (f && !strncmp(p, "@@ -", 4)) {
			p = read_hunk(f, p, end);
		} else {
			p = line_end(p, end);
		}
	}
}

int change_read(struct change *c, const struct git *g, const char *before, const char *after,
		struct strtab *st)
{
	struct git_output o = GIT_OUTPUT_INIT;
	const char *p, *end;
	int err = 0;

	*c = (struct change){ 0 };
	if (git_run(g, NULL, &o, "diff-tree", "-r", "-M", "-z", "--raw", "--full-index", "-p", "-U0",
		    "--text", "--no-ext-diff", "--no-textconv", "--no-color", "--src-prefix=a/",
		    "--dst-prefix=b/", before, after, NULL)) {
		err = git_error(&o, "cannot compare two trees of %s", g->name);
		goto out;
	}
	end = o.out.buf + o.out.len;
	p = read_raw(c, o.out.buf, end, st);
	if (p)
		read_patch(c, p + (p < end && !*p), end);
	else
		err = error("cannot read what git diff-tree prints");
	c->text = o.out.buf;	/* hunks point into it */
	o.out = (struct strbuf)STRBUF_INIT;
out:
	git_output_release(&o);
	return err;
}

void change_release(struct change *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->v[i].hunks);
	free(c->v);
	free(c->text);
	*c = (struct change){ 0 };
}

const struct file_change *change_of_old(const struct change *c, const char *path)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].old == path)
			return &c->v[i];
	return NULL;
}

const struct file_change *change_of_new(const struct change *c, const char *path)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].new == path)
			return &c->v[i];
	return NULL;
}

int change_line(const struct file_change *f, int line)
{
	int shift = 0;

	for (size_t i = 0; f && i < f->n_hunks; i++) {
		const struct hunk *h = &f->hunks[i];

		if (line < h->old_line + !h->old_n)
			break;
		if (line < h->old_line + h->old_n)
			return 0;
		shift += h->new_n - h->old_n;
	}
	return line + shift;
}

const struct hunk *hunk_removes(const struct file_change *f, int line)
{
	for (size_t i = 0; f && i < f->n_hunks; i++)
		if (line >= f->hunks[i].old_line && line < f->hunks[i].old_line + f->hunks[i].old_n)
			return &f->hunks[i];
	return NULL;
}

const struct hunk *hunk_adds(const struct file_change *f, int line)
{
	for (size_t i = 0; f && i < f->n_hunks; i++)
		if (line >= f->hunks[i].new_line && line < f->hunks[i].new_line + f->hunks[i].new_n)
			return &f->hunks[i];
	return NULL;
}

bool change_adds(const struct change *c, const char *path, int line)
{
	return hunk_adds(change_of_new(c, path), line);
}

const char *hunk_line(const struct hunk *h, char sign, int nth, struct strtab *st)
{
	const char *p = h->text, *end = p + h->len, *next;

	for (; p < end; p = next) {
		next = line_end(p, end);
		if (*p == sign && !nth--)
			return strtab_addn(st, p + 1, next - p - 1 - (next[-1] == '\n'));
	}
	return "";
}
