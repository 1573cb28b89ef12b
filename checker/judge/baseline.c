// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "text/text.h"
#include "baseline.h"

#define MARKER "gfncheck: as0-ok:"
#define NO_REASON "reason not given"

/* What the file says of one finding; the strings are parts of baseline.text. */
struct entry {
	char *line;		/* up to the TAB */
	char *reason;		/* "" where there is none */
	size_t fp_len;		/* the fingerprint is this much of the line */
	int lineno;
	bool used;
};

struct baseline {
	char *path, *text;
	struct entry *v;
	size_t n;
};

/* Cut one line of the file into an entry; -1 after error(). */
static int add_line(struct baseline *b, char *line, int lineno)
{
	char *tab;
	struct entry *e;

	line += strspn(line, " ");
	if (!*line || *line == '#')
		return 0;
	tab = strchr(line, '\t');
	if (!strchr(line, ' ') || (tab && tab == line))
		return error("%s:%d: not a line of a baseline: \"FINGERPRINT ID FILE ...<TAB>REASON\" is wanted",
			     b->path, lineno);
	if (tab)
		*tab = '\0';
	GROW(b->v, b->n);
	e = &b->v[b->n++];
	*e = (struct entry){ .line = line, .reason = tab ? tab + 1 : line + strlen(line),
			     .fp_len = strcspn(line, " "), .lineno = lineno };
	return 0;
}

static int parse(struct baseline *b)
{
	int lineno = 0, ret = 0;

	for (char *p = b->text, *next; !ret && p; p = next) {
		next = strchr(p, '\n');
		if (next)
			*next++ = '\0';
		p[strcspn(p, "\r")] = '\0';
		ret = add_line(b, p, ++lineno);
	}
	return ret;
}

struct baseline *baseline_read(const char *path)
{
	struct baseline *b = xcalloc(1, sizeof(*b));
	size_t len;

	b->path = xstrdup(path);
	b->text = read_file(path, &len);
	if (!b->text)
		error("cannot read the baseline %s: %s", path, strerror(errno));
	else if (memchr(b->text, '\0', len))
		error("%s is not a baseline: it is no text file", path);
	else if (!parse(b))
		return b;
	baseline_free(b);
	return NULL;
}

void baseline_free(struct baseline *b)
{
	if (!b)
		return;
	free(b->v);
	free(b->text);
	free(b->path);
	free(b);
}

static struct entry *find(struct baseline *b, const char *fingerprint)
{
	size_t len = strlen(fingerprint);

	for (size_t i = 0; b && i < b->n; i++)
		if (b->v[i].fp_len == len && !memcmp(b->v[i].line, fingerprint, len))
			return &b->v[i];
	return NULL;
}

size_t baseline_apply(struct baseline *b, struct findings *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct finding *f = &l->v[i];
		struct entry *e = find(b, f->fingerprint);

		if (!e)
			continue;
		e->used = true;
		n += !f->silent;
		f->silent = true;
	}
	return n;
}

size_t baseline_warn_stale(const struct baseline *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct entry *e = &b->v[i];

		if (e->used)
			continue;
		warning("%s:%d: matches nothing any more, remove it: %s", b->path, e->lineno, e->line);
		n++;
	}
	return n;
}

/* A field must not hold what separates the fields. */
static void add_field(struct strbuf *out, const char *s, bool last)
{
	for (s = s && *s ? s : "-"; *s; s++)
		strbuf_add(out, *s == '\t' || *s == '\n' || (*s == ' ' && !last) ? "_" : s, 1);
	strbuf_add(out, last ? "\t" : " ", 1);
}

static void add_finding(struct strbuf *out, const struct finding *f, const struct entry *old)
{
	add_field(out, f->fingerprint, false);
	add_field(out, id_info[f->id].id, false);
	add_field(out, f->file, false);
	add_field(out, f->function, false);
	add_field(out, f->accessor, false);
	add_field(out, f->call, true);
	strbuf_addf(out, "%s\n", old && *old->reason ? old->reason : NO_REASON);
}

/* What was there already, with its reasons; nothing where there is no file. */
static int read_old(const char *path, struct baseline **old)
{
	size_t len;
	char *text = read_file(path, &len);

	*old = NULL;
	if (!text && errno == ENOENT)
		return 0;
	free(text);
	*old = baseline_read(path);
	return *old ? 0 : -1;
}

int baseline_write(const char *path, const struct findings *l)
{
	struct strbuf out = STRBUF_INIT;
	struct baseline *old;
	int ret = read_old(path, &old);

	if (ret)
		return ret;
	strbuf_addstr(&out, "# Known findings of gfncheck: fingerprint id file function accessor call<TAB>reason\n");
	for (size_t i = 0; i < l->n; i++) {
		const struct entry *e = find(old, l->v[i].fingerprint);

		if (e || !l->v[i].silent)
			add_finding(&out, &l->v[i], e);
	}
	if (write_file(path, out.buf, out.len))
		ret = error("cannot write the baseline %s: %s", path, strerror(errno));
	baseline_free(old);
	strbuf_release(&out);
	return ret;
}

/* Does the line hold the marker, in a comment and with a reason? */
static bool has_marker(const struct source *s, int line)
{
	size_t len;
	const char *text = source_line(s, line, &len), *m, *end;

	m = text ? memmem(text, len, MARKER, strlen(MARKER)) : NULL;
	if (!m || !(memmem(text, m - text, "/*", 2) || memmem(text, m - text, "//", 2)))
		return false;
	end = text + len;
	for (m += strlen(MARKER); m < end && (*m == ' ' || *m == '\t'); m++)
		;
	return m < end && strncmp(m, "*/", 2);
}

/* On the line above, the marker must stand alone: else it is about another call. */
static bool marker_alone(const struct source *s, int line)
{
	size_t len;
	const char *text = source_line(s, line, &len);

	if (!text || !has_marker(s, line))
		return false;
	while (len && (*text == ' ' || *text == '\t')) {
		text++;
		len--;
	}
	return len > 1 && text[0] == '/' && (text[1] == '*' || text[1] == '/');
}

size_t markers_apply(const char *tree, struct findings *l)
{
	struct sources src = { .tree = tree };
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct finding *f = &l->v[i];
		const struct source *s;

		if (f->silent)
			continue;
		s = source_get(&src, f->file);
		if (!has_marker(s, f->line) && !marker_alone(s, f->line - 1))
			continue;
		f->silent = true;
		n++;
	}
	sources_release(&src);
	return n;
}
