// A local struct that starts with one kvm, and that a function gives another one.
#include <linux/kvm_host.h>

struct ctx { struct kvm *kvm; gfn_t gfn; };

static void fill(struct ctx *c, struct kvm *kvm)
{
	c->kvm = kvm;
}

void from_null(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .kvm = NULL };

	fill(&c, vcpu->kvm);
	mark_page_dirty(c.kvm, gfn);	// expect: vcpu-alias
}
