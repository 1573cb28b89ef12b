// L2 does not run in SMM, where both kinds of nested virtualization see to that.
// build: arch=x86 address_spaces=2
#include <linux/kvm_host.h>

static inline bool is_smm(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.msr_kvm_area & 1;
}
static inline bool is_guest_mode(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.msr_kvm_area & 2;
}

bool vmx_is_valid_cr4(struct kvm_vcpu *vcpu, unsigned long cr4)
{
	return !cr4 || !is_smm(vcpu);
}
int nested_svm_vmrun(struct kvm_vcpu *vcpu)
{
	return !is_smm(vcpu);
}

int handle_vmxon(struct kvm_vcpu *vcpu, gfn_t gfn, void *data)
{
	if (data && is_guest_mode(vcpu) && !kvm_read_guest(vcpu->kvm, gfn, data, 4))	// expect: vcpu-direct warning // reach: an SMI leaves L2
		return 1;
	return 0;
}

void kvm_arch_vcpu_ioctl_run(struct kvm_vcpu *vcpu, gfn_t gfn, void *data)
{
	if (data && is_guest_mode(vcpu) && !kvm_read_guest(vcpu->kvm, gfn, data, 4))	// expect: vcpu-direct warning // reach: an SMI leaves L2
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: an SMI leaves L2
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
}
