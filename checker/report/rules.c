// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <version.h>
#include "base/base.h"
#include "rules.h"

#define WRONG_SPACE \
	"The accessor resolves the gfn in address space 0. While the vCPU is in another " \
	"one (System Management Mode on x86), the wrong memory is read or written, or the " \
	"wrong page is marked dirty. Where the architecture has one address space only, " \
	"nothing goes wrong and the change is a clean-up."

const struct rule rules[] = {
	{ "vcpu-direct", "VcpuDirect",
	  "VM form of an accessor on a vCPU's ->kvm",
	  WRONG_SPACE,
	  "Use the vCPU form of the accessor and pass the vCPU instead of its ->kvm." },
	{ "vcpu-alias", "VcpuAlias",
	  "VM form of an accessor on a local that holds a vCPU's ->kvm",
	  WRONG_SPACE,
	  "Use the vCPU form of the accessor and pass the vCPU that the local was taken from." },
	{ "vcpu-callers", "VcpuCallers",
	  "VM form of an accessor in a function that is only called for a vCPU",
	  WRONG_SPACE,
	  "Use the function's own vCPU where it has one; else pass the vCPU down to it, "
	  "and then use the vCPU form." },
	{ "vcpu-mixed", "VcpuMixed",
	  "VM form of an accessor in a function called for a vCPU and for the VM",
	  WRONG_SPACE " For the callers which act for the VM, address space 0 is right.",
	  "Pass the memslots, the memslot or the address space down from each caller, or "
	  "split the function." },
	{ "vcpu-foreign", "VcpuForeign",
	  "VM form of an accessor on the ->kvm of a vCPU that is not the one running",
	  "The vCPU was looked up or iterated over. Which address space it is in may change "
	  "at any time, and may not be what the code is about.",
	  "Decide which address space is meant. If it is that of the vCPU, make sure that "
	  "the vCPU is not running and use the vCPU form." },
	{ "sp-role", "SpRole",
	  "a shadow page's gfn looked up in address space 0",
	  "A shadow page belongs to the address space in its role, whoever runs. For a page "
	  "of the SMM address space the memslot of another page is found, or none.",
	  "Use kvm_memslots_for_spte_role(kvm, sp->role) and look the gfn up in those." },
	{ "vm-as0", "VmAs0",
	  "VM code that visits the memslots of address space 0 only",
	  "The memslots of the other address spaces are left out: pages of SMRAM are not "
	  "zapped, write-protected or counted.",
	  "Visit every address space: for (i = 0; i < kvm_arch_nr_memslot_as_ids(kvm); i++) "
	  "slots = __kvm_memslots(kvm, i);" },
	{ "vm", "Vm",
	  "VM form of an accessor on behalf of the VM",
	  "Nothing: the VM form is right here. Shown with --all-sites only.",
	  "None is needed." },
	{ "unknown", "Unknown",
	  "VM form of an accessor in a function whose callers cannot all be seen",
	  "If one of the callers acts for a vCPU, this is one of the vcpu- findings.",
	  "Find out who calls the function; gfncheck callers FUNCTION shows what is known." },
};

const int nr_rules = ARRAY_SIZE(rules);

int rule_index(const char *id)
{
	for (int i = 0; i < nr_rules; i++)
		if (!strcmp(rules[i].id, id))
			return i;
	return -1;
}

/* Unless the tool's documents are published somewhere, KVM's tell what an address space is. */
#define KVM_DOCS "https://docs.kernel.org/virt/kvm/"

const char *rules_uri(void)
{
	return *GFNCHECK_HOMEPAGE ? GFNCHECK_HOMEPAGE : KVM_DOCS;
}

void rule_uri(const struct rule *r, struct strbuf *out)
{
	if (*GFNCHECK_HOMEPAGE)
		strbuf_addf(out, "%s/docs/findings.md#%s", GFNCHECK_HOMEPAGE, r->id);
	else
		strbuf_addstr(out, KVM_DOCS "api.html#kvm-set-user-memory-region");
}
