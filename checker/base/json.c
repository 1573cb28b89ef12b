// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>
#include <string.h>
#include "json.h"
#include "utf8.h"
#include "util.h"

static json_t *json_text_escaped(const char *s, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	json_t *v;

	strbuf_reset(&sb);
	utf8_add(&sb, s, n);
	v = json_stringn(sb.buf, sb.len);
	strbuf_release(&sb);
	return v;
}

json_t *json_textn(const char *s, size_t n)
{
	json_t *v = json_stringn(s, n);

	return v ? v : json_text_escaped(s, n);
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
