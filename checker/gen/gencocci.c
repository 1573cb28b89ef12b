// SPDX-License-Identifier: GPL-2.0-only
/*
 * Write semantic patches from templates and the tables.
 *
 * A template is the semantic patch with lines such as "%rename%" in the place
 * of what comes from a table; the indentation of such a line is kept. The
 * names that can stand there are in sections[].
 */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"
#include "tables/tables.h"

/* Which lines of the table a section is made of. */
static bool is_any(const struct accessor *a)
{
	return a->name != NULL;
}

static bool is_rename(const struct accessor *a)
{
	return a->kind == ACC_RENAME;
}

static bool has_slot(const struct accessor *a)
{
	return a->slot_form != NULL;
}

static bool is_rewritable(const struct accessor *a)
{
	return is_rename(a) || has_slot(a);
}

static bool is_reported(const struct accessor *a)
{
	return a->kind != ACC_CACHED;
}

/* One line, or what goes between two others in a list. */
static void add_name(struct strbuf *out, const struct accessor *a, bool first)
{
	strbuf_addf(out, "%s%s", first ? "" : ",\n", a->name);
}

static void add_branch(struct strbuf *out, const struct accessor *a, bool first)
{
	strbuf_addf(out, "%s%s", first ? "" : "\n|\n", a->name);
}

static void add_quoted(struct strbuf *out, const char *s)
{
	if (s)
		strbuf_addf(out, ", \"%s\"", s);
	else
		strbuf_addstr(out, ", None");
}

static void add_table_line(struct strbuf *out, const struct accessor *a, bool first)
{
	static const char *const kinds[] = { "rename", "slot", "none", "cached" };

	strbuf_addf(out, "%s\"%s\": (\"%s\"", first ? "" : "\n", a->name, kinds[a->kind]);
	add_quoted(out, a->vcpu_form);
	add_quoted(out, a->slot_form);
	strbuf_addf(out, ", \"%s\"),", a->params);
}

static void add_by_design(struct strbuf *out)
{
	const struct by_design *b;

	for (size_t i = 0; (b = by_design_at(i)); i++)
		strbuf_addf(out, "%s(\"%s\", \"%s\", \"%s\"),", i ? "\n" : "",
			    b->function, b->accessor, b->where);
}

static void add_lookups(struct strbuf *out)
{
	for (size_t i = 0; lookup_at(i); i++)
		strbuf_addf(out, "%s\"%s\",", i ? "\n" : "", lookup_at(i));
}

static const struct section {
	const char *name;
	bool (*wants)(const struct accessor *a);
	void (*add)(struct strbuf *out, const struct accessor *a, bool first);
	void (*add_all)(struct strbuf *out);	/* not from the table of accessors */
} sections[] = {
	{ "%table%", is_any, add_table_line, NULL },
	{ "%rename%", is_rename, add_name, NULL },
	{ "%slot%", has_slot, add_name, NULL },
	{ "%rewritable%", is_rewritable, add_name, NULL },
	{ "%reported%", is_reported, add_name, NULL },
	{ "%calls%", is_reported, add_branch, NULL },
	{ "%bydesign%", NULL, NULL, add_by_design },
	{ "%lookup%", NULL, NULL, add_lookups },
};

static void section_text(struct strbuf *out, const struct section *s)
{
	const struct accessor *a;
	bool first = true;

	if (s->add_all) {
		s->add_all(out);
		return;
	}
	for (size_t i = 0; (a = accessor_at(i)); i++) {
		if (!s->wants(a))
			continue;
		s->add(out, a, first);
		first = false;
	}
}

static const struct section *find_section(const char *line, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		if (strlen(sections[i].name) == len && !strncmp(sections[i].name, line, len))
			return &sections[i];
	return NULL;
}

