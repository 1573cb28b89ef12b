// SPDX-License-Identifier: GPL-2.0-only
#include "utf8.h"
#include "util.h"

size_t utf8_len(const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t len = *s < 0x80 ? 1 : *s < 0xc2 ? 0 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : *s < 0xf5 ? 4 : 0;

	if (!len || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((*s == 0xe0 && s[1] < 0xa0) || (*s == 0xed && s[1] > 0x9f))	/* overlong, surrogate */
		return 0;
	if ((*s == 0xf0 && s[1] < 0x90) || (*s == 0xf4 && s[1] > 0x8f))
		return 0;
	return len;
}

bool utf8_valid(const char *s, size_t n)
{
	size_t len;

	for (; n; s += len, n -= len) {
		len = utf8_len(s, n);
		if (!len)
			return false;
	}
	return true;
}

void utf8_add(struct strbuf *out, const char *s, size_t n)
{
	size_t len;

	for (; n; s += len, n -= len) {
		len = utf8_len(s, n);
		if (len) {
			strbuf_add(out, s, len);
		} else {
			strbuf_addf(out, "\\x%02x", (unsigned char)*s);
			len = 1;
		}
	}
}
