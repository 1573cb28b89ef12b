// A weak function gives way to another one.
#include <linux/kvm_host.h>

__attribute__((weak)) struct kvm *arch_kvm(struct kvm_vcpu *vcpu, struct kvm_device *dev)
{
	return dev->kvm;
}

void a(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(arch_kvm(vcpu, dev), gfn);	// expect: vcpu-alias
}
