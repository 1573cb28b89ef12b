// SPDX-License-Identifier: GPL-2.0-only
/*
 * What compilers print, so that editors and CI know how to read it:
 * file:line:col: warning: message [id], and notes for the steps.
 */
#include <string.h>
#include "emit.h"

#define BOLD "\033[1m"
#define RED "\033[0;1;31m"
#define MAGENTA "\033[0;1;35m"
#define CYAN "\033[0;1;36m"
#define RESET "\033[0m"

static const char *const severity_color[] = {
	[SEV_NOTE] = CYAN, [SEV_WARNING] = MAGENTA, [SEV_ERROR] = RED,
};

static const char *sgr(const struct report_opts *o, const char *code)
{
	return o->color ? code : "";
}

static void add_severity(struct strbuf *out, const struct report_opts *o, enum severity s)
{
	strbuf_addf(out, "%s%s:%s ", sgr(o, severity_color[s]), severity_name(s), sgr(o, RESET));
}

/* A file as the reader finds it. */
static void add_file(struct strbuf *out, const struct report_opts *o, const char *file)
{
	strbuf_addf(out, "%s%s", sgr(o, BOLD), o->prefix && file[0] != '/' ? o->prefix : "");
	strbuf_add_plain(out, file);
}

static void add_steps(struct strbuf *out, const struct report_opts *o, const struct finding *f)
{
	for (size_t i = 0; i < f->n_why; i++) {
		const struct step *s = &f->why[i];

		add_file(out, o, s->file);
		strbuf_addf(out, ":%d:%s ", s->line, sgr(o, RESET));
		add_severity(out, o, SEV_NOTE);
		strbuf_add_plain(out, s->text);
		strbuf_addstr(out, "\n");
	}
}

static void add_finding(struct strbuf *out, const struct report_opts *o, const struct finding *f)
{
	struct strbuf msg = STRBUF_INIT;

	add_file(out, o, f->file);
	strbuf_addf(out, ":%d:%d:%s ", f->line, f->column, sgr(o, RESET));
	add_severity(out, o, report_severity(f));
	strbuf_addstr(out, sgr(o, BOLD));
	report_message(f, &msg);
	strbuf_add_plain(out, msg.buf);
	strbuf_release(&msg);
	strbuf_addf(out, "%s [%s]\n", sgr(o, RESET), id_info[f->id].id);
	add_steps(out, o, f);
	if (!f->known)
		return;
	add_file(out, o, f->file);
	strbuf_addf(out, ":%d:%s ", f->line, sgr(o, RESET));
	add_severity(out, o, SEV_NOTE);
	strbuf_addf(out, "known: %s\n", f->known);
}

/* One line for all of an architecture; the index behind the last. */
static size_t add_other_arch(struct strbuf *out, const struct report_opts *o,
			     const struct findings *l, size_t i)
{
	size_t len, len2, first = i;
	const char *arch = report_arch(l->na[i].file, &len), *arch2 = arch;

	do {
		arch2 = ++i < l->n_na ? report_arch(l->na[i].file, &len2) : "";
	} while (i < l->n_na && l->na[i].other_arch && len == len2 && !memcmp(arch, arch2, len));
	strbuf_addf(out, "%s%.*s:%s ", sgr(o, BOLD), (int)(arch + len - l->na[first].file),
		    l->na[first].file, sgr(o, RESET));
	add_severity(out, o, SEV_NOTE);
	strbuf_addf(out, "not analysed: %zu %s of an accessor: %s\n", i - first,
		    i - first == 1 ? "use" : "uses", NO_BUILD_OF_ARCH);
	return i;
}

/* What was not analysed is always said, and is never counted as clean. */
static void add_na(struct strbuf *out, const struct report_opts *o, const struct not_analysed *na)
{
	add_file(out, o, na->file);
	strbuf_addstr(out, ":");
	if (na->line)
		strbuf_addf(out, "%d:", na->line);
	strbuf_addf(out, "%s ", sgr(o, RESET));
	add_severity(out, o, SEV_NOTE);
	strbuf_addstr(out, "not analysed: ");
	if (na->function && *na->function)
		strbuf_addf(out, "%s(): ", na->function);
	strbuf_add_plain(out, na->reason);
	strbuf_addstr(out, "\n");
}

int report_text(const struct findings *l, const struct report_opts *o, struct strbuf *out)
{
	for (size_t i = 0; i < l->n; i++)
		if (report_shown(&l->v[i], o))
			add_finding(out, o, &l->v[i]);
	for (size_t i = 0; i < l->n_na; ) {
		if (l->na[i].other_arch)
			i = add_other_arch(out, o, l, i);
		else
			add_na(out, o, &l->na[i++]);
	}
	return 0;
}
