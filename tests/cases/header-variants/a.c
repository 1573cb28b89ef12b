// One inline function of a header that macros make two.
#include <linux/kvm_host.h>
#define PICK vcpu->kvm
#include "pick.h"

void a(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(pick(vcpu, dev), gfn);	// expect: vcpu-alias
}
