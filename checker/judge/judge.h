/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Judge: the verdicts of one or several builds in, findings out, one for each
 * place where a call is spelled. The same place seen in several units or
 * builds gets the join of its contexts.
 *
 * Left out are the bodies of the VM forms, and of what vCPU forms share with
 * them, in KVM's own code. Replacements and edits are settled afterwards, by
 * fix_findings() (fix.h); until then vcpu and no_replacement are link's.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "base/base.h"
#include "facts/facts.h"
#include "link/link.h"
#include "account.h"	/* what was not analysed */
#include "baseline.h"	/* what is known */
#include "finding.h"
#include "mentions.h"	/* accessors in a text */
#include "treeexports.h"	/* what KVM exports, without the whole program */

/*
 * p[i] is the program of build b[i]; programs and st must outlive the
 * findings. Adds to out, sorted; the number of findings added.
 */
size_t judge(struct program *const *p, const struct build_info *b, size_t n,
	     struct strtab *st, struct findings *out);

/* A bare finding for each site of a program, the ones left out too: for account(). */
void judge_places(struct program *p, struct findings *out);

#endif
