// Before 4.15 an SMI did not leave L2: it does run in SMM.
// build: arch=x86 address_spaces=2
#include <linux/kvm_host.h>

static inline bool is_smm(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.msr_kvm_area & 1;
}

int vmx_set_cr4(struct kvm_vcpu *vcpu, unsigned long cr4)
{
	return cr4 && is_smm(vcpu);
}

void nested_vmx_vmexit(struct kvm_vcpu *vcpu)
{
	mark_page_dirty(vcpu->kvm, 1);	// expect: vcpu-direct error // reach: none
}

int handle_vmptrst(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
	return 1;
}
