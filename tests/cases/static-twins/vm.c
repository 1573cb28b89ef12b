#include <linux/kvm_host.h>

static void helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vm
}

void ioctl(struct kvm_device *dev, gfn_t gfn)
{
	helper(dev->kvm, gfn);
}
