// Calls through tables of operations: static calls, nested ops, handlers, parameters.
#include "ops.h"

struct kvm_x86_ops kvm_x86_ops;

DEFINE_STATIC_CALL_NULL(kvm_x86_set_apic_page, *(((struct kvm_x86_ops *)0)->set_apic_page));
DEFINE_STATIC_CALL_NULL(kvm_x86_flush_kvm, *(((struct kvm_x86_ops *)0)->flush_kvm));
DEFINE_STATIC_CALL_NULL(kvm_x86_mem_enc_ioctl, *(((struct kvm_x86_ops *)0)->mem_enc_ioctl));

void kvm_x86_ops_init(const struct kvm_x86_ops *ops)
{
	memcpy(&kvm_x86_ops, ops, sizeof(*ops));
	static_call_update(kvm_x86_set_apic_page, kvm_x86_ops.set_apic_page);
	static_call_update(kvm_x86_flush_kvm, kvm_x86_ops.flush_kvm);
	static_call_update(kvm_x86_mem_enc_ioctl, kvm_x86_ops.mem_enc_ioctl);
}

int vcpu_reload(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	kvm_x86_call(set_apic_page)(vcpu->kvm, gfn);
	kvm_x86_ops.flush_kvm(vcpu->kvm, gfn);
	return kvm_x86_ops.nested_ops->write_log_dirty(vcpu, gfn << PAGE_SHIFT);
}

static long vm_ioctl(struct file *filp, unsigned int ioctl, unsigned long arg)
{
	struct kvm *kvm = filp->private_data;

	kvm_x86_call(flush_kvm)(kvm, arg);
	kvm_x86_ops.nested_ops->free_nested(kvm);
	return kvm_x86_call(mem_enc_ioctl)(kvm, arg);
}
const struct file_operations kvm_vm_fops = { .unlocked_ioctl = vm_ioctl };
