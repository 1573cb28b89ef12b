// SPDX-License-Identifier: GPL-2.0-only
/*
 * One page that needs nothing else: no network, no other file. The findings
 * are there, and can be opened, without the script too; that filters, sorts
 * and listens to keys.
 */
#include <string.h>
#include "html.h"
#include "emit.h"

static const char style[] =
#include "html_style.inc"
;

static const char script[] =
#include "html_script.inc"
;

struct page {
	const struct findings *l;
	const struct report_opts *o;
	struct strbuf *out;
	struct sources src;
};

#define MAX_ARCH 32
#define BY_DESIGN NR_CTX	/* counted apart, as --summary does */
#define NR_COL (NR_CTX + 1)

/* The architectures, in the order of the findings, and how often each context is shown. */
struct tally {
	const char *arch[MAX_ARCH];
	size_t len[MAX_ARCH];
	size_t n[MAX_ARCH][NR_COL];
	size_t sum[NR_COL];
	int nr;
};

static int tally_arch(struct tally *t, const char *file)
{
	size_t len;
	const char *arch = report_arch(file, &len);
	int i;

	for (i = 0; i < t->nr; i++)
		if (t->len[i] == len && !memcmp(t->arch[i], arch, len))
			return i;
	if (t->nr == MAX_ARCH)
		return MAX_ARCH - 1;
	t->arch[t->nr] = arch;
	t->len[t->nr] = len;
	return t->nr++;
}

static int column(const struct finding *f)
{
	return f->by_design ? BY_DESIGN : (int)f->context;
}

static const char *column_name(int col)
{
	return col == BY_DESIGN ? "by-design" : context_info[col].word;
}

static void tally_fill(struct tally *t, const struct page *p)
{
	for (size_t i = 0; i < p->l->n; i++) {
		const struct finding *f = &p->l->v[i];

		if (!report_shown(f, p->o))
			continue;
		t->n[tally_arch(t, f->file)][column(f)]++;
		t->sum[column(f)]++;
	}
}

/* A number that filters; arch or context empty for a sum. */
static void add_cell(struct page *p, const char *arch, size_t len, const char *context, size_t n)
{
	if (!n) {
		strbuf_addstr(p->out, "<td class=\"dim\">0</td>");
		return;
	}
	strbuf_addstr(p->out, "<td><button type=\"button\" data-arch=\"");
	html_textn(p->out, arch, len);
	strbuf_addf(p->out, "\" data-context=\"%s\">%zu</button></td>", context, n);
}

/* A row of numbers; contexts that nothing is shown of have no column. */
static void add_row(struct page *p, const struct tally *t, const char *arch, size_t len,
		    const char *name, size_t name_len, const size_t *n)
{
	size_t sum = 0;

	strbuf_addstr(p->out, "<tr><th scope=\"row\">");
	html_textn(p->out, name, name_len);
	strbuf_addstr(p->out, "</th>");
	for (int c = 0; c < NR_COL; c++) {
		if (t->sum[c])
			add_cell(p, arch, len, column_name(c), n[c]);
		sum += n[c];
	}
	add_cell(p, arch, len, "", sum);
	strbuf_addstr(p->out, "</tr>\n");
}

static void add_summary(struct page *p, const struct tally *t)
{
	strbuf_addstr(p->out, "<h2 id=\"summary\">By architecture and context</h2>\n"
		      "<div class=\"scroll\"><table aria-labelledby=\"summary\">\n"
		      "<thead><tr><th scope=\"col\">architecture</th>");
	for (int c = 0; c < NR_COL; c++)
		if (t->sum[c])
			strbuf_addf(p->out, "<th scope=\"col\">%s</th>", column_name(c));
	strbuf_addstr(p->out, "<th scope=\"col\">all</th></tr></thead>\n<tbody>\n");
	for (int i = 0; i < t->nr; i++)
		add_row(p, t, t->arch[i], t->len[i], t->arch[i], t->len[i], t->n[i]);
	strbuf_addstr(p->out, "</tbody>\n<tfoot>\n");
	add_row(p, t, "", 0, "all", 3, t->sum);
	strbuf_addstr(p->out, "</tfoot></table></div>\n");
}

static void add_select(struct page *p, const char *id, const char *label)
{
	strbuf_addf(p->out, "<label>%s<select id=\"%s\"><option value=\"\">all</option>", label, id);
}

