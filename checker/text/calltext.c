// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls as they are written.
 */
#include <ctype.h>
#include <string.h>

#include "base/base.h"
#include "brackets.h"
#include "calltext.h"

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
	size_t end;

	for (; (end = part_end(s, len, i, ",")) < len && s[end] == ','; i = end + 1)
		add_arg(ct, s, i, end);
	if (end >= len || s[end] != ')' || ct->n_args >= CALLTEXT_ARGS)
		return false;
	add_arg(ct, s, i, end);
	if (ct->n_args == 1 && !ct->arg[0].len)
		ct->n_args = 0;
	ct->end = end + 1;
	return true;
}

bool calltext_parse(const char *text, size_t len, size_t off, struct calltext *out)
{
	size_t i = off + word_len(text + off, len - off);

	memset(out, 0, sizeof(*out));
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
		if (s[i] == '(' && i && (is_word_char(s[i - 1]) || s[i - 1] == ')'))
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
