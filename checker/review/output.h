/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a review says, one file a format. Each appends to out what it has to
 * say, and returns 0, or -1 after error().
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "delta.h"
#include "review.h"

struct review {
	const struct options *o;
	struct strtab *st;
	const struct git *git;
	struct series series;
	struct state *states;	/* of the base, then after each patch */
	struct delta *deltas;	/* of the first n_done patches */
	size_t n_done;
	struct delta total;	/* of the whole series, from the base to the last of them */
	struct site *sites;	/* of the last state; those of its findings come first */
	size_t n_sites;
	bool is_total;		/* total is there */
};

typedef int review_fn(const struct review *r, struct strbuf *out);

review_fn review_text, review_terse, review_oneline, review_mailback, review_zeroday, review_b4,
	review_b4json, review_sarif, review_rdjsonl, review_codequality, review_github, review_fixup;

struct review_format {
	const char *name;
	review_fn *emit;
	const char *brief;
};

/* The format of that name, NULL if there is none; the i-th, NULL past the last. */
const struct review_format *review_format_find(const char *name);
const struct review_format *review_format_at(size_t i);

/* For emitters. */

/*
 * The findings of the last state, as a list for report.h's emitters: those that
 * the series does not add are silent. Only the array is the caller's to free.
 */
struct findings review_findings(const struct review *r);
/* A file of the tree after patch i (from 0; the base: -1), interned; NULL: not there. */
const char *review_file(const struct review *r, long i, const char *path, size_t *len);

/* "[PATCH 2/8] subject (0123456789ab)" */
void review_patch_name(const struct review *r, size_t i, struct strbuf *out);
/* Text without control characters: they are shown as "\x1b". */
void strbuf_add_plain(struct strbuf *out, const char *s);
/* The same with tabs left as they are. */
void review_code(struct strbuf *out, const char *s, size_t n);
/* "error: kvm_read_guest() looks ... [vcpu-direct]" */
void review_sentence(const struct finding *f, struct strbuf *out);

#endif
