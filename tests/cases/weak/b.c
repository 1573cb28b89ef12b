#include <linux/kvm_host.h>

struct kvm *arch_kvm(struct kvm_vcpu *vcpu, struct kvm_device *dev)
{
	return vcpu->kvm;
}

/* Another name for a function. */
static void marks(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
void alias_marks(struct kvm *kvm, gfn_t gfn) __attribute__((alias("marks")));
void for_vcpu(struct kvm_vcpu *vcpu)
{
	marks(vcpu->kvm, 0);
}
void for_vm(struct kvm_device *dev)
{
	alias_marks(dev->kvm, 0);
}
