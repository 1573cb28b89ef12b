// A shadow page's gfn belongs to the address space in its role, whoever runs. Where a
// vCPU does, the vCPU form is what is written; a note says that the role is exact.
#include <linux/kvm_host.h>

static gfn_t gfn_of(struct kvm_mmu_page *sp, int index)
{
	if (sp->shadowed_translation)
		return sp->shadowed_translation[index] >> PAGE_SHIFT;
	return sp->gfn + index;
}

void make_sp(struct kvm_mmu_page *sp, gfn_t gfn)
{
	sp->gfn = gfn;
}

void straight(struct kvm_vcpu *vcpu, struct kvm_mmu_page *sp)
{
	struct kvm_memory_slot *slot = gfn_to_memslot(vcpu->kvm, sp->gfn);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_memslot(vcpu, sp->gfn) // why: sp->role

	if (slot)
		mark_page_dirty(vcpu->kvm, sp->gfn + 1);	// expect: vcpu-direct // why: sp->role
}

void local(struct kvm *kvm, struct kvm_mmu_page *sp)
{
	gfn_t gfn = sp->gfn;

	mark_page_dirty(kvm, gfn);	// expect: sp-role // fix: none, shadow page
}

void aliased(struct kvm_vcpu *vcpu, struct kvm_mmu_page *sp)
{
	struct kvm *kvm = vcpu->kvm;

	mark_page_dirty(kvm, sp->gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, sp->gfn) // why: sp->role
}

static void helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers // fix: none, has to be passed down // why: sp->role
}
static void with_vcpu(struct kvm_vcpu *vcpu, struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn) // why: sp->role
}
static void for_both(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: sp-role // fix: none, shadow page
}
static void mixed_helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
void uses_helper(struct kvm_vcpu *vcpu, struct kvm_mmu_page *sp, gfn_t gfn)
{
	helper(vcpu->kvm, sp->gfn);
	with_vcpu(vcpu, vcpu->kvm, sp->gfn);
	for_both(vcpu->kvm, sp->gfn);
	mixed_helper(vcpu->kvm, sp->gfn);
	mixed_helper(vcpu->kvm, gfn);
}

void returned(struct kvm_vcpu *vcpu, struct kvm_mmu_page *sp)
{
	gfn_t gfn = gfn_of(sp, 3);

	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct // why: sp->role
	mark_page_dirty(vcpu->kvm, gfn_of(sp, 4));	// expect: vcpu-direct // why: sp->role
}

/* For the VM too: the notifier, the worker. */
void unaccount(struct kvm_device *dev, struct kvm_mmu_page *sp)
{
	mark_page_dirty(dev->kvm, sp->gfn);	// expect: sp-role // fix: none, shadow page
	for_both(dev->kvm, sp->gfn);
}

void each(struct kvm *kvm)
{
	struct kvm_mmu_page *sp;

	list_for_each_entry(sp, &kvm->arch.active_mmu_pages, link)
		mark_page_dirty(kvm, sp->gfn);	// expect: sp-role
}

void others(struct kvm *kvm, struct kvm_mmu_page *sp)
{
	struct kvm_vcpu *vcpu;
	unsigned long i;

	kvm_for_each_vcpu(i, vcpu, kvm)
		mark_page_dirty(vcpu->kvm, sp->gfn);	// expect: sp-role // fix: none, shadow page
}

/* Some other gfn. */
struct fault { gfn_t gfn; };
void fault(struct kvm_vcpu *vcpu, struct fault *fault, struct kvm_mmu_page *sp)
{
	mark_page_dirty(vcpu->kvm, fault->gfn + sp->role.smm);	// expect: vcpu-direct
}
