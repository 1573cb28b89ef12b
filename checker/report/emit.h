/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For emitters: which there are, and what they all say in the same way.
 */
#ifndef EMIT_H
#define EMIT_H

#include "report.h"

/*
 * The formats, each report_<name>() in a file of its own. in_dir: where -o names a
 * folder, the file in it; else NULL.
 */
#define FORMATS(X) \
	X(text, NULL) \
	X(json, NULL) \
	X(sarif, NULL) \
	X(rdjsonl, NULL) \
	X(fixes, NULL) \
	X(html, "index.html")

#define DECLARE_FORMAT(name, in_dir) report_fn report_##name;
FORMATS(DECLARE_FORMAT)

/* report_message() as a JSON string. */
struct json_t *json_message(const struct finding *f);
/* "x86" for arch/x86/..., else the first folder: "virt", "include". Not NUL-terminated. */
const char *report_arch(const char *file, size_t *len);
/* Whether there are edits, and a format that is UTF-8 can say them: else it leaves them out. */
bool edits_are_utf8(const struct edit *v, size_t n);
/* The tree to read sources from. */
const char *report_tree(const struct findings *l, const struct report_opts *o);

#endif
