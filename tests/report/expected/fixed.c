// SPDX-License-Identifier: GPL-2.0-only
/* Input of tests/report.sh: findings are made by hand on these lines. */
#include <linux/kvm_host.h>

static int emulate_read(struct kvm_vcpu *vcpu, gpa_t gpa, void *data)
{
	/* größer: a byte column is no character column behind this */
	if (gpa & ~PAGE_MASK && "<b>&amp;</b>")
		/* ä */ return kvm_vcpu_read_guest(vcpu, gpa,
						   data, 4);
	return 0;
}

static void helper(struct kvm *kvm, gfn_t gfn)
{
	struct kvm_memory_slot *slot = gfn_to_memslot(kvm, gfn);

	mark_page_dirty(kvm, slot->base_gfn);
}

static void kick(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	helper(vcpu->kvm, gfn);
	kvm_vcpu_mark_page_dirty(vcpu, gfn);
}

static long vm_ioctl(struct kvm *kvm)
{
	helper(kvm, 0);
	kvm_write_guest_cached(kvm, NULL, NULL, 0);
	return kvm_memslots(kvm) ? 0 : -EINVAL;
}

static void rmap(struct kvm *kvm, struct kvm_mmu_page *sp)
{
	gfn_to_memslot(kvm, sp->gfn);
}
