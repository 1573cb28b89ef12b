// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem() */
#include <string.h>
#include "brackets.h"

size_t skip_opaque(const char *s, size_t len, size_t i)
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

size_t part_end(const char *s, size_t len, size_t i, const char *separators)
{
	int depth = 0;

	while (i < len) {
		size_t next = skip_opaque(s, len, i);

		if (next != i) {
			i = next;
			continue;
		}
		if (!depth && s[i] && (strchr(separators, s[i]) || strchr(")]}", s[i])))
			break;
		depth += s[i] && strchr("([{", s[i]);
		depth -= s[i] && strchr(")]}", s[i]);
		i++;
	}
	return i;
}