static void add_filters(struct page *p, const struct tally *t)
{
	struct strbuf *out = p->out;

	strbuf_addstr(out, "<h2>Findings</h2>\n<form id=\"filters\" autocomplete=\"off\">\n"
		      "<label class=\"grow\">search<input id=\"q\" type=\"search\" "
		      "placeholder=\"file, function, accessor, id\" aria-keyshortcuts=\"/\"></label>\n");
	add_select(p, "arch", "architecture");
	for (int i = 0; i < t->nr; i++) {
		strbuf_addstr(out, "<option>");
		html_textn(out, t->arch[i], t->len[i]);
		strbuf_addstr(out, "</option>");
	}
	strbuf_addstr(out, "</select></label>\n");
	add_select(p, "context", "context");
	for (int c = 0; c < NR_COL; c++)
		if (t->sum[c])
			strbuf_addf(out, "<option>%s</option>", column_name(c));
	strbuf_addstr(out, "</select></label>\n");
	add_select(p, "severity", "severity");
	strbuf_addstr(out, "<option>error</option><option>warning</option><option>note</option>"
		      "</select></label>\n"
		      "<label>sort by<select id=\"sort\"><option>file</option><option>severity</option>"
		      "<option>context</option><option>accessor</option></select></label>\n"
		      "<button type=\"reset\">Reset</button>\n</form>\n"
		      "<p id=\"count\" class=\"dim\" role=\"status\"></p>\n"
		      "<p class=\"keys dim\"><kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and "
		      "previous, <kbd>Enter</kbd> open or close, <kbd>e</kbd> open or close all</p>\n");
}

static void add_tagged(struct strbuf *out, const char *before, const char *text, const char *after)
{
	strbuf_addstr(out, before);
	html_text(out, text);
	strbuf_addstr(out, after);
}

static void add_head_line(struct page *p, const struct finding *f)
{
	struct strbuf msg = STRBUF_INIT;

	report_message(f, &msg);
	strbuf_addf(p->out, "<summary><span class=\"sev\">%s</span> <span class=\"place\"><b>",
		    severity_name(report_severity(f)));
	html_text(p->out, f->file);
	strbuf_addf(p->out, ":%d</b> ", f->line);
	html_text(p->out, f->function);
	add_tagged(p->out, "</span> <span class=\"id\">", id_info[f->id].id,
		   "</span> ");
	add_tagged(p->out, "<span class=\"message\">", msg.buf, "</span></summary>\n");
	strbuf_release(&msg);
}

static void add_why(struct page *p, const struct finding *f)
{
	if (!f->n_why)
		return;
	strbuf_addstr(p->out, "<h3>From the vCPU to the call</h3>\n<ol class=\"why\">\n");
	for (size_t i = 0; i < f->n_why; i++) {
		const struct step *s = &f->why[i];

		add_tagged(p->out, "<li><span class=\"place\">", s->file, "");
		strbuf_addf(p->out, ":%d</span> ", s->line);
		html_text(p->out, s->text);
		html_line(p->out, source_get(&p->src, s->file), s->line);
		strbuf_addstr(p->out, "</li>\n");
	}
	strbuf_addstr(p->out, "</ol>\n");
}

static void add_change(struct page *p, const struct finding *f)
{
	if (edits_are_utf8(f->edits, f->n_edits)) {
		strbuf_addstr(p->out, "<h3>Suggested change</h3>\n");
		html_diff(p->out, &p->src, f);
	} else if (f->replacement) {
		add_tagged(p->out, "<h3>Replacement</h3>\n<pre>", f->replacement, "</pre>\n");
	}
}

static void add_fact(struct strbuf *out, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	strbuf_addf(out, "<dt>%s</dt><dd>", name);
	html_text(out, value);
	strbuf_addstr(out, "</dd>\n");
}

static void add_facts(struct page *p, const struct finding *f)
{
	strbuf_addstr(p->out, "<dl>\n");
	add_fact(p->out, "context", context_info[f->context].word);
	add_fact(p->out, "guest memory", effect_word[f->effect]);
	add_fact(p->out, "known", f->known);
	add_fact(p->out, "by design", f->by_design);
	add_fact(p->out, "never in SMM", f->reach);
	if (!f->by_design)
		add_fact(p->out, "no replacement", f->no_replacement);
	add_fact(p->out, "macro", f->macro);
	add_fact(p->out, "builds", f->builds);
	if (!f->by_design) {
		add_fact(p->out, "at run time", id_info[f->id].detail);
		add_fact(p->out, "cure", id_info[f->id].cure);
	}
	add_fact(p->out, "fingerprint", f->fingerprint);
	strbuf_addstr(p->out, "</dl>\n");
}

