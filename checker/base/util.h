/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What every file needs: strings that grow, files whole, errors on stderr.
 */
#ifndef UTIL_H
#define UTIL_H

#include <stdbool.h>
#include <stddef.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Allocation that does not fail: aborts with a message when memory is out. */
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n, size_t size);
char *xstrdup(const char *s);

/* Make room for one more element in array v of n, growing by powers of two. */
#define GROW(v, n) \
	((v) = ((n) & ((n) - 1)) ? (v) : xrealloc((v), (n) ? (n) * 2 : 1, sizeof(*(v))))

/* "gfncheck: error: ..." on stderr; always returns -1. */
int error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* "gfncheck: warning: ..." on stderr; always returns 0. */
int warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A string that grows. buf is always NUL-terminated, never NULL after init. */
struct strbuf {
	char *buf;
	size_t len, alloc;
};
#define STRBUF_INIT { NULL, 0, 0 }
void strbuf_add(struct strbuf *sb, const char *s, size_t n);
void strbuf_addstr(struct strbuf *sb, const char *s);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A name or a text as a line shows it: a tab is a blank, other control characters \\xNN. */
void strbuf_add_plain(struct strbuf *sb, const char *s);
/* Append all that is left of fd; -1 with errno set, what came before that appended. */
int strbuf_read(struct strbuf *sb, int fd);
void strbuf_reset(struct strbuf *sb);
void strbuf_release(struct strbuf *sb);

/* The whole file, NUL-terminated (not counted); NULL with errno set. Caller frees. */
char *read_file(const char *path, size_t *len);
/*
 * The same of a file that anyone may have put into a tree: a regular one of at
 * most SOURCE_MAX bytes, or errno is ENXIO, EISDIR or EFBIG. Never waits.
 */
#define SOURCE_MAX (64 << 20)
char *read_source(const char *path, size_t *len);
/* Why read_source() would not read it, in why; NULL where it would. */
const char *source_refusal(const char *path, struct strbuf *why);
/* Write beside what a link leads to, then rename; -1 with errno set, and nothing half written. */
int write_file(const char *path, const char *data, size_t len);
/* Does the string end so? */
bool ends_in(const char *s, const char *tail);
/* Canonical path without touching the file system ("a/./b/../c" is "a/c"). Caller frees. */
char *path_normalize(const char *dir, const char *path);

#endif
