// SPDX-License-Identifier: GPL-2.0-only
/*
 * What bots read: one line or one record for each thing that is new.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "report/report.h"
#include "output.h"

static bool is_bad(const struct delta_item *item)
{
	return item->kind == DELTA_NEW || item->worse;
}

static enum severity worst(const struct review *r, bool *any)
{
	enum severity s = SEV_NOTE;

	*any = false;
	for (size_t i = 0; i < r->n_done; i++) {
		for (size_t k = 0; k < r->deltas[i].n; k++) {
			const struct delta_item *item = &r->deltas[i].v[k];

			if (!is_bad(item))
				continue;
			*any = true;
			if (item->now->severity > s)
				s = item->now->severity;
		}
	}
	return s;
}

static size_t count(const struct review *r, enum delta_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_done; i++)
		n += r->deltas[i].count[kind];
	return n;
}

static const struct patch *broken(const struct review *r)
{
	return r->n_done < r->series.n ? &r->series.v[r->series.n - 1] : NULL;
}

int review_oneline(const struct review *r, struct strbuf *out)
{
	size_t n = count(r, DELTA_NEW), unseen = count(r, DELTA_NOT_ANALYSED);

	if (broken(r))
		strbuf_addf(out, "does not apply: patch %zu of %zu; ", r->series.n, r->series.n);
	if (n)
		strbuf_addf(out, "adds %zu guest memory access%s in the wrong address space", n,
			    n == 1 ? "" : "es");
	else
		strbuf_addstr(out, "adds no guest memory access in the wrong address space");
	if (count(r, DELTA_FIXED))
		strbuf_addf(out, ", fixes %zu", count(r, DELTA_FIXED));
	if (unseen)
		strbuf_addf(out, "; %zu thing%s could not be analysed", unseen, unseen == 1 ? "" : "s");
	strbuf_addstr(out, "\n");
	return 0;
}

/*
 * The place a bot is to show: of a call that the series does not touch, the line
 * that made it so.
 */
static void place(const struct review *r, const struct finding *f, const char **file, int *line)
{
	const struct delta *d = &r->total;

	*file = f->file;
	*line = f->line;
	if (change_adds(&d->change, f->file, f->line))
		return;
	for (size_t i = 0; i < d->n; i++) {
		if (!d->v[i].now || d->v[i].now->fingerprint != f->fingerprint || !d->v[i].cause_file)
			continue;
		*file = d->v[i].cause_file;
		*line = d->v[i].cause_line;
	}
}

/* "ERROR:" in a line makes b4 call it a failure. */
static void b4_line(const struct delta_item *item, struct strbuf *out)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_add_plain(&sb, item->now->file);
	strbuf_addf(&sb, ":%d: ", item->now->line);
	strbuf_addstr(out, item->now->severity == SEV_ERROR ? "ERROR: " : "WARNING: ");
	strbuf_addstr(out, sb.buf);
	strbuf_reset(&sb);
	review_sentence(item->now, &sb);
	strbuf_addf(out, "%s\n", strchr(sb.buf, ' ') + 1);
	strbuf_release(&sb);
}

int review_b4(const struct review *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->n_done; i++)
		for (size_t k = 0; k < r->deltas[i].n; k++)
			if (is_bad(&r->deltas[i].v[k]))
				b4_line(&r->deltas[i].v[k], out);
	if (broken(r)) {
		strbuf_addstr(out, "ERROR: the patch does not apply: ");
		strbuf_add_plain(out, broken(r)->error);
		strbuf_addstr(out, "\n");
	}
	return 0;
}

int review_b4json(const struct review *r, struct strbuf *out)
{
	struct strbuf summary = STRBUF_INIT, details = STRBUF_INIT;
	bool any;
	enum severity s = worst(r, &any);
	bool fail = broken(r) || (any && s == SEV_ERROR);
	bool warn = any || count(r, DELTA_NOT_ANALYSED);
	json_t *o = json_object();
	int err;

	review_oneline(r, &summary);
	summary.buf[summary.len - 1] = '\0';
	err = review_text(r, &details);
	json_object_set_new(o, "tool", json_text("gfncheck"));
	json_object_set_new(o, "status", json_text(fail ? "fail" : warn ? "warn" : "pass"));
	json_object_set_new(o, "summary", json_text(summary.buf));
	json_object_set_new(o, "url", json_null());
	json_object_set_new(o, "details", fail || warn ? json_text(details.buf) : json_null());
	strbuf_release(&summary);
	strbuf_release(&details);
	return json_emit(json_pack("[o]", o), true, out) || err ? -1 : 0;
}

static const char *gitlab_severity(const struct finding *f)
{
	return f->severity == SEV_ERROR ? "major" : f->severity == SEV_WARNING ? "minor" : "info";
}

static json_t *gitlab_issue(const struct review *r, const struct finding *f)
{
	struct strbuf sb = STRBUF_INIT;
	const char *file;
	json_t *o;
	int line;

	report_message(f, &sb);
	place(r, f, &file, &line);
	o = json_pack("{s:o, s:o, s:o, s:s, s:{s:o, s:{s:i}}}",
		      "description", json_text(sb.buf),
		      "check_name", json_text(id_info[f->id].id),
		      "fingerprint", json_text(f->fingerprint),
		      "severity", gitlab_severity(f),
		      "location", "path", json_text(file), "lines", "begin", line ? line : 1);
	strbuf_release(&sb);
	return o;
}

int review_codequality(const struct review *r, struct strbuf *out)
{
	struct findings l = review_findings(r);
	json_t *a = json_array();

	for (size_t i = 0; i < l.n; i++)
		if (!l.v[i].silent)
			json_array_append_new(a, gitlab_issue(r, &l.v[i]));
	free(l.v);
	return json_emit(a, true, out);
}

/* As GitHub's toolkit escapes a command's properties, or its message. */
static void github_escape(struct strbuf *out, const char *s, bool property)
{
	for (; *s; s++) {
		if (*s == '%' || *s == '\r' || *s == '\n' || (property && (*s == ':' || *s == ',')))
			strbuf_addf(out, "%%%02X", (unsigned char)*s);
		else
			strbuf_add(out, s, 1);
	}
}

static void github_command(const struct review *r, const struct finding *f, struct strbuf *out)
{
	struct strbuf sb = STRBUF_INIT;
	const char *file;
	int line;

	place(r, f, &file, &line);
	strbuf_addf(out, "::%s file=", f->severity == SEV_ERROR ? "error" :
		    f->severity == SEV_WARNING ? "warning" : "notice");
	github_escape(out, file, true);
	strbuf_addf(out, ",line=%d,title=gfncheck::", line ? line : 1);
	report_message(f, &sb);
	strbuf_addf(&sb, " [%s]", id_info[f->id].id);
	github_escape(out, sb.buf, false);
	strbuf_addstr(out, "\n");
	strbuf_release(&sb);
}

int review_github(const struct review *r, struct strbuf *out)
{
	struct findings l = review_findings(r);

	for (size_t i = 0; i < l.n; i++)
		if (!l.v[i].silent)
			github_command(r, &l.v[i], out);
	free(l.v);
	return 0;
}
