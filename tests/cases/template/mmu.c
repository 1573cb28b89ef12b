// A paging template, included three times as in arch/x86/kvm/mmu/mmu.c.
#include <linux/kvm_host.h>

#define PTTYPE 64
#include "paging_tmpl.h"
#undef PTTYPE

#define PTTYPE 32
#include "paging_tmpl.h"
#undef PTTYPE

#define PTTYPE 8
#include "paging_tmpl.h"
#undef PTTYPE

int paging64_page_fault(struct kvm_vcpu *vcpu, gpa_t gpa);

void init_mmu(struct kvm_mmu *mmu, int mode)
{
	mmu->page_fault = mode == 64 ? paging64_page_fault : mode == 32 ? paging32_page_fault :
			  ept_page_fault;
}
