// flags: -DKBUILD_MODNAME="kvm_intel" -DNO_VCPU_GFN_TO_PFN
#include <linux/kvm_host.h>

void in_kvm_intel(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	gfn_to_memslot(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: none, kvm_vcpu_gfn_to_memslot is not exported to kvm_intel
	gfn_to_pfn(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: none, kvm_vcpu_gfn_to_memslot is not exported to kvm_intel
	kvm_memslots(vcpu->kvm);	// expect: vcpu-direct // fix: kvm_vcpu_memslots(vcpu)
	kvm_read_guest(vcpu->kvm, gfn, p, 8);	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(vcpu, gfn, p, 8)
}
