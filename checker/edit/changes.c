// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "changes.h"

void changes_add(struct changes *c, size_t off, size_t len, const char *text, size_t owner)
{
	GROW(c->v, c->n);
	c->v[c->n++] = (struct change){ off, len, text, owner };
}

void changes_release(struct changes *c)
{
	free(c->v);
	*c = (struct changes){ NULL, 0 };
}

static int change_cmp(const void *pa, const void *pb)
{
	const struct change *a = pa, *b = pb;

	if (a->off != b->off)
		return a->off < b->off ? -1 : 1;
	if (!a->len != !b->len)
		return a->len ? 1 : -1;
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return strcmp(a->text, b->text);
}

void changes_sort(struct changes *c)
{
	size_t n = 0;

	if (!c->n)
		return;
	qsort(c->v, c->n, sizeof(*c->v), change_cmp);
	for (size_t i = 1; i < c->n; i++)
		if (change_cmp(&c->v[n], &c->v[i]))
			c->v[++n] = c->v[i];
	c->n = n + 1;
}

const struct change *changes_overlap(const struct changes *c)
{
	size_t end = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].off < end)
			return &c->v[i];
		end = c->v[i].off + c->v[i].len;
	}
	return NULL;
}

size_t changes_map(const struct changes *c, size_t off)
{
	size_t shift = 0;

	for (size_t i = 0; i < c->n && c->v[i].off < off; i++)
		shift += strlen(c->v[i].text) - c->v[i].len;
	return off + shift;
}

/* buf's bytes [from, to) with the changes that start there, from number *k on. */
static void apply_range(const struct changes *c, size_t *k, const char *buf, size_t from,
			size_t to, struct strbuf *out)
{
	for (; *k < c->n && c->v[*k].off < to; (*k)++) {
		const struct change *ch = &c->v[*k];

		strbuf_add(out, buf + from, ch->off - from);
		strbuf_addstr(out, ch->text);
		from = ch->off + ch->len;
	}
	if (from < to)
		strbuf_add(out, buf + from, to - from);
}

void changes_apply(const struct changes *c, const char *buf, size_t len, struct strbuf *out)
{
	size_t k = 0;

	apply_range(c, &k, buf, 0, len, out);
	for (; k < c->n; k++)
		strbuf_addstr(out, c->v[k].text);
}

/* Whole lines [from, to) of the old text that became the new text. */
struct region {
	size_t from, to;
	struct strbuf text;
};

static size_t line_start(const char *buf, size_t off)
{
	while (off && buf[off - 1] != '\n')
		off--;
	return off;
}

/* After the newline that ends the line of off; off itself where a line starts. */
static size_t line_end(const char *buf, size_t len, size_t off)
{
	while (off < len && buf[off] != '\n')
		off++;
	return off < len ? off + 1 : len;
}

static size_t count_lines(const char *buf, size_t n)
{
	size_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += buf[i] == '\n' || i + 1 == n;
	return lines;
}

/* Where the lines that a change touches end: a deletion of whole lines has no rest. */
static size_t change_line_end(const struct change *ch, const char *buf, size_t len)
{
	size_t end = ch->off + ch->len;
	size_t n = strlen(ch->text);
	bool whole = ch->len && buf[end - 1] == '\n' && line_start(buf, ch->off) == ch->off &&
		     (!n || ch->text[n - 1] == '\n');

	return whole ? end : line_end(buf, len, end);
}

static struct region *make_regions(const struct changes *c, const char *buf, size_t len, size_t *n)
{
	struct region *v = NULL;
	size_t k = 0;

	*n = 0;
	while (k < c->n) {
		size_t from = line_start(buf, c->v[k].off), to = from;

		for (size_t i = k; i < c->n && (i == k || line_start(buf, c->v[i].off) <= to); i++)
			to = change_line_end(&c->v[i], buf, len);
		GROW(v, *n);
		v[*n] = (struct region){ from, to, STRBUF_INIT };
		strbuf_reset(&v[*n].text);
		apply_range(c, &k, buf, from, to, &v[*n].text);
		for (; k < c->n && c->v[k].off <= to && to == len; k++)
			strbuf_addstr(&v[*n].text, c->v[k].text);
		(*n)++;
	}
	return v;
}

static void diff_lines(struct strbuf *out, char mark, const char *s, size_t n)
{
	while (n) {
		const char *nl = memchr(s, '\n', n);
		size_t l = nl ? (size_t)(nl + 1 - s) : n;

		strbuf_add(out, &mark, 1);
		strbuf_add(out, s, l);
		if (!nl)
			strbuf_addstr(out, "\n\\ No newline at end of file\n");
		s += l;
		n -= l;
	}
}

#define CONTEXT 3

/* CONTEXT lines up or down from off. */
static size_t context(const char *buf, size_t len, size_t off, int dir)
{
	for (int i = 0; i < CONTEXT; i++)
		off = dir > 0 ? line_end(buf, len, off) : off ? line_start(buf, off - 1) : 0;
	return off;
}

/* One hunk of regions [0, n); shift: lines the new text has more than the old so far. */
static void diff_hunk(const struct region *r, size_t n, const char *buf, size_t len, long *shift,
		      struct strbuf *out)
{
	size_t from = context(buf, len, r[0].from, -1), to = context(buf, len, r[n - 1].to, 1);
	size_t line = count_lines(buf, from), old = count_lines(buf + from, to - from), at = from;
	long grow = 0;

	for (size_t i = 0; i < n; i++)
		grow += (long)count_lines(r[i].text.buf, r[i].text.len) -
			(long)count_lines(buf + r[i].from, r[i].to - r[i].from);
	strbuf_addf(out, "@@ -%zu,%zu +%ld,%ld @@\n", line + !!old, old,
		    (long)line + *shift + ((long)old + grow > 0), (long)old + grow);
	for (size_t i = 0; i < n; i++) {
		diff_lines(out, ' ', buf + at, r[i].from - at);
		diff_lines(out, '-', buf + r[i].from, r[i].to - r[i].from);
		diff_lines(out, '+', r[i].text.buf, r[i].text.len);
		at = r[i].to;
	}
	diff_lines(out, ' ', buf + at, to - at);
	*shift += grow;
}

void changes_diff(const struct changes *c, const char *path, const char *buf, size_t len,
		  struct strbuf *out)
{
	size_t n, end;
	struct region *r = make_regions(c, buf, len, &n);
	long shift = 0;

	if (n)
		strbuf_addf(out, "diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n", path, path, path,
			    path);
	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1; end < n; end++)
			if (context(buf, len, r[end - 1].to, 1) <
			    context(buf, len, r[end].from, -1))
				break;
		diff_hunk(r + i, end - i, buf, len, &shift, out);
	}
	for (size_t i = 0; i < n; i++)
		strbuf_release(&r[i].text);
	free(r);
}
