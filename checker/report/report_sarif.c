// SPDX-License-Identifier: GPL-2.0-only
/*
 * SARIF 2.1.0, as GitHub code scanning and editors read it. Columns are in
 * characters; URIs are relative to the root of the tree.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "text/text.h"
#include "emit.h"
#include "rules.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define MAX_RESULTS 25000	/* GitHub refuses more */

static void set(json_t *o, const char *key, const char *text)
{
	json_object_set_new(o, key, json_text(text));
}

/* { "text": ... } */
static json_t *multiformat(const char *text)
{
	json_t *o = json_object();

	set(o, "text", text);
	return o;
}

/* Only what a URI's path may hold; others as %XX. */
static json_t *uri(const char *scheme, const char *path)
{
	static const char ok[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/+@";
	struct strbuf sb = STRBUF_INIT;
	json_t *v;

	strbuf_addstr(&sb, scheme);
	for (; *path; path++) {
		if (strchr(ok, *path))
			strbuf_add(&sb, path, 1);
		else
			strbuf_addf(&sb, "%%%02X", (unsigned char)*path);
	}
	v = json_text(sb.buf);
	strbuf_release(&sb);
	return v;
}

/* Below the tree, or where a file outside of it is. */
static json_t *artifact_location(const char *file)
{
	json_t *o = json_object();
	bool outside = file[0] == '/';

	json_object_set_new(o, "uri", uri(outside ? "file://" : "", file));
	if (!outside)
		set(o, "uriBaseId", "%SRCROOT%");
	return o;
}

static json_t *region(int line, int column, int end_line, int end_column)
{
	json_t *o = json_object();

	json_object_set_new(o, "startLine", json_integer(line));
	json_object_set_new(o, "startColumn", json_integer(column));
	json_object_set_new(o, "endLine", json_integer(end_line));
	json_object_set_new(o, "endColumn", json_integer(end_column));
	return o;
}

/* Takes over the region; NULL means the whole file. */
static json_t *location(const char *file, json_t *reg)
{
	json_t *o = json_object(), *phys = json_object();

	json_object_set_new(phys, "artifactLocation", artifact_location(file));
	if (reg)
		json_object_set_new(phys, "region", reg);
	json_object_set_new(o, "physicalLocation", phys);
	return o;
}

static json_t *call_region(struct sources *src, const struct finding *f)
{
	const struct source *s = source_get(src, f->file);
	int col = source_char_column(s, f->line, f->column);

	return region(f->line, col, f->line, col + (int)strlen(f->accessor));
}

/* The line's code, from its first character that is no white space. */
static json_t *line_region(struct sources *src, const char *file, int line)
{
	const struct source *s = source_get(src, file);
	size_t len, indent = 0;
	const char *text = source_line(s, line, &len);

	if (!text)
		return region(line, 1, line, 1);
	while (indent < len && (text[indent] == ' ' || text[indent] == '\t'))
		indent++;
	return region(line, indent + 1, line, source_char_column(s, line, len + 1));
}

static json_t *flow_location(json_t *loc, json_t *text)
{
	json_t *o = json_object(), *msg = json_object();

	json_object_set_new(msg, "text", text);
	json_object_set_new(loc, "message", msg);
	json_object_set_new(o, "location", loc);
	return o;
}

static json_t *code_flows(struct sources *src, const struct finding *f)
{
	json_t *locs = json_array(), *thread = json_object(), *flow = json_object();

	for (size_t i = 0; i < f->n_why; i++) {
		const struct step *s = &f->why[i];

		if (i + 1 == f->n_why && s->line == f->line && !strcmp(s->file, f->file))
			break;	/* the call itself, which comes with its columns */
		json_array_append_new(locs, flow_location(location(s->file,
			line_region(src, s->file, s->line)), json_text(s->text)));
	}
	json_array_append_new(locs, flow_location(location(f->file, call_region(src, f)),
						  json_text(f->call ? f->call : f->accessor)));
	json_object_set_new(thread, "locations", locs);
	json_object_set_new(flow, "threadFlows", json_pack("[o]", thread));
	return json_pack("[o]", flow);
}

static json_t *replacement(struct sources *src, const struct edit *e)
{
	const struct source *s = source_get(src, e->file);
	json_t *o = json_object();
	int l1, c1, l2, c2;

	source_position(s, e->off, &l1, &c1);
	source_position(s, e->off + e->len, &l2, &c2);
	json_object_set_new(o, "deletedRegion",
			    region(l1, source_char_column(s, l1, c1),
				   l2, source_char_column(s, l2, c2)));
	json_object_set_new(o, "insertedContent", multiformat(e->text));
	return o;
}

/* One artifactChange a file. */
static json_t *artifact_changes(struct sources *src, const struct edit *v, size_t n)
{
	json_t *changes = json_array(), *repl = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct edit *e = &v[i];

		if (!i || strcmp(e->file, e[-1].file)) {
			json_t *c = json_object();

			repl = json_array();
			json_object_set_new(c, "artifactLocation", artifact_location(e->file));
			json_object_set_new(c, "replacements", repl);
			json_array_append_new(changes, c);
		}
		json_array_append_new(repl, replacement(src, e));
	}
	return changes;
}

