// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>
#include "base/base.h"
#include "sparse.h"

#define SLOTS 64

struct want {
	enum sparse_what what;
	const char *path;
};

/* A file that the git tree has and we want. */
struct entry {
	const char *path, *blob;	/* blob NULL: it is not in the tree now */
	bool link;
};

struct sparse {
	struct strtab *st;
	const char *dir, *tree, *scratch;
	int lock;
	struct want *wants;
	size_t n_wants;
	struct ptrmap by_path;	/* path: struct entry */
	struct entry **entries;
	size_t n;
	const char **paths;	/* for sparse_paths() */
	const char *at;		/* the git tree it is now, or NULL */
	struct entry **todo;	/* to be written */
	size_t n_todo;
};

static const char *cache_folder(struct strtab *st)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	const char *tmp = getenv("TMPDIR");

	if (xdg && xdg[0] == '/')
		return strtab_add(st, xdg);
	if (home && home[0] == '/')
		return strtab_addf(st, "%s/.cache", home);
	return strtab_addf(st, "%s/gfncheck.%ld", tmp && *tmp ? tmp : "/tmp", (long)getuid());
}

/* All folders of a path, which then is one of ours. */
static int make_folders(const char *path)
{
	char *p = xstrdup(path), *s = p;
	int err = 0;

	while (!err && (s = strchr(s + 1, '/'))) {
		*s = '\0';
		err = mkdir(p, 0700) && errno != EEXIST;
		*s = '/';
	}
	if (!err)
		err = mkdir(path, 0700) && errno != EEXIST;
	free(p);
	return err ? error("cannot make the folder %s: %s", path, strerror(errno)) : 0;
}

/* 1: ours now, 0: somebody else's; -1 after error(). */
static int take_slot(struct sparse *s, const char *dir)
{
	const char *lock = strtab_addf(s->st, "%s/lock", dir);

	if (make_folders(dir))
		return -1;
	s->lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (s->lock < 0)
		return error("cannot open %s: %s", lock, strerror(errno));
	if (!flock(s->lock, LOCK_EX | LOCK_NB))
		return 1;
	close(s->lock);
	s->lock = -1;
	return 0;
}

struct sparse *sparse_open(const char *key, struct strtab *st)
{
	struct sparse *s = xcalloc(1, sizeof(*s));
	int i, got = 0;

	s->st = st;
	s->lock = -1;
	for (i = 0; i < SLOTS && !got; i++) {
		s->dir = strtab_addf(st, "%s/gfncheck/review/%016llx.%d", cache_folder(st),
				     (unsigned long long)XXH3_64bits(key, strlen(key)), i);
		got = take_slot(s, s->dir);
	}
	if (got > 0) {
		s->tree = strtab_addf(st, "%s/tree", s->dir);
		s->scratch = strtab_addf(st, "%s/run", s->dir);
		if (!make_folders(s->tree))
			return s;
	}
	if (!got)
		error("%d reviews of this build are running: wait for one of them", SLOTS);
	sparse_close(s);
	return NULL;
}

void sparse_close(struct sparse *s)
{
	if (!s)
		return;
	if (s->lock >= 0)
		close(s->lock);
	for (size_t i = 0; i < s->n; i++)
		free(s->entries[i]);
	ptrmap_release(&s->by_path);
	free(s->entries);
	free(s->paths);
	free(s->todo);
	free(s->wants);
	free(s);
}

const char *sparse_tree(const struct sparse *s)
{
	return s->tree;
}

const char *sparse_scratch(const struct sparse *s)
{
	return s->scratch;
}

void sparse_want(struct sparse *s, enum sparse_what what, const char *path)
{
	path = strtab_add(s->st, path);
	for (size_t i = 0; i < s->n_wants; i++)
		if (s->wants[i].what == what && s->wants[i].path == path)
			return;
	GROW(s->wants, s->n_wants);
	s->wants[s->n_wants++] = (struct want){ what, path };
}

static bool is_c_file(const char *path)
{
	return ends_in(path, ".h") || ends_in(path, ".c") || ends_in(path, ".inc") ||
	       ends_in(path, ".def");
}

static bool want_has(const struct want *w, const char *path)
{
	size_t n = strlen(w->path);

	if (strncmp(path, w->path, n))
		return false;
	if (w->path[n - 1] != '/')
		return !path[n];
	switch (w->what) {
	case SPARSE_ALL: return true;
	case SPARSE_FILES: return !strchr(path + n, '/') && is_c_file(path);
	case SPARSE_HEADERS: return ends_in(path, ".h");
	}
	return false;
}

