// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "facts/facts.h"
#include "defs.h"

static const char *next_name(const char *s, size_t *n)
{
	*n = strcspn(s, "|");
	return s[*n] ? s + *n + 1 : NULL;
}

static bool has_name(const char *set, const char *v, size_t len)
{
	while (set && *set) {
		size_t n;
		const char *next = next_name(set, &n);

		if (n == len && !memcmp(set, v, n))
			return true;
		set = next;
	}
	return false;
}

static size_t count_names(const char *set)
{
	size_t n = *set != '\0';

	for (; *set; set++)
		n += *set == '|';
	return n;
}

/* Kept in order of strcmp(), so that a set has one spelling. */
static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *normalize(struct strtab *st, char *set)
{
	const char *v[2 * VALUE_SET];
	struct strbuf sb = STRBUF_INIT;
	const char *res;
	size_t n = 0;

	for (char *save, *p = strtok_r(set, "|", &save); p; p = strtok_r(NULL, "|", &save))
		if (n < ARRAY_SIZE(v))
			v[n++] = p;
	if (n > VALUE_SET)
		return strtab_add(st, "?");
	qsort(v, n, sizeof(*v), compare);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(&sb, "%s%s", i ? "|" : "", v[i]);
	res = strtab_add(st, sb.buf ? sb.buf : "");
	strbuf_release(&sb);
	return res;
}

const char *defs_join(struct strtab *st, const char *a, const char *b)
{
	struct strbuf sb = STRBUF_INIT;
	const char *p = b, *res;

	if (a == b || !*b)
		return a;
	if (!*a)
		return b;
	strbuf_addstr(&sb, a);
	while (p) {
		size_t n;
		const char *next = next_name(p, &n);

		if (!has_name(a, p, n)) {
			strbuf_addstr(&sb, "|");
			strbuf_add(&sb, p, n);
		}
		p = next;
	}
	res = count_names(sb.buf) > VALUE_SET ? strtab_add(st, "?") : normalize(st, sb.buf);
	strbuf_release(&sb);
	return res;
}

int defs_next(const char **set)
{
	int n;

	if (**set != 'd')
		return -1;
	n = atoi(*set + 1);
	*set += strcspn(*set, "|");
	*set += **set == '|';
	return n;
}
