/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each id means, for the reports that explain themselves. The long form,
 * with examples, is docs/findings.md.
 */
#ifndef RULES_H
#define RULES_H

#include "base/base.h"

struct rule {
	const char *id;
	const char *name;	/* PascalCase, as SARIF wants it */
	const char *brief;	/* one line */
	const char *detail;	/* what goes wrong at run time */
	const char *cure;
};

extern const struct rule rules[];
extern const int nr_rules;

/* Where there is more to read: of the tool, and of a rule. HOMEPAGE= of make sets it. */
const char *rules_uri(void);
void rule_uri(const struct rule *r, struct strbuf *out);

/* The rule's index, -1 for an id that has none. */
int rule_index(const char *id);

#endif
