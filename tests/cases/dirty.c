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

/* A slot, and what is done with it: slot.def. */
void mark_page_dirty_in_slot(struct kvm *kvm, const struct kvm_memory_slot *slot, gfn_t gfn);
bool kvm_mmu_slot_gfn_write_protect(struct kvm *kvm, struct kvm_memory_slot *slot, gfn_t gfn, int level);
unsigned long *kvm_second_dirty_bitmap(struct kvm_memory_slot *slot);
void look_at(struct kvm_memory_slot *slot);

void mark_here(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_memory_slot *slot = gfn_to_memslot(vcpu->kvm, gfn);	// expect: vcpu-direct // effect: marks dirty
	// says: ; the slot is then marked dirty by mark_page_dirty_in_slot() (dirty.c:

	mark_page_dirty_in_slot(vcpu->kvm, slot, gfn);
}

void mark_by_slots(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_memslots *slots = kvm_memslots(vcpu->kvm);	// expect: vcpu-direct // effect: marks dirty

	mark_page_dirty_in_slot(vcpu->kvm, __gfn_to_memslot(slots, gfn), gfn);
}

/* Into a callee's parameter, and out of it again. */
static struct kvm_memory_slot *checked(struct kvm_memory_slot *slot, gfn_t gfn)
{
	return slot && gfn >= slot->base_gfn ? slot : NULL;
}
static void mark_in(struct kvm *kvm, gfn_t gfn, struct kvm_memory_slot *in)
{
	mark_page_dirty_in_slot(kvm, in, gfn);
}
void mark_below(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_in(vcpu->kvm, gfn, checked(gfn_to_memslot(vcpu->kvm, gfn), gfn));	// expect: vcpu-direct // effect: marks dirty
}
/* What others do with what the same helper returns to them is not this one's. */
void look_below(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	look_at(checked(gfn_to_memslot(vcpu->kvm, gfn), gfn));	// expect: vcpu-direct // effect: resolves
}

/* Out to the callers. */
static struct kvm_memory_slot *find(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return gfn_to_memslot(vcpu->kvm, gfn);	// expect: vcpu-direct // effect: marks dirty
}
void mark_above(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_memory_slot *slot = find(vcpu, gfn);

	if (slot)
		mark_page_dirty_in_slot(vcpu->kvm, slot, gfn);
}

/* Another slot than that which is marked. */
void mark_other(struct kvm_vcpu *vcpu, struct kvm_memory_slot *slot, gfn_t gfn)
{
	look_at(gfn_to_memslot(vcpu->kvm, gfn));	// expect: vcpu-direct // effect: resolves
	mark_page_dirty_in_slot(vcpu->kvm, slot, gfn);
}

/* Neither marks anything, for all that is seen. */
void protect(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	kvm_mmu_slot_gfn_write_protect(vcpu->kvm, gfn_to_memslot(vcpu->kvm, gfn), gfn, 1);	// expect: vcpu-direct // effect: resolves
	// says: ; the slot's reverse map is then used by kvm_mmu_slot_gfn_write_protect() (dirty.c:
}
unsigned long *log_of(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return kvm_second_dirty_bitmap(gfn_to_memslot(vcpu->kvm, gfn));	// expect: vcpu-direct // effect: resolves
	// says: ; a dirty bitmap of the slot is then taken by kvm_second_dirty_bitmap() (dirty.c:
}

/* Around in a circle ends. */
static void around(struct kvm *kvm, struct kvm_memory_slot *slot, gfn_t gfn)
{
	if (gfn)
		around(kvm, checked(slot, gfn), gfn - 1);
	else
		mark_page_dirty_in_slot(kvm, slot, gfn);
}
void mark_around(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	around(vcpu->kvm, gfn_to_memslot(vcpu->kvm, gfn), gfn);	// expect: vcpu-direct // effect: marks dirty
}
