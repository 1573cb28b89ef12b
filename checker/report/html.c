// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "text/text.h"
#include "html.h"

#define AROUND 4	/* lines shown before and after a call */
#define LONGEST 40	/* lines of a call that are shown */

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return NULL;
}

void html_textn(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0, len; i < n; i += len) {
		const char *e = entity(s[i]);

		len = utf8_len(s + i, n - i);
		len += !len;
		if (e)
			strbuf_addstr(out, e);
		else if (is_control(s[i]) && !strchr("\t\n\r", s[i]))
			strbuf_addf(out, "\\x%02x", (unsigned char)s[i]);
		else
			utf8_add(out, s + i, len);
	}
}

void html_text(struct strbuf *out, const char *s)
{
	if (s)
		html_textn(out, s, strlen(s));
}

void html_code(struct strbuf *out, const char *s, size_t n)
{
	size_t max = HTML_LINE_MAX;

	if (n <= max) {
		html_textn(out, s, n);
		return;
	}
	while (max && ((unsigned char)s[max] & 0xc0) == 0x80)	/* no half of a character */
		max--;
	html_textn(out, s, max);
	strbuf_addstr(out, "\xe2\x80\xa6");
}

/* Where the call that begins at off ends: behind its ')', or its name. */
static size_t call_end(const struct source *s, size_t off, size_t name_len)
{
	struct lexer lx;
	struct token t;
	int depth = 0;

	if (off + name_len > s->len)
		return s->len;
	lex_init(&lx, s->text + off, s->len - off);
	lex_next(&lx, &t);
	while (lex_next(&lx, &t)) {
		if (token_is(&lx, &t, "("))
			depth++;
		else if (!depth)
			break;
		else if (token_is(&lx, &t, ")") && !--depth)
			return off + t.off + t.len;
	}
	return off + name_len;
}

/* Bytes [from, to) of which [a, b) are marked. */
static void add_marked(struct strbuf *out, const char *text, size_t from, size_t to,
		       size_t a, size_t b)
{
	a = a < from ? from : a > to ? to : a;
	b = b < a ? a : b > to ? to : b;
	html_code(out, text + from, a - from);
	if (b > a) {
		strbuf_addstr(out, "<mark>");
		html_code(out, text + a, b - a);
		strbuf_addstr(out, "</mark>");
	}
	html_code(out, text + b, to - b);
}

static void add_source_line(struct strbuf *out, const struct source *s, int line,
			    size_t a, size_t b)
{
	size_t len, off;
	const char *text = source_line(s, line, &len);

	if (!text)
		return;
	off = text - s->text;
	if (a < off)	/* of a call that goes on, the indentation is no part */
		a = off + strspn(text, " \t");
	strbuf_addf(out, "<span class=\"l%s\"><span class=\"n\">%d</span>",
		    a < off + len && b > off ? " hit" : "", line);
	add_marked(out, s->text, off, off + len, a, b);
	strbuf_addstr(out, "\n</span>");
}

void html_line(struct strbuf *out, const struct source *s, int line)
{
	size_t len, indent;
	const char *text = source_line(s, line, &len);

	if (!text)
		return;
	indent = strspn(text, " \t");
	strbuf_addf(out, "<pre><span class=\"l\"><span class=\"n\">%d</span>", line);
	if (indent < len)
		html_code(out, text + indent, len - indent);
	strbuf_addstr(out, "\n</span></pre>\n");
}

void html_call(struct strbuf *out, const struct source *s, const struct finding *f)
{
	size_t a, b;
	int last, column;

	if (f->line < 1 || f->line > s->n_lines) {
		strbuf_addstr(out, "<p class=\"dim\">The source could not be read.</p>\n");
		return;
	}
	a = s->line_off[f->line - 1] + f->column - 1;
	b = call_end(s, a, strlen(f->accessor));
	source_position(s, b, &last, &column);
	if (last > f->line + LONGEST)
		last = f->line + LONGEST;
	strbuf_addstr(out, "<pre tabindex=\"0\" aria-label=\"source\">");
	for (int line = f->line - AROUND; line <= last + AROUND; line++)
		add_source_line(out, s, line, a, b);
	strbuf_addstr(out, "</pre>\n");
}
