/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is precompiled beside <linux/kvm_host.h>: the headers of KVM's own
 * folders that enough units bring along, in an order in which one of them does.
 */
#ifndef HEADERS_H
#define HEADERS_H

#include "facts/facts.h"
#include "tokens.h"

/* In arch/<arch>/kvm or virt/kvm, not in an include folder. */
bool headers_is_private(const char *path);

/*
 * The #include lines for the units with these files; interned, NULL where
 * there are none. A header is taken that is guarded and that a quarter of the
 * files bring along: what fewer have may not go together. *lead: the file that
 * includes most of them, whose flags find what they include.
 */
const char *headers_choose(struct tokens *t, struct token_file *const *files, size_t n,
			   size_t *lead);

/*
 * Does the unit mean the same with a precompiled header in front of it that has
 * these facts? It does where it uses no name that is a macro in one of KVM's
 * headers there which it does not bring along itself. What the names in it
 * declare needs no care: to declare them once more is an error, and a unit
 * that has any is parsed again without the header.
 */
bool headers_fit(struct tokens *t, struct token_file *unit, const struct facts *header);

#endif
