// Only types and the flow of data count.
#include <linux/kvm_host.h>

struct its { struct kvm_device *dev; };
struct not_kvm { struct kvm *kvm; };

/* "vcpu" is the architecture's part of one; its kvm is not the vCPU's member. */
void arch(struct kvm_vcpu_arch *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vm
}

/* As in kvm_guest_time_update(). */
void arch_local(struct kvm_vcpu *v, gfn_t gfn)
{
	struct kvm_vcpu_arch *vcpu = &v->arch;

	mark_page_dirty(v->kvm, gfn + !!vcpu);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(v, gfn + !!vcpu)
}

/* "vcpu" is a struct kvm. */
static void is_kvm(struct kvm *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu, gfn);	// expect: vm
}
void calls_is_kvm(struct kvm_device *dev, gfn_t gfn)
{
	is_kvm(dev->kvm, gfn);
}

/* "kvm" is a vCPU. */
void is_vcpu(struct kvm_vcpu *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(kvm, gfn)
}

void vcpu_is_kvm_local(struct kvm_vcpu *kvm, gfn_t gfn)
{
	struct kvm *vcpu = kvm->kvm;

	mark_page_dirty(vcpu, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(kvm, gfn)
}

/* The member has the name, its struct is another one. */
void device(struct its *its, gfn_t gfn)
{
	mark_page_dirty(its->dev->kvm, gfn);	// expect: vm
}

void other_struct(struct not_kvm *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vm
}

/* A vCPU is in hand, and the kvm is not from it. */
void unrelated(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vm
}

void null_vcpu(gfn_t gfn)
{
	struct kvm_vcpu *vcpu = NULL;

	if (vcpu)
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
}

/* "NULL vCPU": what it stands for is said at the call. */
static void maybe_null(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + !vcpu);	// expect: vm
}
void calls_maybe_null(struct kvm_device *dev)
{
	maybe_null(dev->kvm, NULL, 3);
}

/* Named as what the kernel has, and another function: this one gives what it is given. */
struct box { struct kvm *kvm; };
static void *vzalloc(struct box *b) { return b; }
static struct kvm *gfn_to_gpa(struct kvm *a, struct kvm *b) { return b; }
void allocates(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct box b = { .kvm = vcpu->kvm };
	struct box *p = vzalloc(&b);

	mark_page_dirty(p->kvm, gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty(gfn_to_gpa(dev->kvm, vcpu->kvm), gfn);	// expect: vcpu-alias // fix: none
}