/* A fix is made alone, so what has to change with it is there. It is UTF-8, or is none. */
static void set_fixes(json_t *o, struct sources *src, const struct findings *l,
		      const struct finding *f)
{
	json_t *fix = json_object();
	struct strbuf sb = STRBUF_INIT;
	size_t n;
	struct edit *v = findings_fix(l, f, &n);

	strbuf_addf(&sb, "use %s", f->replacement ? f->replacement : "the vCPU form");
	json_object_set_new(fix, "description", multiformat(sb.buf));
	json_object_set_new(fix, "artifactChanges", artifact_changes(src, v, n));
	if (edits_are_utf8(v, n))
		json_object_set_new(o, "fixes", json_pack("[O]", fix));
	json_decref(fix);
	strbuf_release(&sb);
	free(v);
}

static json_t *properties(const struct finding *f)
{
	json_t *o = json_object();

	set(o, "context", context_info[f->context].word);
	set(o, "accessor", f->accessor);
	set(o, "effect", effect_word[f->effect]);
	set(o, "function", f->function);
	set(o, "replacement", f->replacement);
	if (f->reach)
		set(o, "reach", f->reach);
	if (f->builds)
		set(o, "builds", f->builds);
	return o;
}

static json_t *suppressions(const char *why, bool in_source)
{
	json_t *o = json_object();

	set(o, "kind", in_source ? "inSource" : "external");
	if (why)
		set(o, "justification", why);
	return json_pack("[o]", o);
}

/* A VM form used for the VM is a pass, and then has no level. */
static void set_level(json_t *o, const struct finding *f)
{
	bool pass = f->id == ID_VM;

	set(o, "kind", pass ? "pass" : "fail");
	set(o, "level", pass ? "none" : severity_name(report_severity(f)));
	if (f->known || (f->silent && !pass))
		json_object_set_new(o, "suppressions",
				    suppressions(f->known ? f->known : f->by_design, f->marked));
}

static json_t *result(struct sources *src, const struct findings *l, const struct finding *f)
{
	json_t *o = json_object(), *msg = json_object();

	set(o, "ruleId", id_info[f->id].id);
	json_object_set_new(o, "ruleIndex", json_integer(f->id));
	set_level(o, f);
	if (f->baseline_state)
		set(o, "baselineState", f->baseline_state);
	json_object_set_new(msg, "text", json_message(f));
	json_object_set_new(o, "message", msg);
	json_object_set_new(o, "locations", json_pack("[o]", location(f->file, call_region(src, f))));
	/* primaryLocationLineHash is for GitHub's uploader to make, and no other is right */
	json_object_set_new(o, "partialFingerprints",
			    json_pack("{s:o}", "gfncheck/v1", json_text(f->fingerprint)));
	if (f->n_why)
		json_object_set_new(o, "codeFlows", code_flows(src, f));
	if (f->n_edits)
		set_fixes(o, src, l, f);
	json_object_set_new(o, "properties", properties(f));
	return o;
}

