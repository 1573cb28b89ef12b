// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of a unit, and where in them something stands.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "cx.h"

char *cx_path(struct cx *cx, CXFile handle)
{
	CXString s = clang_getFileName(handle);
	char *abs = path_normalize(cx->dir, clang_getCString(s));

	clang_disposeString(s);
	return abs;
}

static const char *relative_path(struct cx *cx, const char *p)
{
	if (cx->tree_len && !strncmp(p, cx->tree, cx->tree_len) && p[cx->tree_len] == '/')
		p += cx->tree_len + 1;
	return strtab_add(cx->st, p);
}

/* Code that matters names a struct kvm..., or is made of macros that do. */
static bool text_is_kvm(const char *path, const char *text)
{
	return strstr(path, "kvm") || strstr(text, "struct kvm");
}

static bool has_bare_cr(const char *s)
{
	while ((s = strchr(s, '\r')))
		if (*++s != '\n')
			return true;
	return false;
}

/*
 * Read here rather than asked of libclang, which looks through all files of
 * the unit for each that it is asked for.
 */
static struct cx_file *file_new(struct cx *cx, CXFile handle)
{
	struct cx_file *f = xcalloc(1, sizeof(*f));
	char *path = cx_path(cx, handle);

	f->handle = handle;
	f->path = relative_path(cx, path);
	f->text = read_source(path, &f->len);
	if (!f->text)
		f->text = xstrdup("");
	f->kvm = text_is_kvm(f->path, f->text);
	f->bare_cr = has_bare_cr(f->text);
	free(path);
	return f;
}

const struct cx_file *cx_file(struct cx *cx, CXFile handle)
{
	void **slot;

	if (!handle)
		return NULL;
	slot = ptrmap_at(&cx->files, handle, NULL);
	if (!*slot)
		*slot = file_new(cx, handle);
	return *slot;
}

void cx_files_release(struct cx *cx)
{
	for (size_t i = 0; i < cx->files.alloc; i++) {
		struct cx_file *f = cx->files.slots[i].value;

		if (f)
			free(f->text);
		free(f);
	}
	ptrmap_release(&cx->files);
}

/*
 * clang ends a line at a carriage return of its own, which nothing else does
 * that shows lines to people.
 */
static void settle_line(struct cx_place *p)
{
	const char *start = p->file ? p->file->text : NULL, *nl;
	const char *end = start + p->off;

	if (!start || !p->file->bare_cr || p->off > p->file->len)
		return;
	for (p->line = 1; (nl = memchr(start, '\n', end - start)); start = nl + 1)
		p->line++;
	p->col = end - start + 1;
}

/* One of libclang's ways to say where a location is. */
typedef void locate_fn(CXSourceLocation loc, CXFile *file, unsigned int *line, unsigned int *col,
		       unsigned int *off);

static struct cx_place place_of(struct cx *cx, CXSourceLocation loc, locate_fn *locate)
{
	struct cx_place p = { .macro = "" };
	CXFile f;

	locate(loc, &f, &p.line, &p.col, &p.off);
	p.file = cx_file(cx, f);
	settle_line(&p);
	return p;
}

struct cx_place cx_in_file(struct cx *cx, CXSourceLocation loc)
{
	return place_of(cx, loc, clang_getFileLocation);
}

struct cx_place cx_spelled_at(struct cx *cx, CXSourceLocation loc)
{
	return place_of(cx, loc, clang_getSpellingLocation);
}

const char *cx_word(struct cx *cx, const struct cx_file *f, size_t off)
{
	return f && off < f->len ?
		strtab_addn(cx->st, f->text + off, word_len(f->text + off, f->len - off)) : "";
}
