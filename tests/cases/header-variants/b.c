#include <linux/kvm_host.h>
#define PICK dev->kvm
#include "pick.h"

void b(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(pick(vcpu, dev), gfn);	// expect: vm
}