/* Add text, each of its lines indented. */
static void add_indented(struct strbuf *out, const char *text, const char *indent, size_t n)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		strbuf_add(out, indent, n);
		strbuf_add(out, text, len);
		strbuf_addstr(out, "\n");
		text += len + (text[len] == '\n');
	}
}

/* -1 for a line that asks for what there is not. */
static int expand_line(struct strbuf *out, const char *line, size_t len)
{
	size_t indent = strspn(line, " \t");
	struct strbuf text = STRBUF_INIT;
	const struct section *s;

	if (indent >= len || line[indent] != '%') {
		strbuf_add(out, line, len);
		strbuf_addstr(out, "\n");
		return 0;
	}
	s = find_section(line + indent, len - indent);
	if (!s)
		return error("no section %.*s", (int)(len - indent), line + indent);
	section_text(&text, s);
	add_indented(out, text.buf, line, indent);
	strbuf_release(&text);
	return 0;
}

static int expand(struct strbuf *out, const char *path)
{
	char *text = read_file(path, NULL);
	int ret = 0;

	if (!text)
		return error("cannot read the template %s: %s", path, strerror(errno));
	for (const char *line = text; *line && !ret;) {
		size_t len = strcspn(line, "\n");

		ret = expand_line(out, line, len);
		line += len + (line[len] == '\n');
	}
	if (ret)
		error("cannot expand the template %s", path);
	free(text);
	return ret;
}

/* DIR/NAME for a template .../NAME.in */
static void output_path(struct strbuf *path, const char *dir, const char *template)
{
	const char *base = strrchr(template, '/');
	size_t len;

	base = base ? base + 1 : template;
	len = strlen(base);
	if (len > 3 && !strcmp(base + len - 3, ".in"))
		len -= 3;
	strbuf_addf(path, "%s/%.*s", dir, (int)len, base);
}

static int write_to_dir(const char *dir, const char *template, const struct strbuf *text)
{
	struct strbuf path = STRBUF_INIT;
	int ret = 0;

	output_path(&path, dir, template);
	if (write_file(path.buf, text->buf, text->len))
		ret = error("cannot write %s: %s", path.buf, strerror(errno));
	strbuf_release(&path);
	return ret;
}

static int generate(const char *dir, const char *template)
{
	struct strbuf text = STRBUF_INIT;
	int ret = expand(&text, template);

	if (!ret && dir)
		ret = write_to_dir(dir, template, &text);
	else if (!ret && fwrite(text.buf, 1, text.len, stdout) != text.len)
		ret = error("cannot write to stdout: %s", strerror(errno));
	strbuf_release(&text);
	return ret;
}

/* All templates of DIR/templates. */
static int generate_dir(const char *dir)
{
	struct strbuf pattern = STRBUF_INIT;
	glob_t found = { 0 };
	int ret = 0;

	strbuf_addf(&pattern, "%s/templates/*.in", dir);
	if (glob(pattern.buf, 0, NULL, &found))
		ret = error("no template is %s", pattern.buf);
	for (size_t i = 0; !ret && i < found.gl_pathc; i++)
		ret = generate(dir, found.gl_pathv[i]);
	globfree(&found);
	strbuf_release(&pattern);
	return ret;
}

int main(int argc, char **argv)
{
	const char *dir = NULL;
	int ret = 0, c;

	while ((c = getopt(argc, argv, "o:")) != -1) {
		if (c != 'o')
			goto usage;
		dir = optarg;
	}
	if (optind == argc && !dir)
		goto usage;
	if (optind == argc)
		ret = generate_dir(dir);
	for (; !ret && optind < argc; optind++)
		ret = generate(dir, argv[optind]);
	return ret ? 2 : 0;
usage:
	fprintf(stderr, "Usage: gencocci TEMPLATE.in...\n"
		"       gencocci -o DIR [TEMPLATE.in...]\n"
		"Write semantic patches from the tables to standard output, or to DIR;\n"
		"without templates, those of DIR/templates.\n");
	return 2;
}
