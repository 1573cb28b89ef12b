// Arrays as parameters: pointers, whatever libclang says.
#include <linux/kvm_host.h>
struct ctx { struct kvm *kvm; gfn_t gfn; };
static void va(struct kvm_vcpu *vcpus[], int n)
{
	for (int i = 0; i < n; i++)
		mark_page_dirty(vcpus[i]->kvm, i);	// expect: vcpu-foreign
}
static void vb(struct kvm_vcpu vcpus[2])
{
	mark_page_dirty(vcpus->kvm, 1);	// expect: vcpu-direct
	mark_page_dirty(vcpus[1].kvm, 1);	// expect: vcpu-direct
	vcpus++;
	mark_page_dirty(vcpus->kvm, 1);	// expect: vcpu-direct
}
static void vc(struct ctx c[], struct kvm_device *dev)
{
	mark_page_dirty(c->kvm, 1);	// expect: vcpu-mixed
	c->kvm = dev->kvm;
	mark_page_dirty(c->kvm, 1);	// expect: vcpu-mixed
}
void vx(struct kvm_vcpu *vcpu, struct kvm_vcpu *o, struct kvm_device *dev)
{
	struct kvm_vcpu *v[] = { vcpu, o };
	struct ctx c = { vcpu->kvm };

	va(v, 2);
	vb(vcpu);
	vc(&c, dev);
}
static void vd(struct kvm *k[static 1])
{
	struct kvm *kvm = *k;
	mark_page_dirty(kvm, 1);	// expect: vcpu-callers
	mark_page_dirty(k[0], 1);	// expect: vcpu-callers
}
void vdd(struct kvm_vcpu *vcpu) { struct kvm *kvm = vcpu->kvm; vd(&kvm); }
static void fill(struct kvm *k[], struct kvm_device *dev) { k[0] = dev->kvm; }
void ve(struct kvm_vcpu *vcpu, struct kvm_device *dev)
{
	struct kvm *k[1] = { vcpu->kvm };
	fill(k, dev);
	mark_page_dirty(k[0], 1);	// expect: vcpu-mixed
}
