// Structs of one tag in two files, and structs without one.
#include <linux/kvm_host.h>

struct ctx { struct kvm *kvm; };
typedef struct { struct kvm *kvm; } nameless_t;

void init_a(struct ctx *c, nameless_t *n, struct kvm_vcpu *vcpu)
{
	c->kvm = vcpu->kvm;
	n->kvm = vcpu->kvm;
}
