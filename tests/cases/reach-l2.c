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

static void flush_cached(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: an SMI leaves L2
}
void nested_vmx_vmexit(struct kvm_vcpu *vcpu)
{
	flush_cached(vcpu, 1);
}
int nested_svm_vmexit(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: an SMI leaves L2 (svm_enter_smm())
	return 0;
}

int vmx_enter_smm(struct kvm_vcpu *vcpu)
{
	nested_vmx_vmexit(vcpu);
	return 0;
}
int svm_enter_smm(struct kvm_vcpu *vcpu)
{
	return nested_svm_vmexit(vcpu, 1);
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
