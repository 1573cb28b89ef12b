/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pieces of the HTML report: escaped text, and source code as it is shown.
 */
#ifndef HTML_H
#define HTML_H

#include "base/base.h"
#include "judge/finding.h"
#include "text/text.h"

/* Text for content and for quoted attributes. NULL is nothing. */
void html_text(struct strbuf *out, const char *s);
void html_textn(struct strbuf *out, const char *s, size_t n);

/* No more of a line of code is shown, so that a page stays one: generated code has long ones. */
#define HTML_LINE_MAX 400
/* At most that many bytes of a line, then an ellipsis. */
void html_code(struct strbuf *out, const char *s, size_t n);

/* The lines around the call, with the call marked. */
void html_call(struct strbuf *out, const struct source *s, const struct finding *f);
/* One line of code, without its indentation. */
void html_line(struct strbuf *out, const struct source *s, int line);
/* The edits of a finding as a diff. */
void html_diff(struct strbuf *out, struct sources *src, const struct finding *f);

#endif
