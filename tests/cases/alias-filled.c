// A local struct that a function of this program fills in.
#include <linux/kvm_host.h>

struct ctx { struct kvm *kvm; gfn_t gfn; };

static void fill(struct ctx *c, struct kvm *kvm)
{
	c->kvm = kvm;
}

void filled_vcpu(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .gfn = gfn };

	fill(&c, vcpu->kvm);
	mark_page_dirty(c.kvm, c.gfn);	// expect: vcpu-alias // fix: none
}

void filled_vm(struct kvm_device *dev, gfn_t gfn)
{
	struct ctx c = { .gfn = gfn };

	fill(&c, dev->kvm);
	mark_page_dirty(c.kvm, c.gfn);	// expect: vm
}