static json_t *rule(enum finding_id id)
{
	const struct id_info *r = &id_info[id];
	json_t *o = json_object();
	struct strbuf sb = STRBUF_INIT, help = STRBUF_INIT;

	set(o, "id", r->id);
	set(o, "name", r->name);
	json_object_set_new(o, "shortDescription", multiformat(r->brief));
	json_object_set_new(o, "fullDescription", multiformat(r->detail));
	strbuf_addf(&sb, "%s %s", r->detail, r->cure);
	json_object_set_new(o, "help", multiformat(sb.buf));
	rule_uri(id, &help);
	set(o, "helpUri", help.buf);
	json_object_set_new(o, "defaultConfiguration", json_pack("{s:s}", "level", "warning"));
	json_object_set_new(o, "properties", json_pack("{s:[s,s]}", "tags", "correctness", "kvm"));
	strbuf_release(&sb);
	strbuf_release(&help);
	return o;
}

static json_t *driver(const struct report_opts *o)
{
	json_t *d = json_object(), *list = json_array();

	for (int i = 0; i < NR_IDS; i++)
		json_array_append_new(list, rule(i));
	set(d, "name", "gfncheck");
	set(d, "version", o->version ? o->version : "unknown");
	set(d, "informationUri", rules_uri());
	json_object_set_new(d, "rules", list);
	return d;
}

static json_t *notification(const struct not_analysed *na)
{
	json_t *o = json_object();
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, "not analysed: ");
	if (na->function && *na->function)
		strbuf_addf(&sb, "%s(): ", na->function);
	strbuf_addstr(&sb, na->reason);
	set(o, "level", "note");
	json_object_set_new(o, "message", multiformat(sb.buf));
	json_object_set_new(o, "locations", json_pack("[o]", location(na->file,
		na->line ? region(na->line, 1, na->line, 1) : NULL)));
	strbuf_release(&sb);
	return o;
}

/* What was not analysed is said as notifications of the run. */
static json_t *invocations(const struct findings *l)
{
	json_t *inv = json_object(), *notes = json_array();

	for (size_t i = 0; i < l->n_na; i++)
		json_array_append_new(notes, notification(&l->na[i]));
	json_object_set_new(inv, "executionSuccessful", json_true());
	json_object_set_new(inv, "toolExecutionNotifications", notes);
	return json_pack("[o]", inv);
}

static json_t *results(struct sources *src, const struct findings *l, const struct report_opts *o)
{
	json_t *a = json_array();

	for (size_t i = 0; i < l->n; i++)
		if ((l->v[i].known || report_shown(&l->v[i], o)) && json_array_size(a) < MAX_RESULTS)
			json_array_append_new(a, result(src, l, &l->v[i]));
	return a;
}

/* Which commit of which repository the tree is, where that is known. */
static json_t *provenance(const struct report_opts *o)
{
	json_t *p = json_object();

	set(p, "repositoryUri", o->repository);
	if (o->revision)
		set(p, "revisionId", o->revision);
	if (o->branch)
		set(p, "branch", o->branch);
	json_object_set_new(p, "mappedTo", json_pack("{s:s}", "uriBaseId", "%SRCROOT%"));
	return json_pack("[o]", p);
}

int report_sarif(const struct findings *l, const struct report_opts *o, struct strbuf *out)
{
	struct sources src = { .tree = report_tree(l, o) };
	json_t *root = json_object(), *run = json_object();

	set(root, "$schema", SCHEMA);
	set(root, "version", "2.1.0");
	json_object_set_new(run, "tool", json_pack("{s:o}", "driver", driver(o)));
	if (o->repository)
		json_object_set_new(run, "versionControlProvenance", provenance(o));
	json_object_set_new(run, "columnKind", json_text("unicodeCodePoints"));
	json_object_set_new(run, "invocations", invocations(l));
	json_object_set_new(run, "results", results(&src, l, o));
	json_object_set_new(root, "runs", json_pack("[o]", run));
	sources_release(&src);
	return json_emit(root, true, out);
}
