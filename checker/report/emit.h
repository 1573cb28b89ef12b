/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For emitters: what they all say in the same way. Each is in a file of its
 * own, and in the table of formats.c.
 */
#ifndef EMIT_H
#define EMIT_H

#include "report.h"

report_fn report_text, report_json, report_sarif, report_rdjsonl, report_fixes, report_html;

/* report_message() as a JSON string. */
struct json_t *json_message(const struct finding *f);
/* "x86" for arch/x86/..., else the first folder: "virt", "include". Not NUL-terminated. */
const char *report_arch(const char *file, size_t *len);
/* The tree to read sources from. */
const char *report_tree(const struct findings *l, const struct report_opts *o);

#endif
