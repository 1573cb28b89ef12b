// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "headers.h"

/*
 * What headers with tracepoints leave defined for <trace/define_trace.h>, which
 * reads it when such a header is included (samples/trace_events/trace-events-sample.h).
 */
#define TRACE_RESET "#undef TRACE_INCLUDE_PATH\n#undef TRACE_INCLUDE_FILE\n"

/* For pr_*() in inline functions; each unit has its own (scripts/Makefile.lib). */
#define MODNAME "#define KBUILD_MODNAME \"kvm\"\n"
#define MODNAME_RESET "#undef KBUILD_MODNAME\n"

bool headers_is_private(const char *path)
{
	return strstr(path, "/kvm/") && !strstr(path, "/include/");
}

static size_t count_users(struct tokens *t, struct token_file *const *files, size_t n,
			  const struct token_file *header)
{
	size_t i, users = 0;

	for (i = 0; i < n; i++) {
		tokens_mark(t, files[i]);
		users += header->mark == t->walk;
	}
	return users;
}

struct choice {
	struct tokens *t;
	struct token_file *const *files;
	size_t n;
	struct ptrmap seen;
	struct strbuf text;
};

static void consider(struct choice *c, const struct token_file *h)
{
	if (!ptrmap_first(&c->seen, h, NULL))
		return;
	if (h->guarded && headers_is_private(h->path) && 4 * count_users(c->t, c->files, c->n, h) >= c->n)
		strbuf_addf(&c->text, "#include \"%s\"\n", h->path);
}

static void consider_all(struct choice *c, const struct token_file *f)
{
	size_t i;

	for (i = 0; i < f->n_includes; i++)
		consider(c, f->includes[i]);
}

static size_t richest(struct token_file *const *files, size_t n)
{
	size_t i, best = 0;

	for (i = 1; i < n; i++)
		if (files[i]->n_includes > files[best]->n_includes)
			best = i;
	return best;
}

const char *headers_choose(struct tokens *t, struct token_file *const *files, size_t n,
			   size_t *lead)
{
	struct choice c = { .t = t, .files = files, .n = n };
	const char *text = NULL;
	size_t i;

	*lead = richest(files, n);
	consider_all(&c, files[*lead]);
	for (i = 0; i < n; i++)
		consider_all(&c, files[i]);
	if (c.text.len)
		text = strtab_addf(t->st, MODNAME "%s" TRACE_RESET MODNAME_RESET, c.text.buf);
	strbuf_release(&c.text);
	ptrmap_release(&c.seen);
	return text;
}

/* Marked files are those that the unit brings along. */
static bool uses_macro_of(const struct tokens *t, const struct token_file *h)
{
	size_t i, j;

	for (i = 0; i < h->n_macros; i++)
		for (j = 0; j < t->n; j++)
			if (t->files[j]->mark == t->walk &&
			    tokens_use(t, t->files[j], h->macros[i].name))
				return true;
	return false;
}

bool headers_fit(struct tokens *t, struct token_file *unit, const struct facts *header)
{
	const struct fact_dep *d;

	tokens_mark(t, unit);
	for (d = header->deps; d < header->deps + header->n_dep; d++) {
		const char *path = tokens_path(t, d->path);
		const struct token_file *h = headers_is_private(path) ? tokens_header(t, path) : NULL;

		if (h && h->mark != t->walk && uses_macro_of(t, h))
			return false;
	}
	return true;
}
