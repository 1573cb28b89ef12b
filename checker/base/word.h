/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names in a text: letters, digits and underscores, as many as stand together;
 * and what in it is no character to be shown.
 */
#ifndef WORD_H
#define WORD_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>

static inline bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* What a terminal may obey rather than show, tabs and line ends with it. */
static inline bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/* How many characters of a name s starts with, of its first len. */
size_t word_len(const char *s, size_t len);

/* Is all of s one name? Of nothing, too. */
bool is_one_word(const char *s);

/* Where the word stands first in text[0, len), not as a part of a longer one; or NULL. */
const char *find_word(const char *text, size_t len, const char *word);

#endif
