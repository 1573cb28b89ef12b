// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reviewdog's rdjsonl: one diagnostic a line; columns in bytes.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "text/text.h"
#include "emit.h"

static json_t *position(int line, int column)
{
	return json_pack("{s:i, s:i}", "line", line, "column", column);
}

static json_t *range(int line, int column, int end_line, int end_column)
{
	return json_pack("{s:o, s:o}", "start", position(line, column),
			 "end", position(end_line, end_column));
}

static json_t *location(const char *file, json_t *r)
{
	return json_pack("{s:o, s:o}", "path", json_text(file), "range", r);
}

/* What edits [v, v + n) of a file make of its bytes from the first to the last of them. */
static json_t *new_text(const struct source *s, const struct edit *v, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	size_t pos = v[0].off;
	json_t *text;

	strbuf_reset(&sb);
	for (size_t i = 0; i < n; i++) {
		strbuf_add(&sb, s->text + pos, v[i].off - pos);
		strbuf_addstr(&sb, v[i].text);
		pos = v[i].off + v[i].len;
	}
	text = json_stringn(sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

static bool fits(const struct source *s, const struct finding *f, const struct edit *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].file, f->file) || v[i].off + v[i].len > s->len ||
		    (i && v[i].off < v[i - 1].off + v[i - 1].len))
			return false;
	return n;
}

/*
 * Reviewdog posts each suggestion as a block of its own, to be accepted alone:
 * one holds all that the fix is made of, and what else has to change with it.
 * It has no path, and is UTF-8: NULL where the fix is neither.
 */
static json_t *suggestions(struct sources *src, const struct findings *l, const struct finding *f)
{
	const struct source *s = source_get(src, f->file);
	json_t *text, *a = NULL;
	int l1, c1, l2, c2;
	size_t n;
	struct edit *v = findings_fix(l, f, &n);

	if (!fits(s, f, v, n))
		goto out;
	text = new_text(s, v, n);
	if (!text)
		goto out;
	source_position(s, v[0].off, &l1, &c1);
	source_position(s, v[n - 1].off + v[n - 1].len, &l2, &c2);
	a = json_pack("[{s:o, s:o}]", "range", range(l1, c1, l2, c2), "text", text);
out:
	free(v);
	return a;
}

static json_t *related(const struct finding *f)
{
	json_t *a = json_array();

	for (size_t i = 0; i < f->n_why; i++) {
		const struct step *s = &f->why[i];
		json_t *start = json_pack("{s:{s:i}}", "start", "line", s->line);

		json_array_append_new(a, json_pack("{s:o, s:o}", "message", json_text(s->text),
						   "location", location(s->file, start)));
	}
	return a;
}

static const char *severity(enum severity s)
{
	return s == SEV_ERROR ? "ERROR" : s == SEV_WARNING ? "WARNING" : "INFO";
}

static json_t *diagnostic(struct sources *src, const struct findings *l, const struct finding *f)
{
	json_t *o = json_object(), *suggested = suggestions(src, l, f);
	int end = f->column + (int)strlen(f->accessor);

	json_object_set_new(o, "message", json_message(f));
	json_object_set_new(o, "location",
			    location(f->file, range(f->line, f->column, f->line, end)));
	json_object_set_new(o, "severity", json_text(severity(report_severity(f))));
	json_object_set_new(o, "source", json_pack("{s:s}", "name", "gfncheck"));
	json_object_set_new(o, "code", json_pack("{s:o}", "value", json_text(id_info[f->id].id)));
	if (suggested)
		json_object_set_new(o, "suggestions", suggested);
	if (f->n_why)
		json_object_set_new(o, "related_locations", related(f));
	return o;
}

int report_rdjsonl(const struct findings *l, const struct report_opts *o, struct strbuf *out)
{
	struct sources src = { .tree = report_tree(l, o) };
	int ret = 0;

	for (size_t i = 0; !ret && i < l->n; i++)
		if (report_shown(&l->v[i], o))
			ret = json_emit(diagnostic(&src, l, &l->v[i]), false, out);
	sources_release(&src);
	return ret;
}
