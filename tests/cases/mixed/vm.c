#include "mixed.h"

static long kvm_vm_ioctl(struct file *filp, unsigned int ioctl, unsigned long arg)
{
	struct kvm *kvm = filp->private_data;

	if (ioctl != 1)
		return -EINVAL;
	dirty_range(kvm, arg, 1);
	mark_page_dirty(kvm, arg);	// expect: vm
	return 0;
}

static const struct file_operations vm_fops = {
	.unlocked_ioctl = kvm_vm_ioctl,
};

int create_fd(struct kvm *kvm)
{
	return anon_inode_getfd("kvm-vm", &vm_fops, kvm, 0);
}
