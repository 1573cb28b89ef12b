/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What KVM exports, read off its sources, for those who have one unit only.
 */
#ifndef TREEEXPORTS_H
#define TREEEXPORTS_H

#include "facts/facts.h"

/*
 * Add the exports of virt/kvm and arch/<arch>/kvm to the facts, which become
 * those of the module kvm. What cannot be read exports nothing.
 */
void tree_exports(const char *tree, const char *arch, struct strtab *st, struct facts *out);

#endif
