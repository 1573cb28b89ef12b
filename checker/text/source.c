// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "source.h"

static void index_lines(struct source *s)
{
	const char *p = s->text, *end = s->text + s->len;

	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);

		GROW(s->line_off, (size_t)s->n_lines);
		s->line_off[s->n_lines++] = p - s->text;
		p = nl ? nl + 1 : end;
	}
}

void source_index(struct source *s, char *text, size_t len)
{
	*s = (struct source){ .text = text, .len = len };
	index_lines(s);
}

void source_unindex(struct source *s)
{
	free(s->line_off);
	*s = (struct source){ .text = NULL };
}

static void source_load(struct source *s, const char *tree, const char *path)
{
	struct strbuf full = STRBUF_INIT;

	memset(s, 0, sizeof(*s));
	s->path = xstrdup(path);
	if (path[0] == '/')
		strbuf_addstr(&full, path);
	else
		strbuf_addf(&full, "%s/%s", tree, path);
	s->text = read_source(full.buf, &s->len);
	if (!s->text) {
		s->text = xstrdup("");
		s->len = 0;
	}
	index_lines(s);
	strbuf_release(&full);
}

/* Findings come sorted by file: the last ones are the likely ones. */
const struct source *source_get(struct sources *s, const char *path)
{
	for (size_t i = s->n; i-- > 0;)
		if (!strcmp(s->v[i].path, path))
			return &s->v[i];
	GROW(s->v, s->n);
	source_load(&s->v[s->n], s->tree, path);
	return &s->v[s->n++];
}

void sources_release(struct sources *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].path);
		free(s->v[i].text);
		free(s->v[i].line_off);
	}
	free(s->v);
	s->v = NULL;
	s->n = 0;
}

const char *source_line(const struct source *s, int line, size_t *len)
{
	size_t off, end;

	*len = 0;
	if (line < 1 || line > s->n_lines)
		return NULL;
	off = s->line_off[line - 1];
	end = line < s->n_lines ? s->line_off[line] : s->len;
	while (end > off && (s->text[end - 1] == '\n' || s->text[end - 1] == '\r'))
		end--;
	*len = end - off;
	return s->text + off;
}

void source_position(const struct source *s, size_t off, int *line, int *column)
{
	int lo = 0, hi = s->n_lines;

	*line = *column = 1;
	if (!s->n_lines)
		return;
	while (hi - lo > 1) {
		int mid = lo + (hi - lo) / 2;

		if (s->line_off[mid] <= off)
			lo = mid;
		else
			hi = mid;
	}
	*line = lo + 1;
	*column = off - s->line_off[lo] + 1;
}

int source_char_column(const struct source *s, int line, int column)
{
	size_t len;
	const char *text = source_line(s, line, &len);
	int n = column;

	for (size_t i = 0; text && i < len && (int)i < column - 1; i++)
		n -= ((unsigned char)text[i] & 0xc0) == 0x80;
	return n;
}
