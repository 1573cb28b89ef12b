// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem */
#include <string.h>
#include "text/text.h"
#include "baseline.h"

#define MARKER "gfncheck: as0-ok:"

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
		f->silent = f->marked = true;
		f->known = "a comment at the call says so";
		n++;
	}
	sources_release(&src);
	return n;
}
