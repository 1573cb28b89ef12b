// Two files with a static function of one name.
#include <linux/kvm_host.h>

static void helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}

void run(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	helper(vcpu->kvm, gfn);
}
