// Code that acts for the VM.
#include <linux/kvm_host.h>

/* A VM's file: what its private_data is, only the kernel outside of KVM could say. */
static int set_one(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vm
	return 0;
}
static long vm_ioctl(struct file *filp, unsigned int ioctl, unsigned long arg)
{
	struct kvm *kvm = filp->private_data;
	u64 v;

	if (kvm_read_guest(kvm, arg, &v, sizeof(v)))	// expect: vm // why: file.private_data is taken for the VM's: nothing is seen
		return -EFAULT;
	return set_one(kvm, v);
}
static const struct file_operations vm_fops = { .unlocked_ioctl = vm_ioctl };

/* A device's. */
static int dev_set_attr(struct kvm_device *dev, struct kvm_device_attr *attr)
{
	mark_page_dirty(dev->kvm, attr->addr);	// expect: vm
	return set_one(dev->kvm, attr->addr);
}
const struct kvm_device_ops dev_ops = { .name = "dev", .set_attr = dev_set_attr };

/* An MMU notifier's. */
static inline struct kvm *mmu_notifier_to_kvm(struct mmu_notifier *mn)
{
	return container_of(mn, struct kvm, mmu_notifier);
}
static int invalidate(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct kvm *kvm = mmu_notifier_to_kvm(mn);
	struct kvm_memslots *slots = kvm_memslots(kvm);	// expect: vm

	set_one(container_of(mn, struct kvm, mmu_notifier), range->start);
	return !slots;
}
const struct mmu_notifier_ops notifier_ops = { .invalidate_range_start = invalidate };

/* A worker's. */
static void zap(struct work_struct *work)
{
	struct kvm *kvm = container_of(work, struct kvm, arch.zap_work);

	mark_page_dirty(kvm, 0);	// expect: vm
}

/* A new one, and a list's. */
struct list_head vms;
int create(struct file *filp, unsigned long type)
{
	struct kvm *kvm = kzalloc(sizeof(*kvm), GFP_KERNEL);

	if (!kvm)
		return -ENOMEM;
	INIT_WORK(&kvm->arch.zap_work, zap);
	list_add_tail(&kvm->vm_list, &vms);
	mark_page_dirty(kvm, type);	// expect: vm
	return anon_inode_getfd("vm", &vm_fops, kvm, 0);
}

void shrink(void)
{
	struct kvm *kvm;

	list_for_each_entry(kvm, &vms, vm_list)
		mark_page_dirty(kvm, 0);	// expect: vm
}

/* A global one. */
static struct kvm *the_kvm;
void set_global(struct kvm_device *dev)
{
	the_kvm = dev->kvm;
}
void use_global(gfn_t gfn)
{
	mark_page_dirty(the_kvm, gfn);	// expect: vm
}

/* EXPORT_SYMBOL() since 7.0: the variable that keeps the symbol alive has a name of another kind. */
void exported_to_modules(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vm
}
static void *__UNIQUE_ID_addressable_exported_to_modules_639
	__attribute__((used)) = (void *)(unsigned long)&exported_to_modules;

void calls_exported(struct kvm_device *dev, gfn_t gfn)
{
	exported_to_modules(dev->kvm, gfn);
}
