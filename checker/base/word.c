// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem() */
#include <string.h>
#include "word.h"

size_t word_len(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && is_word_char(s[n]))
		n++;
	return n;
}

bool is_one_word(const char *s)
{
	return !s[word_len(s, strlen(s))];
}

const char *find_word(const char *text, size_t len, const char *word)
{
	const char *end = text + len, *p = text;
	size_t n = strlen(word);

	while (n && (p = memmem(p, end - p, word, n))) {
		if ((p == text || !is_word_char(p[-1])) && (p + n == end || !is_word_char(p[n])))
			return p;
		p += n;
	}
	return NULL;
}