/* A name that git itself would not check out, or that leads elsewhere. */
static bool is_plain(const char *path)
{
	if (strpbrk(path, "\n\r"))
		return false;
	for (const char *p = path; ; p++) {
		size_t n = strcspn(p, "/");

		if (!n || (n == 1 && p[0] == '.') || (n == 2 && !strncmp(p, "..", 2)) ||
		    (n == 4 && !strncasecmp(p, ".git", 4)) || n > NAME_MAX)
			return false;
		p += n;
		if (!*p)
			return true;
	}
}

static bool wanted(const struct sparse *s, const char *path)
{
	if (!is_plain(path))
		return false;
	for (size_t i = 0; i < s->n_wants; i++)
		if (want_has(&s->wants[i], path))
			return true;
	return false;
}

static struct entry *entry_at(struct sparse *s, const char *path)
{
	void **slot;

	path = strtab_add(s->st, path);
	slot = ptrmap_at(&s->by_path, path, NULL);
	if (!*slot) {
		struct entry *e = xcalloc(1, sizeof(*e));

		*slot = e;
		e->path = path;
		GROW(s->entries, s->n);
		s->entries[s->n++] = e;
	}
	return *slot;
}

/* Content to time: some moment between 1970 and 2004, to the nanosecond. */
static struct timespec stamp_of(const char *blob)
{
	uint64_t h = XXH3_64bits(blob, strlen(blob));

	return (struct timespec){ .tv_sec = 1 + h % (1 << 30), .tv_nsec = (h >> 30) % 1000000000 };
}

static const char *full_path(const struct sparse *s, const char *path)
{
	return strtab_addf(s->st, "%s/%s", s->tree, path);
}

static bool is_there(const struct sparse *s, const struct entry *e)
{
	struct timespec want = stamp_of(e->blob);
	struct stat st;

	return !lstat(full_path(s, e->path), &st) && S_ISREG(st.st_mode) &&
	       st.st_mtim.tv_sec == want.tv_sec && st.st_mtim.tv_nsec == want.tv_nsec;
}

/* What is in the way of a file or of a folder of it goes; only below our tree. */
static void make_way(const struct sparse *s, const char *path)
{
	char *full = xstrdup(full_path(s, path)), *p = full + strlen(s->tree);
	struct stat st;

	while ((p = strchr(p + 1, '/'))) {
		*p = '\0';
		if (!lstat(full, &st) && !S_ISDIR(st.st_mode))
			unlink(full);
		mkdir(full, 0700);
		*p = '/';
	}
	if (!lstat(full, &st)) {
		if (S_ISDIR(st.st_mode))
			remove_tree(full);
		else
			unlink(full);
	}
	free(full);
}

