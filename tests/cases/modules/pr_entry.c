// flags: -DKBUILD_MODNAME="kvm_pr"
#include "modules.h"

void pr_ioctl(struct kvm_device *dev, gfn_t gfn)
{
	kvmppc_dirty(dev->kvm, gfn);
}
