#include <linux/kvm_host.h>

void kvm_arch_destroy_vm(struct kvm *kvm);

static void free_page_of(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vm
}

void kvm_arch_destroy_vm(struct kvm *kvm)
{
	struct kvm_memslots *slots = kvm_memslots(kvm);	// expect: vm

	if (slots)
		free_page_of(kvm, 3);
}
