// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "util.h"
#include "word.h"

static void out_of_memory(void)
{
	fputs("gfncheck: error: out of memory\n", stderr);
	abort();
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	if (!p)
		out_of_memory();
	return p;
}

void *xrealloc(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		out_of_memory();
	p = realloc(p, n && size ? n * size : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(xcalloc(n, 1), s, n);
}

/* One write(2) a message, so that those of several processes do not mix. */
static void vreport(const char *what, const char *fmt, va_list ap)
{
	char buf[4096];
	int n = snprintf(buf, sizeof(buf), "gfncheck: %s: ", what);
	int m = vsnprintf(buf + n, sizeof(buf) - n - 1, fmt, ap);
	size_t len = m < 0 ? (size_t)n : (size_t)n + m;

	if (len > sizeof(buf) - 2)
		len = sizeof(buf) - 2;
	for (size_t i = 0; i < len; i++)	/* a terminal must not obey a file's name */
		if (is_control(buf[i]) && buf[i] != '\n' && buf[i] != '\t')
			buf[i] = '?';
	buf[len++] = '\n';
	fflush(stdout);
	fwrite(buf, 1, len, stderr);
	fflush(stderr);
}

int error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vreport("error", fmt, ap);
	va_end(ap);
	return -1;
}

int warning(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vreport("warning", fmt, ap);
	va_end(ap);
	return 0;
}

/* Room for n more bytes and the NUL. */
static void strbuf_grow(struct strbuf *sb, size_t n)
{
	size_t want = sb->len + n + 1;

	if (want <= sb->alloc)
		return;
	if (want < sb->alloc * 2)
		want = sb->alloc * 2;
	if (want < 64)
		want = 64;
	sb->buf = xrealloc(sb->buf, want, 1);
	sb->alloc = want;
}

void strbuf_add(struct strbuf *sb, const char *s, size_t n)
{
	strbuf_grow(sb, n);
	if (n)
		memcpy(sb->buf + sb->len, s, n);
	sb->len += n;
	sb->buf[sb->len] = '\0';
}

void strbuf_addstr(struct strbuf *sb, const char *s)
{
	strbuf_add(sb, s, strlen(s));
}

void strbuf_addf(struct strbuf *sb, const char *fmt, ...)
{
	va_list ap;
	int n;

	strbuf_grow(sb, 63);
	va_start(ap, fmt);
	n = vsnprintf(sb->buf + sb->len, sb->alloc - sb->len, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if (sb->len + n >= sb->alloc) {
		strbuf_grow(sb, n);
		va_start(ap, fmt);
		vsnprintf(sb->buf + sb->len, sb->alloc - sb->len, fmt, ap);
		va_end(ap);
	}
	sb->len += n;
}

void strbuf_add_plain(struct strbuf *sb, const char *s)
{
	for (; *s; s++) {
		if (*s == '\t')
			strbuf_addstr(sb, " ");
		else if (is_control(*s))
			strbuf_addf(sb, "\\x%02x", *s);
		else
			strbuf_add(sb, s, 1);
	}
}

/* Empty; also makes buf non-NULL. */
void strbuf_reset(struct strbuf *sb)
{
	sb->len = 0;
	strbuf_add(sb, "", 0);
}

void strbuf_release(struct strbuf *sb)
{
	free(sb->buf);
	*sb = (struct strbuf)STRBUF_INIT;
}

/* Read until the end; the size from stat is only the first guess. */
int strbuf_read(struct strbuf *sb, int fd)
{
	strbuf_add(sb, "", 0);
	for (;;) {
		ssize_t r;

		if (sb->alloc - sb->len < 2)
			strbuf_grow(sb, 65536);
		r = read(fd, sb->buf + sb->len, sb->alloc - sb->len - 1);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return r;
		sb->len += r;
		sb->buf[sb->len] = '\0';
	}
}

/* All of fd, which is closed. */
static char *read_and_close(int fd, off_t size, size_t *len)
{
	struct strbuf sb = STRBUF_INIT;
	int err;

	strbuf_reset(&sb);
	if (size > 0)
		strbuf_grow(&sb, size + 1);	/* one more, to see the end */
	err = strbuf_read(&sb, fd) < 0 ? errno : 0;
	close(fd);
	if (err) {
		strbuf_release(&sb);
		errno = err;
		return NULL;
	}
	if (len)
		*len = sb.len;
	return sb.buf;
}

char *read_file(const char *path, size_t *len)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return NULL;
	return read_and_close(fd, fstat(fd, &st) ? 0 : st.st_size, len);
}

/* errno where the file is no source, else 0. */
static int check_source(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return S_ISDIR(st->st_mode) ? EISDIR : ENXIO;
	return st->st_size > SOURCE_MAX ? EFBIG : 0;
}