static int write_entry(struct sparse *s, const struct entry *e, const char *data, size_t len)
{
	const char *full = full_path(s, e->path);
	struct timespec times[2] = { stamp_of(e->blob), stamp_of(e->blob) };
	int fd, err;

	make_way(s, e->path);
	fd = open(full, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	err = fd < 0;
	while (!err && len) {
		ssize_t n = write(fd, data, len);

		err = n < 0 && errno != EINTR;
		data += n > 0 ? n : 0;
		len -= n > 0 ? n : 0;
	}
	if (!err)
		err = futimens(fd, times);
	if (fd >= 0 && close(fd))
		err = 1;
	return err ? error("cannot write %s: %s", full, strerror(errno)) : 0;
}

/* With the folders that it leaves empty: git has none, and facts rest on what is absent. */
static void remove_file(const struct sparse *s, const char *path)
{
	char *full = xstrdup(full_path(s, path)), *slash;

	unlink(full);
	while ((slash = strrchr(full, '/')) > full + strlen(s->tree)) {
		*slash = '\0';
		if (rmdir(full))
			break;
	}
	free(full);
}

static void remove_entry(struct sparse *s, struct entry *e)
{
	remove_file(s, e->path);
	e->blob = NULL;
}

static void later(struct sparse *s, struct entry *e)
{
	GROW(s->todo, s->n_todo);
	s->todo[s->n_todo++] = e;
}

/*
 * One answer of cat-file --batch: "<oid> <type> <size>\n<content>\n", or a line
 * that says that there is none. *p is moved behind it.
 */
static bool batch_next(const char **p, const char *end, const char **data, size_t *len)
{
	const char *nl = memchr(*p, '\n', end - *p), *sp;
	char type[16] = "";
	unsigned long long size = 0;

	*data = NULL;
	*len = 0;
	if (!nl)
		return false;
	sp = memchr(*p, ' ', nl - *p);
	if (!sp || !isdigit((unsigned char)nl[-1])) {
		*p = nl + 1;
		return true;
	}
	/* of a link that leads nowhere there is no id, but what it says */
	if (sscanf(sp, " %15s %llu", type, &size) != 2)
		sscanf(sp, " %llu", &size);
	*p = nl + 1;
	if (size > (size_t)(end - *p))
		return false;
	if (!strcmp(type, "blob")) {
		*data = *p;
		*len = size;
	}
	*p += size;
	*p += *p < end;
	return true;
}

/* Where a link leads can change without it: its content's own id says what is there. */
static int write_link(struct sparse *s, struct entry *e, const char *data, size_t len)
{
	e->blob = strtab_addf(s->st, "%016llx",
			      data ? (unsigned long long)XXH3_64bits(data, len) : 0);
	if (!data)
		remove_file(s, e->path);
	return !data || is_there(s, e) ? 0 : write_entry(s, e, data, len);
}

/* data: NULL where git has no such file. */
static int write_one(struct sparse *s, const struct git *g, struct entry *e, const char *data,
		     size_t len)
{
	if (e->link)
		return write_link(s, e, data, len);
	if (!data)
		return error("%s lacks the content of %s", g->name, e->path);
	return write_entry(s, e, data, len);
}

/* Write what is in todo. A link is asked for by its path, to be followed inside the tree. */
static int write_batch(struct sparse *s, const struct git *g, bool links)
{
	struct git_output o = GIT_OUTPUT_INIT;
	struct strbuf in = STRBUF_INIT;
	const char *p, *data;
	size_t i, len, n = 0;
	int err = -1;

	strbuf_add(&in, "", 0);
	for (i = 0; i < s->n_todo; i++) {
		if (s->todo[i]->link != links || !++n)
			continue;
		if (links)
			strbuf_addf(&in, "%s:%s\n", s->at, s->todo[i]->path);
		else
			strbuf_addf(&in, "%s\n", s->todo[i]->blob);
	}
	if (n && git_run(g, &in, &o, "cat-file", "--batch",
			 links ? "--follow-symlinks" : "--buffer", NULL)) {
		git_error(&o, "cannot read files of %s", g->name);
		goto out;
	}
	err = 0;
	p = o.out.buf;
	for (i = 0; i < s->n_todo && !err && n; i++) {
		if (s->todo[i]->link != links)
			continue;
		if (!batch_next(&p, o.out.buf + o.out.len, &data, &len))
			err = error("cannot read %s of %s: git has no more to say", s->todo[i]->path,
				    g->name);
		else
			err = write_one(s, g, s->todo[i], data, len);
	}
out:
	git_output_release(&o);
	strbuf_release(&in);
	return err;
}

/* A moment later than all that was just written, on the clock that files are stamped with. */
static void let_clock_tick(void)
{
	struct timespec nap = { .tv_nsec = 1000000 }, was, now;

	clock_gettime(CLOCK_REALTIME_COARSE, &was);
	do {
		nanosleep(&nap, NULL);
		clock_gettime(CLOCK_REALTIME_COARSE, &now);
	} while (now.tv_sec == was.tv_sec && now.tv_nsec == was.tv_nsec);
}

static int write_todo(struct sparse *s, const struct git *g)
{
	int err = write_batch(s, g, false);

	if (!err)
		err = write_batch(s, g, true);
	if (s->n_todo)
		let_clock_tick();
	s->n_todo = 0;
	return err;
}

/* What git says of a path: it is wanted or not, there already or to be written. */
static void see(struct sparse *s, const char *path, const char *mode, const char *blob)
{
	struct entry *e;

	if (strncmp(mode, "100", 3) && strcmp(mode, "120000"))
		return;
	e = entry_at(s, path);
	e->link = !strcmp(mode, "120000");
	e->blob = strtab_add(s->st, blob);
	if (e->link || !is_there(s, e))
		later(s, e);
}

/* Lines of ls-tree -z: "<mode> <type> <oid>\t<path>". */
static void see_listing(struct sparse *s, const struct strbuf *out)
{
	char mode[8], oid[80];
	const char *p = out->buf, *end = p + out->len, *tab;

	for (; p < end; p += strlen(p) + 1) {
		tab = strchr(p, '\t');
		if (tab && sscanf(p, "%7s %*s %79s", mode, oid) == 2 && wanted(s, tab + 1))
			see(s, tab + 1, mode, oid);
	}
}

/* Remove what an earlier run left and this tree has not. path: relative, "" at the top. */
static void sweep(struct sparse *s, const char *path)
{
	DIR *d = opendir(*path ? full_path(s, path) : s->tree);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		const char *sub = strtab_addf(s->st, "%s%s%s", path, *path ? "/" : "", e->d_name);
		struct stat st;

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		    lstat(full_path(s, sub), &st))
			continue;
		if (S_ISDIR(st.st_mode)) {
			sweep(s, sub);
			rmdir(full_path(s, sub));
		} else if (!sparse_blob(s, sub)) {
			unlink(full_path(s, sub));
		}
	}
	if (d)
		closedir(d);
}

