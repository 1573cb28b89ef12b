/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The little that the JSON emitters share on top of jansson.
 */
#ifndef JSON_H
#define JSON_H

#include <jansson.h>
#include "base/base.h"
#include "judge/finding.h"

/* A JSON string; NULL gives null, and bytes that are not UTF-8 give U+FFFD. */
json_t *json_text(const char *s);
json_t *json_textn(const char *s, size_t n);
/* Append the value and a newline to out, on one line or indented, and drop it. 0, or -1. */
int json_emit(json_t *v, bool pretty, struct strbuf *out);
/* The message of a finding. */
json_t *json_message(const struct finding *f);

#endif