char *read_source(const char *path, size_t *len)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), err;

	if (fd < 0)
		return NULL;
	err = fstat(fd, &st) ? errno : check_source(&st);
	if (!err)
		return read_and_close(fd, st.st_size, len);
	close(fd);
	errno = err;
	return NULL;
}

const char *source_refusal(const char *path, struct strbuf *why)
{
	struct stat st;
	int err = stat(path, &st) ? errno : check_source(&st);

	if (!err && access(path, R_OK))
		err = errno;
	if (!err)
		return NULL;
	strbuf_reset(why);
	if (err == ENXIO)
		strbuf_addstr(why, "it is not a regular file");
	else if (err == EFBIG)
		strbuf_addf(why, "it is larger than %d MiB", SOURCE_MAX >> 20);
	else
		strbuf_addf(why, "it cannot be read: %s", strerror(err));
	return why->buf;
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t w = write(fd, data, len);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return -1;
		data += w;
		len -= w;
	}
	return 0;
}

/* The mode the file has, or what the umask leaves of 0666. */
static mode_t file_mode(const char *path)
{
	struct stat st;
	mode_t mask;

	if (!stat(path, &st))
		return st.st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

/* A device or a pipe is written to, never replaced. */
static int write_special(const char *path, const char *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err;

	if (fd < 0)
		return -1;
	err = write_all(fd, data, len);
	return close(fd) || err ? -1 : 0;
}

static bool is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* What a symbolic link leads to, there or not yet; else the path. Caller frees. */
static char *follow_link(const char *path)
{
	char to[PATH_MAX], *real = realpath(path, NULL), *dir, *res;
	ssize_t n;

	if (real)
		return real;
	n = readlink(path, to, sizeof(to) - 1);
	if (n < 0)
		return xstrdup(path);
	to[n] = '\0';
	dir = xstrdup(path);
	if (strrchr(dir, '/'))
		strrchr(dir, '/')[1] = '\0';
	else
		*dir = '\0';
	res = path_normalize(dir, to);
	free(dir);
	return res;
}

static int write_beside(const char *path, const char *data, size_t len)
{
	struct strbuf tmp = STRBUF_INIT;
	int fd, err = 0;

	strbuf_addf(&tmp, "%s.XXXXXX", path);
	fd = mkstemp(tmp.buf);
	if (fd < 0) {
		err = errno;
		goto out;
	}
	if (write_all(fd, data, len) || fchmod(fd, file_mode(path)))
		err = errno;
	if (close(fd) && !err)
		err = errno;
	if (!err && rename(tmp.buf, path))
		err = errno;
	if (err)
		unlink(tmp.buf);
out:
	strbuf_release(&tmp);
	errno = err;
	return err ? -1 : 0;
}

int write_file(const char *path, const char *data, size_t len)
{
	char *real;
	int ret;

	if (is_special(path))
		return write_special(path, data, len);
	real = follow_link(path);
	ret = write_beside(real, data, len);
	free(real);
	return ret;
}

/* Drop the last component of sb; what is above the root is the root. */
static void path_pop(struct strbuf *sb, size_t root)
{
	while (sb->len > root && sb->buf[sb->len - 1] != '/')
		sb->len--;
	if (sb->len > root)
		sb->len--;
	sb->buf[sb->len] = '\0';
}

/* Does sb end in a component that ".." can take away? */
static bool path_can_pop(const struct strbuf *sb, size_t root)
{
	size_t n = sb->len;

	if (n == root)
		return false;
	return !(n >= root + 2 && !strcmp(sb->buf + n - 2, "..") &&
		 (n == root + 2 || sb->buf[n - 3] == '/'));
}

static void path_push(struct strbuf *sb, const char *c, size_t n, size_t root)
{
	if (!n || (n == 1 && c[0] == '.'))
		return;
	if (n == 2 && c[0] == '.' && c[1] == '.') {
		if (path_can_pop(sb, root)) {
			path_pop(sb, root);
			return;
		}
		if (root)
			return;
	}
	if (sb->len > root)
		strbuf_add(sb, "/", 1);
	strbuf_add(sb, c, n);
}

static void path_append(struct strbuf *sb, const char *path, size_t root)
{
	while (*path) {
		size_t n = strcspn(path, "/");

		path_push(sb, path, n, root);
		path += n;
		path += strspn(path, "/");
	}
}

bool ends_in(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);

	return n >= m && !memcmp(s + n - m, tail, m);
}

char *path_normalize(const char *dir, const char *path)
{
	struct strbuf sb = STRBUF_INIT;
	bool use_dir = path[0] != '/' && dir && *dir;
	size_t root = (use_dir ? dir : path)[0] == '/';

	strbuf_addstr(&sb, root ? "/" : "");
	if (use_dir)
		path_append(&sb, dir, root);
	path_append(&sb, path, root);
	if (!sb.len)
		strbuf_addstr(&sb, ".");
	return sb.buf;
}
