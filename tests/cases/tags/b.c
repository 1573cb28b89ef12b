#include <linux/kvm_host.h>

struct ctx { struct kvm *kvm; int x; };
typedef struct { struct kvm *kvm; } nameless_t;

void init_b(struct ctx *c, nameless_t *n, struct kvm_device *dev)
{
	c->kvm = dev->kvm;
	n->kvm = dev->kvm;
}

void use_b(struct ctx *c, nameless_t *n, gfn_t gfn)
{
	mark_page_dirty(c->kvm, gfn);	// expect: vm
	mark_page_dirty(n->kvm, gfn);	// expect: vm
}

/* Of a function alone. */
void inner_vcpu(struct kvm_vcpu *vcpu, void *p)
{
	struct own { struct kvm *kvm; } *o = p;

	o->kvm = vcpu->kvm;
}

void inner_vm(struct kvm_device *dev, void *p, void *q, gfn_t gfn)
{
	struct own { struct kvm *kvm; } *o = p, *other = q;

	o->kvm = dev->kvm;
	mark_page_dirty(other->kvm, gfn);	// expect: vm
}
