// An architecture with two address spaces: errors, not warnings, and id vm-as0.
// build: arch=x86 address_spaces=2
#include <linux/kvm_host.h>

void vcpu_code(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	struct kvm_vcpu *v;
	unsigned long i;

	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias error
	kvm_for_each_vcpu(i, v, kvm)
		mark_page_dirty(v->kvm, gfn);	// expect: vcpu-foreign note
}

/* VM code that looks at one address space alone, and that visits all. */
int alone(struct kvm_device *dev)
{
	return !kvm_memslots(dev->kvm);	// expect: vm-as0
}

int all(struct kvm_device *dev)
{
	struct kvm_memslots *slots = kvm_memslots(dev->kvm);	// expect: vm

	for (int i = 0; i < 2; i++)
		slots = __kvm_memslots(dev->kvm, i);
	return !slots;
}

void gfn_lookup(struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(dev->kvm, gfn);	// expect: vm
}
