#include "ops.h"

/* The table by position. */
static void svm_set_apic_page(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
static void svm_flush_kvm(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
static int svm_mem_enc_ioctl(struct kvm *kvm, gpa_t gpa)
{
	mark_page_dirty(kvm, gpa);	// expect: vm
	return 0;
}

static struct kvm_x86_ops svm_x86_ops = {
	NULL, svm_set_apic_page, svm_flush_kvm, svm_mem_enc_ioctl, NULL,
};

int svm_init(void)
{
	kvm_x86_ops_init(&svm_x86_ops);
	return 0;
}
