// A vCPU parameter that is, or is not, the owner of the kvm parameter.
#include <linux/kvm_host.h>

static void same_owner(struct kvm_vcpu *vcpu, struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

static void same_owner_below(struct kvm *kvm, gfn_t gfn, struct kvm_vcpu *v)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers // fix: kvm_vcpu_mark_page_dirty(v, gfn)
}

static void middle(struct kvm_vcpu *vcpu, struct kvm *kvm, gfn_t gfn)
{
	same_owner(vcpu, kvm, gfn);
	same_owner_below(kvm, gfn, vcpu);
}

/* Another vCPU of the same VM: its address space may be another one. */
static void other_owner(struct kvm_vcpu *target, struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + target->vcpu_id);	// expect: vcpu-callers // fix: none
}

static void sometimes(struct kvm_vcpu *vcpu, struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-callers // fix: none
}

/* The vCPU parameter has another value where the call is. */
static void overwritten(struct kvm_vcpu *vcpu, struct kvm *kvm, gfn_t gfn)
{
	vcpu = kvm_get_vcpu(kvm, 0);
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-callers // fix: none
}

/* Two candidates, and one of them is right. */
static void which(struct kvm_vcpu *a, struct kvm_vcpu *b, struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + a->vcpu_id);	// expect: vcpu-callers // fix: kvm_vcpu_mark_page_dirty(b, gfn + a->vcpu_id)
}

void handle(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	same_owner(vcpu, vcpu->kvm, gfn);
	middle(vcpu, kvm, gfn);
	other_owner(other, vcpu->kvm, gfn);
	sometimes(vcpu, vcpu->kvm, gfn);
	sometimes(other, vcpu->kvm, gfn);
	overwritten(vcpu, vcpu->kvm, gfn);
	which(other, vcpu, vcpu->kvm, gfn);
}
