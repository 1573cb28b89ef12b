// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include "text/text.h"
#include "kvmfiles.h"
#include "treeexports.h"

struct reading {
	struct strtab *st;
	struct facts *out;
};

static void add_export(void *ctx, const char *name, size_t len)
{
	struct reading *r = ctx;

	facts_add_export(r->out)->name = strtab_addn(r->st, name, len);
}

static void read_exports(struct reading *r, const char *path)
{
	size_t len;
	char *text = read_source(path, &len);

	if (text)
		exports_find(text, len, add_export, r);
	free(text);
}

void tree_exports(const char *tree, const char *arch, struct strtab *st, struct facts *out)
{
	struct reading r = { st, out };
	struct names files = { NULL, 0 };

	out->module = strtab_add(st, "kvm");
	kvm_sources(tree, arch, &files);
	for (size_t i = 0; i < files.n; i++)
		read_exports(&r, strtab_addf(st, "%s/%s", tree, files.v[i]));
	names_release(&files);
}
