// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem() */
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "tables/tables.h"
#include "text/text.h"
#include "mentions.h"

/* Whether a name is anywhere, comments and strings included: no lexing needed. */
static bool has_name(const char *buf, size_t len)
{
	size_t i = 0, start;

	while (i < len) {
		while (i < len && !is_word_char(buf[i]))
			i++;
		start = i;
		while (i < len && is_word_char(buf[i]))
			i++;
		if (accessor_findn(buf + start, i - start))
			return true;
	}
	return false;
}

/* What is in most of the names. */
static const char *const parts[] = {
	"gfn_to_", "visible_gfn", "memslot", "page_dirty", "_guest", "error_gpa",
	"host_page_size", "gpc_activate",
};

static bool has_known_part(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (strstr(name, parts[i]))
			return true;
	return false;
}

static void add(struct mentions *m, const char *needle)
{
	GROW(m->needles, m->n);
	m->needles[m->n++] = needle;
}

void mentions_init(struct mentions *m)
{
	const struct accessor *a;

	*m = (struct mentions){ NULL, 0 };
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		add(m, parts[i]);
	for (size_t i = 0; (a = accessor_at(i)); i++)
		if (!has_known_part(a->name))
			add(m, a->name);
}

void mentions_release(struct mentions *m)
{
	free(m->needles);
}

/* memmem() is ten times as fast as looking at each word. */
static bool has_needle(const struct mentions *m, const char *buf, size_t len)
{
	for (size_t i = 0; i < m->n; i++)
		if (memmem(buf, len, m->needles[i], strlen(m->needles[i])))
			return true;
	return false;
}

bool mentions_accessor(const struct mentions *m, const char *buf, size_t len)
{
	struct lexer lx;
	struct token t;

	if (!has_needle(m, buf, len) || !has_name(buf, len))
		return false;
	lex_init(&lx, buf, len);
	while (lex_next(&lx, &t))
		if (t.kind == TOK_IDENT && accessor_findn(buf + t.off, t.len))
			return true;
	return false;
}
