// Another module can only call what is exported to it.
// flags: -DKBUILD_MODNAME="kvm" -DNO_VCPU_GFN_TO_PFN
#include <linux/kvm_host.h>

struct kvm_memory_slot *kvm_vcpu_gfn_to_memslot(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return __gfn_to_memslot(kvm_vcpu_memslots(vcpu), gfn);
}

int kvm_vcpu_read_guest(struct kvm_vcpu *vcpu, gpa_t gpa, void *data, unsigned long len)
{
	return !kvm_vcpu_gfn_to_memslot(vcpu, gpa_to_gfn(gpa));
}
EXPORT_SYMBOL_GPL(kvm_vcpu_read_guest);

void in_kvm(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	gfn_to_memslot(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
	gfn_to_pfn(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, gfn), gfn)
}
