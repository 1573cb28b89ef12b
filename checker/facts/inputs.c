// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <xxhash.h>
#include "base/base.h"
#include "inputs.h"

struct input {
	const char *path;	/* interned */
	const char *hash;	/* of what is stamped so; NULL: not read yet */
	int64_t size, mtime;	/* size -1: there is no such file */
	int64_t seen;		/* when that was */
};

struct inputs {
	const char *tree;
	struct strtab *st;
	struct ptrmap by_path;	/* struct input */
	struct arena mem;
};

struct inputs *inputs_new(const char *tree, struct strtab *st)
{
	struct inputs *in = xcalloc(1, sizeof(*in));

	in->tree = tree;
	in->st = st;
	return in;
}

void inputs_free(struct inputs *in)
{
	if (!in)
		return;
	ptrmap_release(&in->by_path);
	arena_release(&in->mem);
	free(in);
}

static int64_t nanoseconds(const struct timespec *ts)
{
	return ts->tv_sec * INT64_C(1000000000) + ts->tv_nsec;
}

int64_t inputs_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME_COARSE, &ts);
	return nanoseconds(&ts);
}

/* mtime: the later of the content's and the inode's, so that no touch hides a change. */
static void look(struct inputs *in, struct input *e)
{
	int64_t size = -1, mtime = 0, ctime;
	struct stat st;

	e->seen = inputs_now();
	if (!stat(tree_path(in->st, in->tree, e->path), &st)) {
		size = st.st_size;
		mtime = nanoseconds(&st.st_mtim);
		ctime = nanoseconds(&st.st_ctim);
		mtime = ctime > mtime ? ctime : mtime;
	}
	if (size != e->size || mtime != e->mtime)
		e->hash = NULL;
	e->size = size;
	e->mtime = mtime;
}

/* The file as it was at or after since. */
static struct input *get(struct inputs *in, const char *path, int64_t since)
{
	void **slot = ptrmap_at(&in->by_path, path, NULL);
	struct input *e = *slot;

	if (!e) {
		e = *slot = arena_alloc(&in->mem, 1, sizeof(*e));
		e->path = path;
		e->size = -1;
		look(in, e);
	} else if (e->seen <= since) {
		look(in, e);
	}
	return e;
}

/* The content's hash, "" for a file that cannot be read. */
static const char *hash_of(struct inputs *in, struct input *e)
{
	size_t len;
	char *text;

	if (e->hash)
		return e->hash;
	text = read_source(tree_path(in->st, in->tree, e->path), &len);
	e->hash = text ? strtab_addf(in->st, "%016llx",
				     (unsigned long long)XXH3_64bits(text, len)) : strtab_empty;
	free(text);
	return e->hash;
}

/* Nothing that was looked for in vain has come since. */
static bool still_absent(struct inputs *in, const struct facts *f, int64_t since)
{
	for (size_t i = 0; i < f->n_absent; i++)
		if (get(in, f->absents[i].path, since)->size >= 0)
			return false;
	return true;
}

bool inputs_settle(struct inputs *in, struct facts *f, int64_t start)
{
	struct fact_dep *d;
	bool sure = true;

	for (d = f->deps; d < f->deps + f->n_dep; d++) {
		struct input *e = get(in, d->path, start);

		d->hash = hash_of(in, e);
		d->size = e->size;
		d->mtime = e->mtime;
		if (e->size < 0 || !*d->hash || e->mtime >= start)
			sure = false;
	}
	return sure && still_absent(in, f, start);
}

/* It has the content it had; its new stamp, if it has one, is noted. */
static bool is_same(struct inputs *in, struct fact_dep *d, bool *refreshed)
{
	struct input *e = get(in, d->path, 0);

	if (e->size == d->size && e->mtime == d->mtime)
		return true;
	if (e->size != d->size || strcmp(hash_of(in, e), d->hash))
		return false;
	d->mtime = e->mtime;
	*refreshed = true;
	return true;
}

bool inputs_unchanged(struct inputs *in, struct facts *f, bool but_own, bool *refreshed)
{
	struct fact_dep *d;

	for (d = f->deps; d < f->deps + f->n_dep; d++)
		if (!(but_own && d->own) && !is_same(in, d, refreshed))
			return false;
	return f->n_dep > 0 && still_absent(in, f, 0);
}

const char *inputs_missing(struct inputs *in, const char *path)
{
	const char *missing = NULL, *slash;

	while (get(in, path, 0)->size < 0) {
		missing = path;
		slash = strrchr(path, '/');
		if (!slash || slash == path)
			break;
		path = strtab_addn(in->st, path, slash - path);
	}
	return missing;
}
