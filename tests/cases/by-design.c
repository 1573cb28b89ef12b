// Places that keep address space 0 on purpose: bydesign.def, and the cached accessors.
#include <linux/kvm_host.h>

/* A function of the table, and all that it calls. */
void record_steal_time(struct kvm_vcpu *vcpu, struct gfn_to_hva_cache *ghc, gpa_t gpa)
{
	struct kvm_memslots *slots = kvm_memslots(vcpu->kvm);	// expect: vcpu-direct by-design // fix: none, by design

	if (slots)
		kvm_gfn_to_hva_cache_init(vcpu->kvm, ghc, gpa, 64);	// expect: vcpu-direct by-design // fix: none
}

/* A function of the table that takes the kvm. */
static void kvm_write_wall_clock(struct kvm *kvm, gpa_t wall_clock)
{
	u32 version;

	kvm_read_guest(kvm, wall_clock, &version, sizeof(version));	// expect: vcpu-callers by-design // fix: none
}
void set_msr(struct kvm_vcpu *vcpu, u64 data)
{
	kvm_write_wall_clock(vcpu->kvm, data);
}

/* Of this one the table names one accessor only. */
int __x86_set_memory_region(struct kvm *kvm, int id, gpa_t gpa)
{
	struct kvm_memslots *slots = kvm_memslots(kvm);	// expect: vcpu-callers by-design

	mark_page_dirty(kvm, gpa >> PAGE_SHIFT);	// expect: vcpu-callers
	return !slots;
}
int alloc_page(struct kvm_vcpu *vcpu)
{
	return __x86_set_memory_region(vcpu->kvm, 3, 0xfee00000);
}

/* Cached accessors, wherever they are. */
int cached(struct kvm_vcpu *vcpu, struct kvm_device *dev, struct gfn_to_hva_cache *ghc, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;
	u64 v = 0;

	if (kvm_gfn_to_hva_cache_init(kvm, ghc, gpa, 8))	// expect: vcpu-alias by-design // fix: none
		return -EFAULT;
	kvm_read_guest_cached(vcpu->kvm, ghc, &v, 8);	// expect: vcpu-direct by-design
	kvm_read_guest_offset_cached(vcpu->kvm, ghc, &v, 4, 4);	// expect: vcpu-direct by-design
	kvm_write_guest_offset_cached(vcpu->kvm, ghc, &v, 4, 4);	// expect: vcpu-direct by-design
	return kvm_write_guest_cached(dev->kvm, ghc, &v, 8);	// expect: vm by-design
}

/* The same name in another function is not in the table. */
int kvm_set_msr_common(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	return kvm_clear_guest(vcpu->kvm, gpa, 4096);	// expect: vcpu-direct // fix: none, no vCPU form
}
