// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all formats say in the same way.
 */
#include "base/base.h"
#include "report/report.h"
#include "output.h"

void review_patch_name(const struct review *r, size_t i, struct strbuf *out)
{
	const struct patch *p = &r->series.v[i];

	if (!r->series.uncommitted) {
		if (r->series.n == 1)
			strbuf_addstr(out, "[PATCH] ");
		else
			strbuf_addf(out, "[PATCH %zu/%zu] ", i + 1, r->series.n);
	}
	strbuf_add_plain(out, p->subject);
	if (p->commit)
		strbuf_addf(out, " (%.12s)", p->commit);
}

void review_sentence(const struct finding *f, struct strbuf *out)
{
	struct strbuf sb = STRBUF_INIT;

	report_message(f, &sb);
	strbuf_addf(out, "%s: ", severity_name(f->silent ? SEV_NOTE : report_severity(f)));
	strbuf_add_plain(out, sb.buf);
	strbuf_addf(out, " [%s]", id_info[f->id].id);
	strbuf_release(&sb);
}

void review_code(struct strbuf *out, const char *s, size_t n)
{
	for (; n--; s++) {
		if (is_control(*s) && *s != '\t')
			strbuf_addf(out, "\\x%02x", *s);
		else
			strbuf_add(out, s, 1);
	}
}

const char *review_file(const struct review *r, long i, const char *path, size_t *len)
{
	const char *tree = i < 0 ? r->series.base : r->series.v[i].after;
	struct git_output o = GIT_OUTPUT_INIT;
	const char *text = NULL;

	if (!git_run(r->git, NULL, &o, "cat-file", "blob", strtab_addf(r->st, "%s:%s", tree, path),
		     NULL)) {
		text = strtab_addn(r->st, o.out.buf, o.out.len);
		*len = o.out.len;
	}
	git_output_release(&o);
	return text;
}
