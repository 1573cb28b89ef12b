// The name is an accessor's, the function another one.
#include <linux/kvm_host.h>

/* In a tree of its own, Xen's is unsigned long gfn_to_pfn(unsigned long). */
struct kvm_memory_slot *slot_of(struct kvm_vcpu *vcpu);

int slot_form(struct kvm_vcpu *vcpu, gfn_t gfn, struct page **pages)
{
	struct kvm_memory_slot *slot = slot_of(vcpu);

	return gfn_to_page_many_atomic(slot, gfn, pages, 4);	// expect: none
}

struct ops { void (*mark_page_dirty)(struct kvm *kvm, gfn_t gfn); };

/* A member of that name, called; a comment: kvm_read_guest(kvm), a string. */
const char *member(struct ops *ops, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	ops->mark_page_dirty(vcpu->kvm, gfn);	// expect: none
	return "kvm_read_guest(vcpu->kvm)";
}

/* The struct has the name. */
struct kvm_memslots *tag(struct kvm_vcpu *vcpu)
{
	struct kvm_memslots *kvm_memslots = NULL;

	return kvm_memslots;
}

#if 0
void never(struct kvm_vcpu *vcpu)
{
	mark_page_dirty(vcpu->kvm, 0);	// expect: none
}
#endif
