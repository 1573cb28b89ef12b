// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>
#include <string.h>
#include "json.h"
#include "util.h"

/* Length of the UTF-8 sequence at s, 0 where it is none jansson would take. */
static size_t utf8_len(const unsigned char *s, size_t n)
{
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

static json_t *json_text_repaired(const char *s, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	json_t *v;

	while (n) {
		size_t len = utf8_len((const unsigned char *)s, n);

		if (len)
			strbuf_add(&sb, s, len);
		else
			strbuf_addstr(&sb, "\xef\xbf\xbd");
		s += len ? len : 1;
		n -= len ? len : 1;
	}
	v = json_stringn(sb.buf, sb.len);
	strbuf_release(&sb);
	return v;
}

json_t *json_textn(const char *s, size_t n)
{
	json_t *v = json_stringn(s, n);

	return v ? v : json_text_repaired(s, n);
}

json_t *json_text(const char *s)
{
	return s ? json_textn(s, strlen(s)) : json_null();
}

static int append(const char *s, size_t n, void *out)
{
	strbuf_add(out, s, n);
	return 0;
}

int json_emit(json_t *v, bool pretty, struct strbuf *out)
{
	int ret = json_dump_callback(v, append, out, pretty ? JSON_INDENT(1) : JSON_COMPACT);

	json_decref(v);
	if (ret)
		return error("cannot write the report as JSON");
	strbuf_add(out, "\n", 1);
	return 0;
}
