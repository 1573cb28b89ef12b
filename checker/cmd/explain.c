// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck explain": all that is known of one call.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "text/text.h"
#include "check.h"
#include "command.h"
#include "explain.h"

/* "FILE:LINE[:COLUMN]"; file is the caller's to free. */
struct place {
	char *file;
	int line;
};

static int parse_place(const char *where, struct place *out)
{
	const char *colon = strchr(where, ':');
	char *end = NULL;
	long line = colon ? strtol(colon + 1, &end, 10) : 0;

	if (!colon || colon == where || line < 1 || (*end && *end != ':'))
		return error("cannot explain \"%s\": name a call as FILE:LINE", where);
	out->file = xstrdup(where);
	out->file[colon - where] = '\0';
	out->line = line;
	return 0;
}

/* Whether the finding's file is meant: below the tree, by its full path, or as seen from here. */
static bool same_file(const char *file, const char *tree, const char *asked)
{
	size_t n = strlen(file), m = strlen(asked), t = strlen(tree);

	while (!strncmp(asked, "./", 2)) {
		asked += 2;
		m -= 2;
	}
	if (!strncmp(asked, tree, t) && asked[t] == '/')
		return !strcmp(asked + t + 1, file);
	if (m <= n)
		return !strcmp(file + n - m, asked) && (m == n || file[n - m - 1] == '/');
	return !strcmp(asked + m - n, file) && asked[m - n - 1] == '/';
}

static void add_source(struct sources *src, const struct step *s, struct strbuf *out)
{
	size_t len;
	const char *line = *s->file ? source_line(source_get(src, s->file), s->line, &len) : NULL;

	while (line && len && isspace((unsigned char)*line)) {
		line++;
		len--;
	}
	if (line && len)
		strbuf_addf(out, "\t%.*s\n", (int)len, line);
}

static void add_chain(struct sources *src, const struct finding *f, struct strbuf *out)
{
	for (size_t i = 0; i < f->n_why; i++) {
		strbuf_addf(out, "  %s:%d: %s\n", f->why[i].file, f->why[i].line, f->why[i].text);
		add_source(src, &f->why[i], out);
	}
}

static void add_cure(const struct finding *f, struct strbuf *out)
{
	if (f->by_design)
		strbuf_addf(out, "by design: %s\n", f->by_design);
	if (f->id == ID_SP_ROLE)
		strbuf_addf(out, "shadow page: the gfn belongs to the address space in sp->role, not to any vCPU's\n");
	if (f->replacement)
		strbuf_addf(out, "replacement: %s\n", f->replacement);
	else
		strbuf_addf(out, "replacement: none: %s\n",
			    f->no_replacement ? f->no_replacement : "not needed");
}

static void explain_finding(struct sources *src, const struct finding *f, struct strbuf *out)
{
	strbuf_addf(out, "%s:%d:%d: %s in %s%s\n", f->file, f->line, f->column, f->call,
		    f->function, *f->macro ? " (a macro)" : "()");
	strbuf_addf(out, "context: %s: %s [%s]\n", context_info[f->context].word, context_info[f->context].meaning,
		    id_info[f->id].id);
	add_chain(src, f, out);
	add_cure(f, out);
	if (f->builds)
		strbuf_addf(out, "builds: %s\n", f->builds);
}

/* No call on that line: say where the next ones are. */
static int nothing_there(const struct findings *l, const char *tree, const struct place *p)
{
	int before = 0, after = 0;
	bool file = false;

	for (size_t i = 0; i < l->n; i++) {
		if (!same_file(l->v[i].file, tree, p->file))
			continue;
		file = true;
		if (l->v[i].line < p->line && l->v[i].line > before)
			before = l->v[i].line;
		if (l->v[i].line > p->line && (!after || l->v[i].line < after))
			after = l->v[i].line;
	}
	if (!file)
		return error("no accessor call was seen in %s; is the file part of these builds?",
			     p->file);
	if (before && after)
		return error("no accessor call at %s:%d; the next ones are at lines %d and %d",
			     p->file, p->line, before, after);
	return error("no accessor call at %s:%d; the next one is at line %d", p->file, p->line,
		     before ? before : after);
}

int explain(const struct findings *l, const char *tree, const char *where, struct strbuf *out)
{
	struct sources src = { .tree = tree };
	struct place p = { .file = NULL };
	size_t found = 0;
	int err = 0;

	if (parse_place(where, &p))
		return -1;
	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].line != p.line || !same_file(l->v[i].file, tree, p.file))
			continue;
		if (found++)
			strbuf_addstr(out, "\n");
		explain_finding(&src, &l->v[i], out);
	}
	if (!found)
		err = nothing_there(l, tree, &p);
	sources_release(&src);
	free(p.file);
	return err;
}

static int run_explain(struct check *c)
{
	struct strbuf sb = STRBUF_INIT;
	int err;

	if (check_load(c) || check_judge(c))
		return -1;
	strbuf_reset(&sb);
	err = explain(&c->findings, c->tree, c->o->args[0], &sb);
	err |= check_print(&sb);
	strbuf_release(&sb);
	return err;
}

const struct command cmd_explain = {
	.name = "explain", .operand = "FILE:LINE", .usage = "FILE:LINE",
	.brief = "all about one call, and why it is judged as it is",
	.run = run_explain,
};
