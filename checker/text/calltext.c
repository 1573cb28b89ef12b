// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls as they are written.
 */
#define _GNU_SOURCE	/* memmem() */
#include <ctype.h>
#include <string.h>

#include "base/base.h"
#include "calltext.h"

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* After a string, a character or a comment that starts at i; i where none does. */
static size_t skip_opaque(const char *s, size_t len, size_t i)
{
	const char *end;

	if (s[i] == '"' || s[i] == '\'') {
		char q = s[i++];

		while (i < len && s[i] != q)
			i += s[i] == '\\' ? 2 : 1;
		return i < len ? i + 1 : len;
	}
	if (s[i] == '/' && i + 1 < len && s[i + 1] == '*') {
		end = memmem(s + i + 2, len - i - 2, "*/", 2);
		return end ? (size_t)(end - s) + 2 : len;
	}
	if (s[i] == '/' && i + 1 < len && s[i + 1] == '/') {
		end = memchr(s + i, '\n', len - i);
		return end ? (size_t)(end - s) : len;
	}
	return i;
}

static size_t skip_space(const char *s, size_t len, size_t i)
{
	for (;;) {
		size_t j = i;

		while (j < len && (isspace((unsigned char)s[j]) ||
				   (s[j] == '\\' && j + 1 < len && s[j + 1] == '\n')))
			j++;
		if (j < len && s[j] == '/')
			j = skip_opaque(s, len, j);
		if (j == i)
			return i;
		i = j;
	}
}

static void add_arg(struct calltext *ct, const char *s, size_t from, size_t to)
{
	while (from < to && (isspace((unsigned char)s[from]) || s[from] == '\\'))
		from++;
	while (to > from && (isspace((unsigned char)s[to - 1]) || s[to - 1] == '\\'))
		to--;
	if (ct->n_args < CALLTEXT_ARGS) {
		ct->arg[ct->n_args].off = from;
		ct->arg[ct->n_args].len = to - from;
	}
	ct->n_args++;
}

static bool parse_args(const char *s, size_t len, size_t i, struct calltext *ct)
{
	size_t from = i;
	int depth = 0;

	while (i < len) {
		size_t j = skip_opaque(s, len, i);

		if (j != i) {
			i = j;
			continue;
		}
		if (s[i] && strchr("([{", s[i]))
			depth++;
		if (s[i] && strchr(")]}", s[i]) && depth-- == 0)
			break;
		if (s[i] == ',' && !depth) {
			add_arg(ct, s, from, i);
			from = i + 1;
		}
		i++;
	}
	if (i >= len || s[i] != ')' || ct->n_args >= CALLTEXT_ARGS)
		return false;
	add_arg(ct, s, from, i);
	if (ct->n_args == 1 && !ct->arg[0].len)
		ct->n_args = 0;
	ct->end = i + 1;
	return true;
}

bool calltext_parse(const char *text, size_t len, size_t off, struct calltext *out)
{
	size_t i = off;

	memset(out, 0, sizeof(*out));
	while (i < len && is_word(text[i]))
		i++;
	if (i == off)
		return false;
	out->name = off;
	out->name_len = i - off;
	i = skip_space(text, len, i);
	if (i >= len || text[i] != '(')
		return false;
	return parse_args(text, len, i + 1, out);
}

const char *calltext_fold(struct strtab *st, const char *s, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	const char *res;

	for (size_t i = 0; i < n; ) {
		size_t j = skip_space(s, n, i);

		if (j != i) {
			if (sb.len && j < n && s[j] != ')' && sb.buf[sb.len - 1] != '(')
				strbuf_addstr(&sb, " ");
			i = j;
			continue;
		}
		j = skip_opaque(s, n, i);
		j = j == i ? i + 1 : j;
		strbuf_add(&sb, s + i, j - i);
		i = j;
	}
	res = strtab_add(st, sb.buf ? sb.buf : "");
	strbuf_release(&sb);
	return res;
}

static bool is_assignment(const char *s, size_t n, size_t i)
{
	if (i + 1 < n && s[i + 1] == '=')
		return false;
	if (i && s[i - 1] == '=')
		return false;
	if (i && strchr("<>", s[i - 1]))
		return i >= 2 && s[i - 2] == s[i - 1];	/* <<= and >>= */
	return !(i && s[i - 1] == '!');
}

bool calltext_pure(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '(' && i && (is_word(s[i - 1]) || s[i - 1] == ')'))
			return false;
		if (s[i] == '{' || s[i] == '"')
			return false;
		if (i + 1 < n && (s[i] == '+' || s[i] == '-') && s[i + 1] == s[i])
			return false;
		if (s[i] == '=' && is_assignment(s, n, i))
			return false;
	}
	return true;
}
