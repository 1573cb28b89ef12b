// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call as it is spelled.
 */
#include <string.h>
#include "call.h"

void callee_read(struct flow *f, struct callee *k)
{
	k->at = cx_spelled(f->cx, k->expr);
	if (!k->at.file || strcmp(cx_word(f->cx, k->at.file, k->at.off), k->name))
		return;
	k->has_text = calltext_parse(k->at.file->text, k->at.file->len, k->at.off, &k->text);
}

const char *callee_arg(struct flow *f, const struct callee *k, unsigned int i)
{
	if (!k->has_text || i >= k->text.n_args)
		return "";
	return calltext_fold(f->cx->st, k->at.file->text + k->text.arg[i].off, k->text.arg[i].len);
}
