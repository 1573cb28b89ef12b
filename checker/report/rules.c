// SPDX-License-Identifier: GPL-2.0-only
#include <version.h>
#include "rules.h"

/* Unless the tool's documents are published somewhere, KVM's tell what an address space is. */
#define KVM_DOCS "https://docs.kernel.org/virt/kvm/"

const char *rules_uri(void)
{
	return *GFNCHECK_HOMEPAGE ? GFNCHECK_HOMEPAGE : KVM_DOCS;
}

void rule_uri(enum finding_id id, struct strbuf *out)
{
	if (*GFNCHECK_HOMEPAGE)
		strbuf_addf(out, "%s/docs/findings.md#%s", GFNCHECK_HOMEPAGE, id_info[id].id);
	else
		strbuf_addstr(out, KVM_DOCS "api.html#kvm-set-user-memory-region");
}
