// SPDX-License-Identifier: GPL-2.0-only
/*
 * A mail as the kernel test robot writes them: what is in the files that the
 * patch touches, new ones prefixed by >>, then the source around each of those.
 */
#define _GNU_SOURCE	/* strchrnul() */
#include <string.h>
#include "base/base.h"
#include "output.h"

#define CONTEXT_LINES 6

static const struct delta_item *new_item(const struct delta *d, const struct finding *f)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].now == f && (d->v[i].kind == DELTA_NEW || d->v[i].worse))
			return &d->v[i];
	return NULL;
}

static void add_line(struct strbuf *out, const char *prefix, const struct finding *f)
{
	strbuf_addstr(out, prefix);
	strbuf_add_plain(out, f->file);
	strbuf_addf(out, ":%d:%d: ", f->line, f->column);
	review_sentence(f, out);
	strbuf_addstr(out, "\n");
}

static void add_list(const struct delta *d, struct strbuf *out)
{
	const struct findings *l = &d->after->findings;

	for (size_t i = 0; i < l->n; i++) {
		if (new_item(d, &l->v[i]))
			add_line(out, ">> ", &l->v[i]);
		else if (!l->v[i].silent && change_of_new(&d->change, l->v[i].file))
			add_line(out, "   ", &l->v[i]);
	}
}

/* Numbered lines around the call, which has a mark. */
static void add_source(const struct review *r, size_t no, const struct finding *f,
		       struct strbuf *out)
{
	size_t len;
	const char *text = review_file(r, no, f->file, &len), *p = text, *nl;
	int line;

	strbuf_addf(out, "\nvim +%d ", f->line);
	strbuf_add_plain(out, f->file);
	strbuf_addstr(out, "\n\n");
	for (line = 1; p && *p && line <= f->line + CONTEXT_LINES; line++, p = nl + 1) {
		nl = strchrnul(p, '\n');
		if (line >= f->line - CONTEXT_LINES) {
			strbuf_addf(out, "%s%5d\t", line == f->line ? "> " : "  ", line);
			review_code(out, p, nl - p);
			strbuf_addstr(out, "\n");
		}
		if (!*nl)
			break;
	}
}

static void add_mail(const struct review *r, size_t no, struct strbuf *out)
{
	const struct delta *d = &r->deltas[no];
	const struct patch *p = d->patch;

	strbuf_addstr(out, "Hi ");
	strbuf_add_plain(out, *p->author ? p->author : "there");
	strbuf_addstr(out, ",\n\ngfncheck noticed the following warnings, of the patch\n\n    ");
	review_patch_name(r, no, out);
	strbuf_addstr(out, "\n\ngfncheck warnings: (new ones prefixed by >>)\n");
	add_list(d, out);
	for (size_t i = 0; i < d->after->findings.n; i++)
		if (new_item(d, &d->after->findings.v[i]))
			add_source(r, no, &d->after->findings.v[i], out);
	strbuf_addstr(out, "\n");
}

int review_zeroday(const struct review *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->n_done; i++)
		if (delta_is_bad(&r->deltas[i]))
			add_mail(r, i, out);
	return 0;
}