static void add_finding(struct page *p, const struct finding *f)
{
	size_t len;
	const char *arch = report_arch(f->file, &len);

	strbuf_addf(p->out, "<details class=\"f %s\" id=\"", severity_name(report_severity(f)));
	html_text(p->out, f->fingerprint);
	strbuf_addstr(p->out, "\" data-arch=\"");
	html_textn(p->out, arch, len);
	strbuf_addf(p->out, "\" data-context=\"%s\" data-nr=\"%d\" data-severity=\"%s\" data-accessor=\"%s\">\n",
		    column_name(column(f)), column(f), severity_name(report_severity(f)), f->accessor);
	add_head_line(p, f);
	strbuf_addstr(p->out, "<div class=\"body\">\n<h3>The call</h3>\n");
	html_call(p->out, source_get(&p->src, f->file), f);
	add_why(p, f);
	add_change(p, f);
	add_facts(p, f);
	strbuf_addstr(p->out, "</div></details>\n");
}

static void add_findings(struct page *p)
{
	size_t n = 0;

	strbuf_addstr(p->out, "<div id=\"list\">\n");
	for (size_t i = 0; i < p->l->n; i++) {
		if (!report_shown(&p->l->v[i], p->o))
			continue;
		add_finding(p, &p->l->v[i]);
		n++;
	}
	if (!n)
		strbuf_addstr(p->out, p->l->n_na ? "<p>Nothing was found in what was analysed; "
			      "what was not is listed below.</p>\n" : "<p>Nothing was found.</p>\n");
	strbuf_addstr(p->out, "</div>\n");
}

static void add_not_analysed(struct page *p)
{
	strbuf_addf(p->out, "<h2>Not analysed</h2>\n<details><summary>%zu %s not looked at: whether they are right is not known</summary>\n"
		    "<div class=\"scroll\"><table class=\"na\"><thead><tr><th scope=\"col\">where</th>"
		    "<th scope=\"col\">function</th><th scope=\"col\">reason</th></tr></thead><tbody>\n",
		    p->l->n_na, p->l->n_na == 1 ? "place was" : "places were");
	for (size_t i = 0; i < p->l->n_na; i++) {
		const struct not_analysed *na = &p->l->na[i];

		add_tagged(p->out, "<tr><th scope=\"row\" class=\"place\">", na->file, "");
		if (na->line)
			strbuf_addf(p->out, ":%d", na->line);
		add_tagged(p->out, "</th><td>", na->function, "</td>");
		add_tagged(p->out, "<td>", na->reason, "</td></tr>\n");
	}
	strbuf_addstr(p->out, "</tbody></table></div></details>\n");
}

/* Names that commas separate, with room between them. */
static void add_names(struct strbuf *out, const char *before, const char *names)
{
	for (; *names; before = ", ") {
		size_t n = strcspn(names, ",");

		strbuf_addstr(out, before);
		html_textn(out, names, n);
		names += n + (names[n] == ',');
	}
}

static void add_header(struct page *p)
{
	struct strbuf *out = p->out;

	strbuf_addstr(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		      "<title>gfncheck: guest memory accessors</title>\n<style>\n");
	strbuf_addstr(out, style);
	strbuf_addstr(out, "</style>\n</head>\n<body>\n<header>\n"
		      "<h1>Guest memory accessors in the wrong address space</h1>\n<p class=\"dim\">gfncheck ");
	html_text(out, p->o->version ? p->o->version : "unknown");
	add_tagged(out, " on <code>", report_tree(p->l, p->o), "</code>");
	if (p->o->builds)
		add_names(out, ", builds ", p->o->builds);
	if (p->l->n_units)
		strbuf_addf(out, ", %zu translation units", p->l->n_units);
	if (p->o->all_sites)
		strbuf_addstr(out, ", all sites");
	strbuf_addstr(out, "</p>\n</header>\n<main>\n");
}

int report_html(const struct findings *l, const struct report_opts *o, struct strbuf *out)
{
	struct page p = { .l = l, .o = o, .out = out, .src = { .tree = report_tree(l, o) } };
	struct tally t = { .nr = 0 };

	tally_fill(&t, &p);
	add_header(&p);
	add_summary(&p, &t);
	add_filters(&p, &t);
	add_findings(&p);
	if (l->n_na)
		add_not_analysed(&p);
	strbuf_addstr(out, "</main>\n<script>\n");
	strbuf_addstr(out, script);
	strbuf_addstr(out, "</script>\n</body>\n</html>\n");
	sources_release(&p.src);
	return 0;
}
