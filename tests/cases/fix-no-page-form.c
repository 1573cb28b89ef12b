// A tree as 6.1 is: no vCPU form of gfn_to_page().
// flags: -DNO_VCPU_GFN_TO_PAGE
#include <linux/kvm_host.h>

struct page *page(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return gfn_to_page(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: none, no vCPU form in this tree
}

kvm_pfn_t pfn(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return gfn_to_pfn(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_pfn(vcpu, gfn)
}
