// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keys that scripts depend on (gfncheck(1), JSON), then a few more; all are
 * in docs/findings.schema.json.
 */
#include <jansson.h>
#include <string.h>
#include "emit.h"

#define FORMAT_VERSION 1	/* docs/findings.schema.json; raised when a key goes or changes its meaning */

static void set(json_t *o, const char *key, const char *text)
{
	json_object_set_new(o, key, json_text(text));
}

static bool is_utf8(const char *s)
{
	return !s || utf8_valid(s, strlen(s));
}

static json_t *steps(const struct finding *f)
{
	json_t *a = json_array();

	for (size_t i = 0; i < f->n_why; i++) {
		json_t *o = json_object();

		set(o, "file", f->why[i].file);
		json_object_set_new(o, "line", json_integer(f->why[i].line));
		set(o, "text", f->why[i].text);
		json_array_append_new(a, o);
	}
	return a;
}

/* Names as an array. */
static json_t *words(const char *s)
{
	json_t *a = json_array();

	for (size_t n; s && *s; s += n + (s[n] == ' ')) {
		n = strcspn(s, " ");
		json_array_append_new(a, json_textn(s, n));
	}
	return a;
}

static void set_contract(json_t *o, const struct finding *f)
{
	set(o, "file", f->file);
	json_object_set_new(o, "line", json_integer(f->line));
	json_object_set_new(o, "column", json_integer(f->column));
	set(o, "function", f->function);
	set(o, "accessor", f->accessor);
	set(o, "kvm_arg", f->kvm_arg);
	set(o, "context", context_info[f->context].word);
	set(o, "id", id_info[f->id].id);
	set(o, "replacement", is_utf8(f->replacement) ? f->replacement : NULL);
	set(o, "reach", f->reach);
	set(o, "by_design", f->by_design);
	set(o, "severity", severity_name(report_severity(f)));
	json_object_set_new(o, "why", steps(f));
	set(o, "fingerprint", f->fingerprint);
}

static json_t *finding(const struct finding *f)
{
	json_t *o = json_object();

	set_contract(o, f);
	json_object_set_new(o, "message", json_message(f));
	set(o, "no_replacement", is_utf8(f->replacement) ? f->no_replacement :
	    "it holds bytes that are not UTF-8: gfncheck fix writes them");
	set(o, "vcpu", f->vcpu);
	set(o, "call", f->call);
	set(o, "macro", f->macro && *f->macro ? f->macro : NULL);
	set(o, "module", f->module);
	set(o, "builds", f->builds);
	set(o, "known", f->known);
	json_object_set_new(o, "silent", json_boolean(f->silent));
	json_object_set_new(o, "rewritable", json_boolean(f->n_edits));
	set(o, "effect", effect_word[f->effect]);
	json_object_set_new(o, "entries", words(f->entries));
	return o;
}

static json_t *not_analysed(const struct not_analysed *na)
{
	json_t *o = json_object();

	set(o, "file", na->file);
	json_object_set_new(o, "line", na->line ? json_integer(na->line) : json_null());
	set(o, "function", na->function && *na->function ? na->function : NULL);
	set(o, "reason", na->reason);
	set(o, "builds", na->builds);
	return o;
}

int report_json(const struct findings *l, const struct report_opts *o, struct strbuf *out)
{
	json_t *root = json_object(), *v = json_array(), *na = json_array();

	for (size_t i = 0; i < l->n; i++)
		if (report_shown(&l->v[i], o))
			json_array_append_new(v, finding(&l->v[i]));
	for (size_t i = 0; i < l->n_na; i++)
		json_array_append_new(na, not_analysed(&l->na[i]));
	set(root, "tool", "gfncheck");
	set(root, "version", o->version ? o->version : "unknown");
	set(root, "tree", report_tree(l, o));
	json_object_set_new(root, "findings", v);
	json_object_set_new(root, "not_analysed", na);
	json_object_set_new(root, "format_version", json_integer(FORMAT_VERSION));
	set(root, "builds", o->builds);
	json_object_set_new(root, "units", json_integer(l->n_units));
	return json_emit(root, true, out);
}
