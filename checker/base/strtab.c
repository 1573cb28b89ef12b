// SPDX-License-Identifier: GPL-2.0-only
/*
 * A hash table with open addressing over strings in large blocks, which are
 * never moved and only freed with the table.
 */
#define XXH_INLINE_ALL
#include <xxhash.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "strtab.h"
#include "util.h"

#define BLOCK_SIZE 65536

struct block {
	struct block *next;
	char data[];
};

struct slot {
	const char *s;	/* NULL: free */
	uint32_t hash, len;
};

struct strtab {
	struct slot *slots;
	size_t nr_slots;	/* a power of two */
	size_t used;		/* at most half of the slots */
	struct block *blocks;
	size_t room;		/* bytes left at the end of the first block */
	size_t block_size;
};

const char strtab_empty[] = "";

struct strtab *strtab_new(void)
{
	struct strtab *t = xcalloc(1, sizeof(*t));

	t->nr_slots = 1024;
	t->slots = xcalloc(t->nr_slots, sizeof(*t->slots));
	return t;
}

void strtab_free(struct strtab *t)
{
	struct block *b, *next;

	if (!t)
		return;
	for (b = t->blocks; b; b = next) {
		next = b->next;
		free(b);
	}
	free(t->slots);
	free(t);
}

static void rehash(struct strtab *t)
{
	size_t n = t->nr_slots * 2, i, j;
	struct slot *v = xcalloc(n, sizeof(*v));

	for (i = 0; i < t->nr_slots; i++) {
		if (!t->slots[i].s)
			continue;
		for (j = t->slots[i].hash & (n - 1); v[j].s; j = (j + 1) & (n - 1))
			;
		v[j] = t->slots[i];
	}
	free(t->slots);
	t->slots = v;
	t->nr_slots = n;
}

static char *take(struct strtab *t, size_t n)
{
	struct block *b;

	if (n > t->room) {
		t->block_size = n > BLOCK_SIZE ? n : BLOCK_SIZE;
		b = xrealloc(NULL, 1, sizeof(*b) + t->block_size);
		b->next = t->blocks;
		t->blocks = b;
		t->room = t->block_size;
	}
	t->room -= n;
	return t->blocks->data + t->block_size - t->room - n;
}

const char *strtab_addn(struct strtab *t, const char *s, size_t n)
{
	uint32_t h = (uint32_t)XXH3_64bits(s, n);
	struct slot *e;
	size_t i;
	char *d;

	if (!n)
		return strtab_empty;
	for (i = h & (t->nr_slots - 1);; i = (i + 1) & (t->nr_slots - 1)) {
		e = &t->slots[i];
		if (!e->s)
			break;
		if (e->hash == h && e->len == n && !memcmp(e->s, s, n))
			return e->s;
	}
	d = take(t, n + 1);
	memcpy(d, s, n);
	d[n] = '\0';
	*e = (struct slot){ d, h, (uint32_t)n };
	if (++t->used * 2 > t->nr_slots)
		rehash(t);
	return d;
}

const char *strtab_add(struct strtab *t, const char *s)
{
	return strtab_addn(t, s, strlen(s));
}

const char *strtab_addf(struct strtab *t, const char *fmt, ...)
{
	char buf[256], *big;
	const char *s;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	if (n < 0)
		return strtab_addn(t, "", 0);
	if ((size_t)n < sizeof(buf))
		return strtab_addn(t, buf, n);
	big = xcalloc(1, n + 1);
	va_start(ap, fmt);
	vsnprintf(big, n + 1, fmt, ap);
	va_end(ap);
	s = strtab_addn(t, big, n);
	free(big);
	return s;
}

const char *tree_relative(struct strtab *st, const char *tree, const char *path)
{
	size_t n = strlen(tree);

	if (n > 1 && !strncmp(path, tree, n) && path[n] == '/')
		path += n + 1;
	return strtab_add(st, path);
}

const char *tree_path(struct strtab *st, const char *tree, const char *path)
{
	return path[0] == '/' ? path : strtab_addf(st, "%s/%s", tree, path);
}

const char *folder_of(struct strtab *st, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? strtab_addn(st, path, slash - path) : strtab_add(st, ".");
}

const char *strtab_replace(struct strtab *st, const char *s, const char *folder, const char *by)
{
	size_t n = strlen(folder);
	struct strbuf sb = STRBUF_INIT;
	const char *p, *res;

	if (n < 2 || !strstr(s, folder))
		return strtab_add(st, s);
	strbuf_reset(&sb);
	for (; (p = strstr(s, folder)); s = p + n) {
		bool whole = !p[n] || strchr("/\n =:", p[n]);

		strbuf_add(&sb, s, p - s);
		strbuf_addstr(&sb, whole ? by : folder);
	}
	strbuf_addstr(&sb, s);
	res = strtab_add(st, sb.buf);
	strbuf_release(&sb);
	return res;
}
