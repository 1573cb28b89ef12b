// SPDX-License-Identifier: GPL-2.0-only
/*
 * The YAML that clang-apply-replacements reads. Only findings with edits are
 * in it, and of those the ones whose new text is UTF-8, as YAML is. It takes absolute paths only, so they are put below the tree's.
 */
#include <stdlib.h>
#include <string.h>
#include "emit.h"

/* A double-quoted YAML scalar; UTF-8 as it stands, and other bytes as they are shown. */
static void add_quoted(struct strbuf *out, const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s;

	strbuf_reset(&sb);
	utf8_add(&sb, text, strlen(text));
	s = sb.buf;
	strbuf_add(out, "\"", 1);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			strbuf_addf(out, "\\%c", *s);
		else if (*s == '\n')
			strbuf_addstr(out, "\\n");
		else if (*s == '\t')
			strbuf_addstr(out, "\\t");
		else if (is_control(*s))
			strbuf_addf(out, "\\x%02x", *s);
		else
			strbuf_add(out, s, 1);
	}
	strbuf_add(out, "\"", 1);
	strbuf_release(&sb);
}

static void add_path(struct strbuf *out, const char *tree, const char *file)
{
	char *path = path_normalize(tree, file);

	add_quoted(out, path);
	free(path);
}

static void add_edit(struct strbuf *out, const char *tree, const struct edit *e)
{
	strbuf_addstr(out, "        - FilePath:        ");
	add_path(out, tree, e->file);
	strbuf_addf(out, "\n          Offset:          %zu\n", e->off);
	strbuf_addf(out, "          Length:          %zu\n", e->len);
	strbuf_addstr(out, "          ReplacementText: ");
	add_quoted(out, e->text);
	strbuf_addstr(out, "\n");
}

static void add_message(struct strbuf *out, const struct finding *f)
{
	struct strbuf msg = STRBUF_INIT;

	report_message(f, &msg);
	add_quoted(out, msg.buf);
	strbuf_release(&msg);
}

static void add_finding(struct strbuf *out, const char *tree, const struct finding *f)
{
	strbuf_addf(out, "  - DiagnosticName:  %s\n", id_info[f->id].id);
	strbuf_addstr(out, "    DiagnosticMessage:\n      Message:         ");
	add_message(out, f);
	strbuf_addstr(out, "\n      FilePath:        ");
	add_path(out, tree, f->file);
	strbuf_addf(out, "\n      FileOffset:      %zu\n", f->edits[0].off);
	strbuf_addstr(out, "      Replacements:\n");
	for (size_t i = 0; i < f->n_edits; i++)
		add_edit(out, tree, &f->edits[i]);
	/* Its words are Error, Warning and Remark: none is a note. */
	strbuf_addf(out, "    Level:           %s\n    BuildDirectory:  ",
		    f->severity == SEV_ERROR ? "Error" : f->severity == SEV_NOTE ? "Remark" : "Warning");
	add_quoted(out, tree);
	strbuf_addstr(out, "\n");
}

static bool fixable(const struct finding *f, const struct report_opts *o)
{
	return edits_are_utf8(f->edits, f->n_edits) && report_shown(f, o);
}

int report_fixes(const struct findings *l, const struct report_opts *o, struct strbuf *out)
{
	char *real = realpath(report_tree(l, o), NULL);
	const char *tree = real ? real : report_tree(l, o);
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += fixable(&l->v[i], o);
	strbuf_addstr(out, "---\nMainSourceFile:  ''\n");
	strbuf_addstr(out, n ? "Diagnostics:\n" : "Diagnostics:     []\n");
	for (size_t i = 0; i < l->n; i++)
		if (fixable(&l->v[i], o))
			add_finding(out, tree, &l->v[i]);
	strbuf_addstr(out, "...\n");
	free(real);
	return 0;
}
