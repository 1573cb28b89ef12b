// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls of vCPU forms: what a call that was rewritten means is compared with what
 * it meant before.
 */
#include "tables/tables.h"
#include "call.h"

void record_form(struct flow *f, CXCursor c, struct callee *k, const struct vset *vcpu)
{
	struct fact_form *form;

	if (clang_Cursor_isNull(k->decl) || cmap_get(&f->site_of, c) >= 0 || !accessor_is_vcpu_form(k->name) ||
	    cx_class(clang_getArgType(clang_getCursorType(k->decl), 0)) != TYPE_VCPU)
		return;
	cmap_set(&f->site_of, c, 0);
	callee_read(f, k);
	form = facts_add_form(f->out);
	form->func = f->func;
	form->name = k->name;
	form->file = k->at.file ? k->at.file->path : "";
	form->line = k->at.line;
	form->col = k->at.col;
	form->vcpu = vset_keys(f->vt, vcpu);
}
