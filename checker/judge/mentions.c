// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem() */
#include <ctype.h>
#include <string.h>
#include "base/base.h"
#include "tables/tables.h"
#include "text/text.h"
#include "mentions.h"

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$';
}

/* Whether a name is anywhere, comments and strings included: no lexing needed. */
static bool has_name(const char *buf, size_t len)
{
	size_t i = 0, start;

	while (i < len) {
		while (i < len && !is_word(buf[i]))
			i++;
		start = i;
		while (i < len && is_word(buf[i]))
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

/* memmem() is ten times as fast as looking at each word: by the parts, and other names whole. */
static bool has_part(const char *buf, size_t len)
{
	const struct accessor *a;

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (memmem(buf, len, parts[i], strlen(parts[i])))
			return true;
	for (size_t i = 0; (a = accessor_at(i)); i++)
		if (!has_known_part(a->name) && memmem(buf, len, a->name, strlen(a->name)))
			return true;
	return false;
}

bool mentions_accessor(const char *buf, size_t len)
{
	struct lexer lx;
	struct token t;

	if (!has_part(buf, len) || !has_name(buf, len))
		return false;
	lex_init(&lx, buf, len);
	while (lex_next(&lx, &t))
		if (t.kind == TOK_IDENT && accessor_findn(buf + t.off, t.len))
			return true;
	return false;
}
