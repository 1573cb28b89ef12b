// SPDX-License-Identifier: GPL-2.0-only
/*
 * The edits of a finding, shown as a diff of whole lines.
 */
#include <stdlib.h>
#include <string.h>
#include "html.h"

#define CONTEXT 2	/* lines shown before and after a change */
#define MAX_LINES 100	/* of a hunk that lines are matched up in */

/* Lines [first, last] of a file, and what edits [e, end) make of them. */
struct hunk {
	const struct source *s;
	const struct edit *e, *end;
	int first, last;
};

struct line {
	const char *text;
	size_t len;
};

static size_t line_start(const struct source *s, int line)
{
	return line <= s->n_lines ? s->line_off[line - 1] : s->len;
}

static int edit_last_line(const struct source *s, const struct edit *e)
{
	int line, column;

	source_position(s, e->off + (e->len ? e->len - 1 : 0), &line, &column);
	return line;
}

/* Take in edits as long as they are close, in the order of the file. */
static void hunk_collect(struct hunk *h, const struct edit *all_end)
{
	int line, column;

	source_position(h->s, h->e->off, &h->first, &column);
	h->last = edit_last_line(h->s, h->e);
	for (h->end = h->e + 1; h->end < all_end; h->end++) {
		source_position(h->s, h->end->off, &line, &column);
		if (strcmp(h->end->file, h->e->file) || h->end->off < h->end[-1].off ||
		    line > h->last + 2 * CONTEXT)
			return;
		h->last = edit_last_line(h->s, h->end);
	}
}

/* The new text of the hunk's lines; an edit beyond the file's end is left out. */
static void hunk_apply(struct hunk *h, struct strbuf *new)
{
	size_t pos = line_start(h->s, h->first), stop;

	strbuf_reset(new);
	for (const struct edit *e = h->e; e < h->end; e++) {
		if (e->off < pos || e->off + e->len > h->s->len)
			continue;
		strbuf_add(new, h->s->text + pos, e->off - pos);
		strbuf_addstr(new, e->text);
		pos = e->off + e->len;
	}
	/* a newline that was taken away joins the next line */
	while (h->last < h->s->n_lines && pos >= line_start(h->s, h->last + 1) &&
	       new->len && new->buf[new->len - 1] != '\n')
		h->last++;
	stop = line_start(h->s, h->last + 1);
	if (stop > pos)
		strbuf_add(new, h->s->text + pos, stop - pos);
}

/* Cut text into lines, without their newlines; at most max of them. */
static int split(const char *text, size_t len, struct line *v, int max)
{
	const char *end = text + len;
	int n = 0;

	while (text < end && n < max) {
		const char *nl = memchr(text, '\n', end - text);

		v[n].text = text;
		v[n++].len = (nl ? nl : end) - text;
		text = nl ? nl + 1 : end;
	}
	return n;
}

static bool same_line(const struct line *a, const struct line *b)
{
	return a->len == b->len && !memcmp(a->text, b->text, a->len);
}

static void add_line(struct strbuf *out, char sign, const struct line *l)
{
	const char *class = sign == '-' ? "l del" : sign == '+' ? "l add" : "l";

	strbuf_addf(out, "<span class=\"%s\">%c", class, sign);
	html_code(out, l->text, l->len);
	strbuf_addstr(out, "\n</span>");
}

/* common[i][j]: the most lines that old from i on and new from j on share. */
typedef unsigned char table_t[MAX_LINES + 1][MAX_LINES + 1];

static void fill_common(table_t common, const struct line *old, int m, const struct line *new, int n)
{
	for (int i = m; i >= 0; i--) {
		for (int j = n; j >= 0; j--) {
			if (i == m || j == n)
				common[i][j] = 0;
			else if (same_line(&old[i], &new[j]))
				common[i][j] = common[i + 1][j + 1] + 1;
			else if (common[i + 1][j] > common[i][j + 1])
				common[i][j] = common[i + 1][j];
			else
				common[i][j] = common[i][j + 1];
		}
	}
}

/* Lines that stay are context; of the others, the old come before the new. */
static void add_changes(struct strbuf *out, const struct line *old, int m,
			const struct line *new, int n)
{
	table_t common;
	int i = 0, j = 0;

	fill_common(common, old, m, new, n);
	while (i < m || j < n) {
		if (i < m && j < n && same_line(&old[i], &new[j])) {
			add_line(out, ' ', &old[i++]);
			j++;
		} else if (i < m && (j == n || common[i + 1][j] >= common[i][j + 1])) {
			add_line(out, '-', &old[i++]);
		} else {
			add_line(out, '+', &new[j++]);
		}
	}
}

static void add_context(struct strbuf *out, const struct source *s, int first, int last)
{
	for (int i = first; i <= last; i++) {
		struct line l;

		l.text = source_line(s, i, &l.len);
		if (l.text)
			add_line(out, ' ', &l);
	}
}

static void add_hunk(struct strbuf *out, struct hunk *h)
{
	struct strbuf text = STRBUF_INIT;
	struct line old[MAX_LINES], new[MAX_LINES];
	size_t from;
	int m, n;

	hunk_apply(h, &text);
	from = line_start(h->s, h->first);
	m = split(h->s->text + from, line_start(h->s, h->last + 1) - from, old, MAX_LINES);
	n = split(text.buf, text.len, new, MAX_LINES);
	strbuf_addf(out, "<span class=\"l at\">@@ line %d @@\n</span>", h->first);
	add_context(out, h->s, h->first - CONTEXT, h->first - 1);
	add_changes(out, old, m, new, n);
	add_context(out, h->s, h->last + 1, h->last + CONTEXT);
	strbuf_release(&text);
}

void html_diff(struct strbuf *out, struct sources *src, const struct finding *f)
{
	const struct edit *end = f->edits + f->n_edits;
	const char *file = "";

	strbuf_addstr(out, "<pre class=\"diff\" tabindex=\"0\" aria-label=\"suggested change\">");
	for (const struct edit *e = f->edits; e < end; ) {
		struct hunk h = { .s = source_get(src, e->file), .e = e };

		if (strcmp(file, e->file)) {
			strbuf_addstr(out, "<span class=\"l at\">");
			html_text(out, e->file);
			strbuf_addstr(out, "\n</span>");
		}
		file = e->file;
		hunk_collect(&h, end);
		add_hunk(out, &h);
		e = h.end;
	}
	strbuf_addstr(out, "</pre>\n");
}
