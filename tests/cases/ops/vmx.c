#include "ops.h"

static void vmx_set_apic_page(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers // fix: none // why: vcpu_reload()
}
static void vmx_flush_kvm(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
static int vmx_mem_enc_ioctl(struct kvm *kvm, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, sizeof(v));	// expect: vm
}

static void log_dirty(struct kvm *kvm, gpa_t gpa)
{
	mark_page_dirty(kvm, gpa >> PAGE_SHIFT);	// expect: vcpu-callers // why: write_log_dirty
}
static int write_log_dirty(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	log_dirty(vcpu->kvm, gpa);
	return kvm_write_guest_page(vcpu->kvm, gpa >> PAGE_SHIFT, &gpa, 0, 8);	// expect: vcpu-direct
}
static void free_nested(struct kvm *kvm)
{
	mark_page_dirty(kvm, 0);	// expect: vm
}

static struct kvm_x86_nested_ops vmx_nested_ops = {
	.write_log_dirty = write_log_dirty,
	.free_nested = free_nested,
};

static int hardware_enable(void) { return 0; }

static struct kvm_x86_ops vmx_x86_ops __attribute__((unused)) = {
	.hardware_enable = hardware_enable,
	.set_apic_page = vmx_set_apic_page,
	.flush_kvm = vmx_flush_kvm,
	.mem_enc_ioctl = vmx_mem_enc_ioctl,
	.nested_ops = &vmx_nested_ops,
};

int vmx_init(void)
{
	kvm_x86_ops_init(&vmx_x86_ops);
	return 0;
}
