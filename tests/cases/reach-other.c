// The function that says that a rule holds is there, and asks something else.
// build: arch=x86 address_spaces=2
#include <linux/kvm_host.h>

static inline bool other(struct kvm *kvm)
{
	return kvm->arch.nr;
}

bool svm_has_emulated_msr(struct kvm *kvm, int index)
{
	return index != 30 || !other(kvm);
}

int sev_handle_vmgexit(struct kvm_vcpu *vcpu)
{
	mark_page_dirty(vcpu->kvm, 1);	// expect: vcpu-direct error // reach: none
	return 1;
}
