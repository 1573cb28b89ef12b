/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * JSON: what we need on top of jansson.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>

struct json_t;
struct strbuf;

/* A JSON string; NULL gives null, and bytes that are not UTF-8 are "\xe9" in it. */
struct json_t *json_text(const char *s);
struct json_t *json_textn(const char *s, size_t n);
/* Append the value and a newline to out, on one line or indented, and drop it. 0, or -1. */
int json_emit(struct json_t *v, bool pretty, struct strbuf *out);

#endif
