// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/base.h"
#include "kvmfiles.h"

static void add_name(struct names *l, const char *dir, const char *name)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s/%s", dir, name);
	GROW(l->v, l->n);
	l->v[l->n++] = sb.buf;
}

void names_release(struct names *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
}

static int name_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_source(const char *name)
{
	size_t n = strlen(name);

	return n > 2 && name[n - 2] == '.' && strchr("chS", name[n - 1]);
}

/* d_type may be unknown; a symbolic link is not followed: its target is seen too. */
static int entry_type(const char *tree, const char *dir, const struct dirent *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct stat st;
	int type = e->d_type;

	if (type == DT_UNKNOWN) {
		strbuf_addf(&sb, "%s/%s/%s", tree, dir, e->d_name);
		type = lstat(sb.buf, &st) ? DT_UNKNOWN : IFTODT(st.st_mode);
		strbuf_release(&sb);
	}
	return type;
}

/* All source files below tree/dir. A folder that is not there has none. */
static int list_files(const char *tree, const char *dir, struct names *files)
{
	struct strbuf sb = STRBUF_INIT;
	struct names dirs = { NULL, 0 };
	struct dirent *e;
	DIR *d;
	int ret = 0;

	strbuf_addf(&sb, "%s/%s", tree, dir);
	d = opendir(sb.buf);
	if (!d) {
		if (errno != ENOENT && errno != ENOTDIR)
			ret = error("cannot read the folder %s: %s", sb.buf, strerror(errno));
		goto out;
	}
	while ((e = readdir(d))) {
		int type = e->d_name[0] == '.' ? DT_UNKNOWN : entry_type(tree, dir, e);

		if (type == DT_DIR)
			add_name(&dirs, dir, e->d_name);
		else if (type == DT_REG && is_source(e->d_name))
			add_name(files, dir, e->d_name);
	}
	closedir(d);
	for (size_t i = 0; i < dirs.n && !ret; i++)
		ret = list_files(tree, dirs.v[i], files);
out:
	names_release(&dirs);
	strbuf_release(&sb);
	return ret;
}

static int list_arch(const char *tree, const char *arch, struct names *files)
{
	static const char *const parts[] = { "kvm", "include" };
	struct strbuf sb = STRBUF_INIT;
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(parts) && !ret; i++) {
		strbuf_reset(&sb);
		strbuf_addf(&sb, "arch/%s/%s", arch, parts[i]);
		ret = list_files(tree, sb.buf, files);
	}
	strbuf_release(&sb);
	return ret;
}

int kvm_sources(const char *tree, const char *arch, struct names *files)
{
	struct strbuf dir = STRBUF_INIT;
	int ret = list_files(tree, "virt/kvm", files);

	strbuf_addf(&dir, "arch/%s/kvm", arch);
	if (!ret)
		ret = list_files(tree, dir.buf, files);
	strbuf_release(&dir);
	return ret;
}

int kvm_files(const char *tree, struct names *files)
{
	struct strbuf sb = STRBUF_INIT;
	struct dirent *e;
	DIR *d;
	int ret = list_files(tree, "virt/kvm", files);

	strbuf_addf(&sb, "%s/arch", tree);
	d = opendir(sb.buf);
	while (d && !ret && (e = readdir(d)))
		if (e->d_name[0] != '.')
			ret = list_arch(tree, e->d_name, files);
	if (d)
		closedir(d);
	strbuf_release(&sb);
	if (files->n)
		qsort(files->v, files->n, sizeof(*files->v), name_cmp);
	return ret;
}

/* The token i, or one of no kind outside the file. */
