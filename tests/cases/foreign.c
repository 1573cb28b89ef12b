// The vCPU was looked up, so it need not be the one that runs.
#include <linux/kvm_host.h>

void each(struct kvm *kvm, gfn_t gfn)
{
	struct kvm_vcpu *vcpu;
	unsigned long i;

	kvm_for_each_vcpu(i, vcpu, kvm)
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-foreign note // fix: none
}

void each_alias(struct kvm *kvm, gfn_t gfn)
{
	struct kvm_vcpu *v;
	unsigned long i;

	kvm_for_each_vcpu(i, v, kvm) {
		struct kvm *k = v->kvm;

		mark_page_dirty(k, gfn);	// expect: vcpu-foreign // fix: none
	}
}

/* The kvm whose vCPUs are visited stays what it was. */
void the_vm(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	struct kvm_vcpu *v;
	unsigned long i;

	kvm_for_each_vcpu(i, v, kvm)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void get(struct kvm *kvm, gfn_t gfn)
{
	struct kvm_vcpu *vcpu = kvm_get_vcpu(kvm, 3);

	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-foreign // fix: none // why: kvm_get_vcpu
	mark_page_dirty(kvm_get_vcpu(kvm, 0)->kvm, gfn);	// expect: vcpu-foreign
}

void get_by_id(struct kvm *kvm, gfn_t gfn)
{
	struct kvm_vcpu *vcpu = kvm_get_vcpu_by_id(kvm, 3);

	if (vcpu)
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-foreign // fix: none
}

/* Another vCPU of the one that runs. */
void sibling(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_vcpu *dst = kvm_get_vcpu_by_id(vcpu->kvm, 3);

	mark_page_dirty(dst->kvm, gfn);		// expect: vcpu-foreign // fix: none
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
}

struct list_head blocked;
void blocked_list(gfn_t gfn)
{
	struct kvm_vcpu *vcpu;

	list_for_each_entry(vcpu, &blocked, blocked_vcpu_list)
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-foreign
}

/* The APIC map has all vCPUs' APICs. */
void apic_map(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_apic_map *map = vcpu->kvm->arch.apic_map;
	struct kvm_lapic *dst = map->phys_map[gfn & 255];

	mark_page_dirty(dst->vcpu->kvm, gfn);	// expect: vcpu-foreign // fix: none
	mark_page_dirty(vcpu->arch.apic->vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu->arch.apic->vcpu, gfn)
}

void from_vm(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm->bsp->kvm, gfn);	// expect: vcpu-foreign // fix: none
}

/* A helper that only gets such vCPUs; one that gets both; one that gets its own. */
static void only_foreign(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-foreign // why: only_foreign() is called
}

static void both(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

static void takes_kvm(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-foreign // fix: none
}

static void takes_kvm_both(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}

void visit(struct kvm_vcpu *me, gfn_t gfn)
{
	struct kvm_vcpu *vcpu;
	unsigned long i;

	kvm_for_each_vcpu(i, vcpu, me->kvm) {
		only_foreign(vcpu, gfn);
		both(vcpu, gfn);
		takes_kvm(vcpu->kvm, gfn);
		takes_kvm_both(vcpu->kvm, gfn);
	}
	both(me, gfn);
	takes_kvm_both(me->kvm, gfn);
}

/* Own or another: one or the other reaches the call. */
void own_or_other(struct kvm_vcpu *me, int id, gfn_t gfn)
{
	struct kvm_vcpu *vcpu = me;

	if (id != me->vcpu_id)
		vcpu = kvm_get_vcpu_by_id(me->kvm, id);
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
}
