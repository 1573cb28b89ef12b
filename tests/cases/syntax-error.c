// A function that does not parse is said to be so; the others keep their findings.
// not-analysed: broken: does not parse
#include <linux/kvm_host.h>

void before(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
}

void broken(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm

	return 1;
}

void after(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
