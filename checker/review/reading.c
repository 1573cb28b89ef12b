// SPDX-License-Identifier: GPL-2.0-only
/* What each way of reading a series needs: patches, commits, headers, files of our own. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "series_priv.h"

struct patch *series_add(struct reading *r)
{
	struct series *s = r->s;
	struct patch *p;

	GROW(s->v, s->n);
	p = &s->v[s->n++];
	*p = (struct patch)PATCH_INIT;
	return p;
}

const char *series_commit(struct reading *r, const char *rev)
{
	const char *name = strtab_addf(r->st, "%s^{commit}", rev);

	if (rev[0] == '-')
		return NULL;
	return git_line(r->g, r->st, "rev-parse", "--verify", "--quiet", name, NULL);
}

const char *series_tree(struct reading *r, const char *commit)
{
	return git_line(r->g, r->st, "rev-parse", "--verify", "--quiet",
			strtab_addf(r->st, "%s^{tree}", commit), NULL);
}

int series_use_base(struct reading *r, const char *rev)
{
	const char *commit = series_commit(r, rev);

	if (!commit)
		return error("%s has no commit '%s'; name the one the series is for with --base",
			     r->g->name, rev);
	r->s->base = series_tree(r, commit);
	r->s->base_commit = commit;
	r->s->base_name = rev;
	return r->s->base ? 0 : error("%s: cannot read the tree of %s", r->g->name, rev);
}

const char *series_header(const char *text, const char *name, struct strtab *st)
{
	size_t len = strlen(name);

	for (const char *p = text; *p && *p != '\n'; p = strchr(p, '\n') + 1) {
		if (!strncasecmp(p, name, len))
			return strtab_addn(st, p + len, strcspn(p + len, "\r\n"));
		if (!strchr(p, '\n'))
			break;
	}
	return NULL;
}

const char *series_tmp(struct reading *r, const char *name)
{
	return strtab_addf(r->st, "%s/%s", r->g->tmp, name);
}

int series_text(const char *path, struct strbuf *sb)
{
	size_t len;
	char *text = read_file(path, &len);

	if (!text)
		return error("cannot read %s: %s", path, strerror(errno));
	strbuf_add(sb, text, len);
	free(text);
	return 0;
}