static int list_tree(const struct git *g, const char *tree, struct git_output *o)
{
	if (git_run(g, NULL, o, "ls-tree", "-r", "-z", "--full-tree", tree, NULL))
		return git_error(o, "cannot list the tree %s of %s", tree, g->name);
	return 0;
}

static int go_from_nothing(struct sparse *s, const struct git *g)
{
	struct git_output o = GIT_OUTPUT_INIT;
	int err = list_tree(g, s->at, &o);

	if (!err) {
		see_listing(s, &o.out);
		sweep(s, "");
		err = write_todo(s, g);
	}
	git_output_release(&o);
	return err;
}

/* Records of diff-tree -z: ":<mode> <mode> <oid> <oid> <status>" NUL <path> NUL. */
static void see_changes(struct sparse *s, const struct strbuf *out)
{
	char mode[8], oid[80], status;
	const char *p = out->buf, *end = p + out->len, *path;

	for (; p < end; p = path + strlen(path) + 1) {
		path = p + strlen(p) + 1;
		if (path >= end)
			return;
		if (sscanf(p, ":%*s %7s %*s %79s %c", mode, oid, &status) != 3 || !wanted(s, path))
			continue;
		if (status == 'D')
			remove_entry(s, entry_at(s, path));
		else
			see(s, path, mode, oid);
	}
}

static int go_from(struct sparse *s, const struct git *g, const char *from)
{
	struct git_output o = GIT_OUTPUT_INIT;
	size_t i;
	int err = 0;

	if (git_run(g, NULL, &o, "diff-tree", "-r", "-z", "--no-renames", "--full-index", from,
		    s->at, NULL))
		err = git_error(&o, "cannot compare two trees of %s", g->name);
	if (!err) {
		see_changes(s, &o.out);
		for (i = 0; i < s->n && o.out.len; i++)
			if (s->entries[i]->blob && s->entries[i]->link)
				later(s, s->entries[i]);
		err = write_todo(s, g);
	}
	git_output_release(&o);
	return err;
}

int sparse_go(struct sparse *s, const struct git *g, const char *tree)
{
	const char *from = s->at;

	if (from == tree)
		return 0;
	s->at = tree;
	if (!(from ? go_from(s, g, from) : go_from_nothing(s, g)))
		return 0;
	s->at = NULL;
	return -1;
}

/* "a/b.h" is what "../a/b.h" may mean. */
int sparse_include(struct sparse *s, const struct git *g, const char *name)
{
	struct git_output o = GIT_OUTPUT_INIT;
	const char *p, *end, *path, *tail;
	int n = 0;

	while (!strncmp(name, "../", 3) || !strncmp(name, "./", 2))
		name = strchr(name, '/') + 1;
	tail = strtab_addf(s->st, "/%s", name);
	if (list_tree(g, s->at, &o)) {
		git_output_release(&o);
		return -1;
	}
	for (p = o.out.buf, end = p + o.out.len; p < end; p += strlen(p) + 1) {
		path = strchr(p, '\t');
		if (!path || (!ends_in(path, tail) && strcmp(path + 1, name)) || wanted(s, path + 1))
			continue;
		sparse_want(s, SPARSE_ALL, path + 1);
		n++;
	}
	if (n)
		see_listing(s, &o.out);
	git_output_release(&o);
	return n && write_todo(s, g) ? -1 : n;
}

const char *sparse_blob(const struct sparse *s, const char *path)
{
	const struct entry *e = ptrmap_get(&s->by_path, strtab_add(s->st, path), NULL);

	return e ? e->blob : NULL;
}

const char *const *sparse_paths(const struct sparse *s, size_t *n)
{
	struct sparse *w = (struct sparse *)s;

	w->paths = xrealloc(w->paths, s->n + 1, sizeof(*w->paths));
	*n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->entries[i]->blob)
			w->paths[(*n)++] = s->entries[i]->path;
	return w->paths;
}
