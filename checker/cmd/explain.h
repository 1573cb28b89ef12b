/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What people ask about one place: why a call is judged as it is, who calls a
 * function and with what. Text is appended to out.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "base/base.h"
#include "judge/judge.h"
#include "link/link.h"

/* All calls at FILE:LINE, in all findings, silent ones too. 0, or -1 after error(). */
int explain(const struct findings *l, const char *tree, const char *where, struct strbuf *out);

/* The tree of callers of each function of that name. 0, or -1 after error(). */
int explain_callers(struct program *const *p, const struct build_info *b, size_t n,
		    const char *function, struct strbuf *out);

/*
 * discover.c: functions and macros that look a gfn up in address space 0 from
 * a struct kvm *, to any depth, and are not in the accessor table; and where
 * they are given a vCPU's. The number of them.
 */
size_t discover(struct program *const *p, size_t n, struct strbuf *out);

#endif
