// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reviewdog's rdjsonl: one diagnostic a line; columns in bytes.
 */
#include <jansson.h>
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

/* A suggestion has no path: only edits of the finding's own file can be one. */
static json_t *suggestions(struct sources *src, const struct finding *f)
{
	const struct source *s = source_get(src, f->file);
	json_t *a = json_array();

	for (size_t i = 0; i < f->n_edits; i++) {
		const struct edit *e = &f->edits[i];
		int l1, c1, l2, c2;

		if (strcmp(e->file, f->file))
			continue;
		source_position(s, e->off, &l1, &c1);
		source_position(s, e->off + e->len, &l2, &c2);
		json_array_append_new(a, json_pack("{s:o, s:o}", "range", range(l1, c1, l2, c2),
						   "text", json_text(e->text)));
	}
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

static json_t *diagnostic(struct sources *src, const struct finding *f)
{
	json_t *o = json_object();
	int end = f->column + (int)strlen(f->accessor);

	json_object_set_new(o, "message", json_message(f));
	json_object_set_new(o, "location",
			    location(f->file, range(f->line, f->column, f->line, end)));
	json_object_set_new(o, "severity", json_text(severity(report_severity(f))));
	json_object_set_new(o, "source", json_pack("{s:s}", "name", "gfncheck"));
	json_object_set_new(o, "code", json_pack("{s:o}", "value", json_text(f->id)));
	if (f->n_edits)
		json_object_set_new(o, "suggestions", suggestions(src, f));
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
			ret = json_emit(diagnostic(&src, &l->v[i]), false, out);
	sources_release(&src);
	return ret;
}
