// What a call does with the guest's memory.
#include <linux/kvm_host.h>

int copy(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	int r = kvm_read_guest(vcpu->kvm, gpa, p, 8);	// expect: vcpu-direct // effect: reads

	r |= kvm_write_guest(vcpu->kvm, gpa, p, 8);	// expect: vcpu-direct // effect: writes
	r |= kvm_clear_guest(vcpu->kvm, gpa, 8);	// expect: vcpu-direct // effect: writes
	mark_page_dirty(vcpu->kvm, gpa >> PAGE_SHIFT);	// expect: vcpu-direct // effect: marks dirty
	return r;
}

int cached(struct kvm_vcpu *vcpu, struct gfn_to_hva_cache *ghc, gpa_t gpa)
{
	u64 v = 0;

	if (kvm_gfn_to_hva_cache_init(vcpu->kvm, ghc, gpa, 8))	// expect: vcpu-direct by-design // effect: resolves
		return -EFAULT;
	kvm_read_guest_cached(vcpu->kvm, ghc, &v, 8);	// expect: vcpu-direct by-design // effect: reads
	return kvm_write_guest_cached(vcpu->kvm, ghc, &v, 8);	// expect: vcpu-direct by-design // effect: writes
}

int user(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;
	u64 v;

	if (kvm_get_guest(kvm, gpa, v))	// expect: vcpu-alias // effect: reads
		return -EFAULT;
	return kvm_put_guest(kvm, gpa, v);	// expect: vcpu-alias // effect: writes
}

unsigned long resolved(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_memory_slot *slot = gfn_to_memslot(vcpu->kvm, gfn);	// expect: vcpu-direct // effect: resolves

	return slot ? gfn_to_hva(vcpu->kvm, gfn) : 0;	// expect: vcpu-direct // effect: resolves
}
