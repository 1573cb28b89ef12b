/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A call as it is written: its name and arguments as byte ranges of a file.
 * Read from the text, since a syntax tree does not say how a macro's argument
 * or a line break was spelled.
 */
#ifndef CALLTEXT_H
#define CALLTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/base.h"

#define CALLTEXT_ARGS 16

struct calltext {
	size_t name, name_len;	/* the identifier before the parenthesis */
	size_t end;		/* after the closing parenthesis */
	struct { size_t off, len; } arg[CALLTEXT_ARGS];	/* white space around taken off */
	unsigned int n_args;
};

/* Read the call whose name starts at off. False where none is written there. */
bool calltext_parse(const char *text, size_t len, size_t off, struct calltext *out);

/* The bytes with white space, comments and continuations folded to a space. */
const char *calltext_fold(struct strtab *st, const char *s, size_t n);

/* Free of calls, assignments and steps, so it may be written twice. */
bool calltext_pure(const char *s, size_t n);

/*
 * The vCPU that "E->kvm" or "E.kvm" is read from, as an argument: E or &E.
 * "" where the text is not of that form.
 */
const char *calltext_vcpu(struct strtab *st, const char *kvm_text);

#endif
