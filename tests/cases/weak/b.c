#include <linux/kvm_host.h>

struct kvm *arch_kvm(struct kvm_vcpu *vcpu, struct kvm_device *dev)
{
	return vcpu->kvm;
}
