// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making the edits: all those of a file at once, or as a diff.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "changes.h"
#include "fix.h"

static int file_cmp(const void *pa, const void *pb)
{
	const struct edit *const *a = pa, *const *b = pb;

	return strcmp((*a)->file, (*b)->file);
}

/* All edits, by file. */
static const struct edit **collect(const struct findings *l, size_t *n)
{
	const struct edit **v = NULL;

	*n = 0;
	for (size_t i = 0; i < l->n; i++) {
		for (size_t j = 0; j < l->v[i].n_edits; j++) {
			GROW(v, *n);
			v[(*n)++] = &l->v[i].edits[j];
		}
	}
	if (*n)
		qsort(v, *n, sizeof(*v), file_cmp);
	return v;
}

/* The edits fit the file and each other, or there is an error to tell. */
static int check_changes(const struct changes *c, const char *path, size_t len)
{
	if (changes_overlap(c))
		return error("cannot edit %s: two edits overlap; this is a bug, please report it", path);
	if (c->v[c->n - 1].off + c->v[c->n - 1].len > len)
		return error("cannot edit %s: it has changed since it was analysed; run again", path);
	return 0;
}

/* The folders that lead to path. */
static int make_folders(const char *path)
{
	char *p = xstrdup(path);
	int ret = 0;

	for (char *s = strchr(p + 1, '/'); s && !ret; s = strchr(s + 1, '/')) {
		*s = '\0';
		if (mkdir(p, 0777) && errno != EEXIST)
			ret = error("cannot make the folder %s: %s", p, strerror(errno));
		*s = '/';
	}
	free(p);
	return ret;
}

static int write_changed(const struct changes *c, const char *path, const char *buf, size_t len)
{
	struct strbuf out = STRBUF_INIT;
	int ret = make_folders(path);

	strbuf_reset(&out);
	changes_apply(c, buf, len, &out);
	if (!ret && write_file(path, out.buf, out.len))
		ret = error("cannot write %s: %s", path, strerror(errno));
	strbuf_release(&out);
	return ret;
}

static int apply_file(const struct edit **e, size_t n, const struct fix_target *to)
{
	const char *file = e[0]->file;
	struct strbuf path = STRBUF_INIT;
	struct changes c = { NULL, 0 };
	size_t len;
	char *buf;
	int ret;

	strbuf_addf(&path, "%s/%s", to->tree, file);
	buf = read_source(path.buf, &len);
	if (!buf) {
		ret = error("cannot read %s: %s", path.buf, strerror(errno));
		goto out;
	}
	for (size_t i = 0; i < n; i++)
		changes_add(&c, e[i]->off, e[i]->len, e[i]->text, 0);
	changes_sort(&c);
	ret = check_changes(&c, path.buf, len);
	strbuf_reset(&path);
	strbuf_addf(&path, "%s/%s", to->out ? to->out : to->tree, file);
	if (!ret && to->diff)
		changes_diff(&c, file, buf, len, to->diff);
	else if (!ret)
		ret = write_changed(&c, path.buf, buf, len);
out:
	changes_release(&c);
	strbuf_release(&path);
	free(buf);
	return ret;
}

int fix_apply(const struct findings *l, const struct fix_target *to)
{
	size_t n, end;
	const struct edit **e = collect(l, &n);
	int files = 0;

	for (size_t i = 0; i < n && files >= 0; i = end) {
		for (end = i + 1; end < n && !strcmp(e[end]->file, e[i]->file); end++)
			;
		if (e[i]->file[0] == '/') {
			warning("%s is outside the tree %s: left as it is", e[i]->file, to->tree);
			continue;
		}
		files = apply_file(e + i, end - i, to) ? -1 : files + 1;
	}
	free(e);
	return files;
}
