// SEV-ES guests, asked for by the vCPU; nested SVM where VMRUN works in SMM.
// build: arch=x86 address_spaces=2
#include <linux/kvm_host.h>

static inline bool ____sev_es_guest(struct kvm *kvm)
{
	return kvm->arch.nr;
}
static inline bool is_sev_es_guest(struct kvm_vcpu *vcpu)
{
	return ____sev_es_guest(vcpu->kvm);
}

bool svm_has_emulated_msr(struct kvm *kvm, int index)
{
	return index != 30 || !____sev_es_guest(kvm);
}

int sev_handle_vmgexit(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: SEV-ES
	return 1;
}

int nested_svm_vmexit(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
	return 0;
}

void kvm_arch_vcpu_ioctl_run(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	if (is_sev_es_guest(vcpu))
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: SEV-ES
	else
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
}
