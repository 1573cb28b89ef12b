/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Accounting: every accessor token of KVM's code is a site or is said not to
 * have been analysed, with the reason. By tokens only, so that what no
 * configuration builds is seen too.
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "base/base.h"
#include "finding.h"

/*
 * Look through arch/<any>/kvm, arch/<any>/include and virt/kvm of the tree.
 * sites: all sites of all builds, silent ones too. included: the files any
 * unit of any build read, relative to the tree. What is neither a site nor
 * something else by that name is added to out's not_analysed, with strings
 * in st; entries that sites->na already has are not repeated. sites and out
 * may be the same. The number of entries added, or -1 after error().
 */
int account(const char *tree, const struct findings *sites, const char *const *included,
	    size_t n, struct strtab *st, struct findings *out);

#endif
