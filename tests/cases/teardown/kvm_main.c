// The last reference can be dropped by a vCPU's file: the VM's end is not that vCPU's doing.
#include <linux/kvm_host.h>

void kvm_arch_destroy_vm(struct kvm *kvm);

static void kvm_destroy_vm(struct kvm *kvm)
{
	mark_page_dirty(kvm, 0);	// expect: vm
	kvm_arch_destroy_vm(kvm);
	kfree(kvm);
}

void kvm_put_kvm(struct kvm *kvm)
{
	if (refcount_dec_and_test(&kvm->users_count))
		kvm_destroy_vm(kvm);
}

static int kvm_vcpu_release(struct inode *inode, struct file *filp)
{
	struct kvm_vcpu *vcpu = filp->private_data;

	kvm_put_kvm(vcpu->kvm);
	return 0;
}

static int kvm_vm_release(struct inode *inode, struct file *filp)
{
	struct kvm *kvm = filp->private_data;

	kvm_put_kvm(kvm);
	return 0;
}

const struct file_operations kvm_vcpu_fops = { .release = kvm_vcpu_release };
const struct file_operations kvm_vm_fops = { .release = kvm_vm_release };
