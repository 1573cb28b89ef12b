// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include "base/base.h"
#include "records.h"

#define FILL_S(name) r->name = strtab_empty;
#define FILL_I(name) r->name = 0;
#define FACT(rec, fields)						\
struct fact_##rec *facts_add_##rec(struct facts *f)			\
{									\
	struct fact_##rec *r;						\
									\
	GROW(f->rec##s, f->n_##rec);					\
	r = &f->rec##s[f->n_##rec++];					\
	fields(FILL_S, FILL_I)						\
	return r;							\
}
#include "facts.def"

const char *const unit_status_word[] = {
	[UNIT_FAILED] = "failed", [UNIT_CRASHED] = "crashed", [UNIT_ERROR] = "error", [UNIT_OK] = "ok",
};

void facts_init(struct facts *f)
{
	*f = (struct facts){ .unit = strtab_empty, .module = strtab_empty };
}

void facts_rewind(struct facts *f, const struct facts *before)
{
#define FACT(rec, fields) f->n_##rec = before->n_##rec;
#include "facts.def"
}

void facts_release(struct facts *f)
{
#define FACT(rec, fields) free(f->rec##s);
#include "facts.def"
	facts_init(f);
}
