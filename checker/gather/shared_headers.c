// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include "base/base.h"
#include "scan/scan.h"
#include "shared_headers.h"

static const char *hash_name(const char *flags, struct strtab *st)
{
	return strtab_addf(st, "%016llx", (unsigned long long)XXH3_64bits(flags, strlen(flags)));
}

static struct shared_header *find(const struct shared_headers *s, const char *flags)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->v[i].flags == flags)
			return &s->v[i];
	return NULL;
}

static void add_unit(struct shared_headers *s, const struct unit *u, struct strtab *st)
{
	const char *flags = pch_flags(u, st);
	struct shared_header *h = find(s, flags);

	if (!h) {
		GROW(s->v, s->n);
		h = &s->v[s->n++];
		*h = (struct shared_header){ .flags = flags, .unit = *u };
		facts_init(&h->facts);
	}
	h->n_units++;
}

static void drop_rare(struct shared_headers *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		if (s->v[i].n_units >= SHARED_MIN || s->lone)
			s->v[n++] = s->v[i];
	s->n = n;
}

static const char *temporary_prefix(struct strtab *st)
{
	const char *tmp = getenv("TMPDIR");
	struct strbuf sb = STRBUF_INIT;
	const char *prefix = NULL;

	strbuf_addf(&sb, "%s/gfncheck.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (mkdtemp(sb.buf))
		prefix = strtab_addf(st, "%s/header", sb.buf);
	strbuf_release(&sb);
	return prefix;
}

void shared_init(struct shared_headers *s, const struct compdb *db, const char *prefix, bool lone,
		 struct strtab *st)
{
	size_t i;

	*s = (struct shared_headers){ .lone = lone && prefix };
	for (i = 0; i < db->n_units; i++)
		add_unit(s, &db->units[i], st);
	drop_rare(s);
	if (!s->n)
		return;
	s->temporary = !prefix;
	s->prefix = prefix ? prefix : temporary_prefix(st);
	if (!s->prefix)
		s->n = 0;
	for (i = 0; i < s->n; i++)
		s->v[i].unit.file = strtab_addf(st, "%s-%s.%ld.new.pch", s->prefix,
						hash_name(s->v[i].flags, st), (long)getpid());
}

static void remove_folder(const char *prefix)
{
	char *dir = xstrdup(prefix);

	*strrchr(dir, '/') = '\0';
	rmdir(dir);
	free(dir);
}

static void remove_files(const char *pattern)
{
	glob_t g;
	size_t i;

	if (glob(pattern, GLOB_NOSORT, NULL, &g))
		return;
	for (i = 0; i < g.gl_pathc; i++)
		unlink(g.gl_pathv[i]);
	globfree(&g);
}

static int64_t written(const char *path)
{
	struct stat st;

	return stat(path, &st) ? 0 : st.st_mtime;
}

/* All but the file and the newest few: a tree may come back to what it was. */
static void remove_old_files(const char *pattern, const char *but)
{
	size_t i, j, newer;
	glob_t g;

	if (glob(pattern, GLOB_NOSORT, NULL, &g))
		return;
	for (i = 0; i < g.gl_pathc; i++) {
		for (j = 0, newer = 0; j < g.gl_pathc; j++)
			newer += written(g.gl_pathv[j]) > written(g.gl_pathv[i]);
		if (newer >= SHARED_KEPT && strcmp(g.gl_pathv[i], but))
			unlink(g.gl_pathv[i]);
	}
	globfree(&g);
}

void shared_release(struct shared_headers *s)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < s->n; i++) {
		strbuf_reset(&sb);	/* and what libclang writes beside it first */
		strbuf_addf(&sb, "%s*", s->v[i].unit.file);
		remove_files(sb.buf);
		facts_release(&s->v[i].facts);
		ptrmap_release(&s->v[i].own);
	}
	if (s->temporary && s->prefix) {
		strbuf_reset(&sb);
		strbuf_addf(&sb, "%s-*.pch", s->prefix);
		remove_files(sb.buf);
		remove_folder(s->prefix);
	}
	strbuf_release(&sb);
	free(s->v);
}

struct shared_header *shared_of(const struct shared_headers *s, const struct unit *u,
				struct strtab *st)
{
	return s->n ? find(s, pch_flags(u, st)) : NULL;
}

static const char *identity(const struct shared_header *h, const struct facts *f, bool but_own,
			    const char *tree, struct strtab *st)
{
	struct strbuf sb = STRBUF_INIT;
	const struct fact_dep *d;
	const char *id;

	strbuf_addstr(&sb, strtab_replace(st, h->flags, tree, "//"));
	for (d = f->deps; d < f->deps + f->n_dep; d++)
		strbuf_addf(&sb, "\n%s %s", d->path, but_own && d->own ? "" : d->hash);
	id = hash_name(sb.buf, st);
	strbuf_release(&sb);
	return id;
}

const char *shared_common(const struct shared_header *h, const struct facts *f, const char *tree,
			  struct strtab *st)
{
	return identity(h, f, true, tree, st);
}

void shared_identify(struct shared_header *h, const char *tree, struct strtab *st)
{
	const struct fact_dep *d;

	h->id = identity(h, &h->facts, false, tree, st);
	h->common = shared_common(h, &h->facts, tree, st);
	ptrmap_release(&h->own);
	for (d = h->facts.deps; d < h->facts.deps + h->facts.n_dep; d++)
		if (d->own)
			*ptrmap_at(&h->own, d->path, NULL) = h;
}

const char *shared_file(const struct shared_headers *s, const struct shared_header *h,
			struct strtab *st)
{
	return strtab_addf(st, "%s-%s.%s.pch", s->prefix, hash_name(h->flags, st), h->id);
}

int shared_install(const struct shared_headers *s, struct shared_header *h, struct strtab *st)
{
	const char *file = shared_file(s, h, st);
	struct strbuf sb = STRBUF_INIT;

	if (rename(h->unit.file, file))
		return -1;
	strbuf_addf(&sb, "%s-%s.????????????????.pch", s->prefix, hash_name(h->flags, st));
	remove_old_files(sb.buf, file);
	strbuf_release(&sb);
	return 0;
}
