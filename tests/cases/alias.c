// A local struct kvm * that is a vCPU's on every way that leads to the call.
#include <linux/kvm_host.h>

int initialiser(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, sizeof(v));	// expect: vcpu-alias
	// fix: kvm_vcpu_read_guest(vcpu, gpa, &v, sizeof(v))
	// why: kvm = vcpu->kvm
}

int second_declarator(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, *other = NULL;
	struct kvm_memslots *slots = kvm_memslots(kvm);	// expect: vcpu-alias // fix: kvm_vcpu_memslots(vcpu)

	return other || slots;
}

int chained_declarators(struct kvm_vcpu *vcpu)
{
	struct kvm *a = vcpu->kvm, *b = a;
	struct kvm_memslots *slots = kvm_memslots(b);	// expect: vcpu-alias // fix: kvm_vcpu_memslots(vcpu)

	return slots && a;
}

void assignment(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

	kvm = vcpu->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn) // why: kvm = vcpu->kvm
}

void assigned_in_condition(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

	if ((kvm = vcpu->kvm) && gfn)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

/* One of two vCPUs, and no variable that says which. */
void conditional(struct kvm_vcpu *a, struct kvm_vcpu *b, int c, gfn_t gfn)
{
	struct kvm *kvm = c ? a->kvm : b->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}

void conditional_null(struct kvm_vcpu *vcpu, int c, gfn_t gfn)
{
	struct kvm *kvm = c ? vcpu->kvm : NULL;

	if (kvm)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void conditional_vm(struct kvm_vcpu *vcpu, struct kvm_device *dev, int c, gfn_t gfn)
{
	struct kvm *kvm = c ? vcpu->kvm : dev->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed note // fix: none
}

void elvis(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm ?: NULL;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void argument(struct kvm_vcpu *a, int c, gfn_t gfn)
{
	mark_page_dirty(c ? a->kvm : NULL, gfn);	// expect: vcpu-alias
}

void chain(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *first = vcpu->kvm;
	struct kvm *second, *third;

	second = first;
	third = second;
	mark_page_dirty(third, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	// why: first = vcpu->kvm
}

void embedded(struct vcpu_svm *svm, gfn_t gfn)
{
	struct kvm *kvm = svm->vcpu.kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(&svm->vcpu, gfn)
}

/* The vCPU is in a variable of an inner block only: &svm->vcpu serves. */
void inner_scope(struct vcpu_svm *svm, gfn_t gfn)
{
	struct kvm *kvm = svm->vcpu.kvm;

	if (gfn) {
		struct kvm_vcpu *vcpu = &svm->vcpu;

		mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn + vcpu->vcpu_id)
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(&svm->vcpu, gfn)
}

/* One name, two variables. */
void shadowed(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (gfn) {
		struct kvm *kvm = dev->kvm;

		mark_page_dirty(kvm, gfn);	// expect: vm
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

/* The name of the vCPU is hidden by another one where the call is. */
void shadowed_vcpu(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	{
		struct kvm_vcpu *vcpu = other;

		mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
	}
}

void reassigned(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	kvm = dev->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vm
}

void one_branch(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	if (vcpu)
		kvm = vcpu->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}

void one_branch_null(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = NULL;

	if (vcpu)
		kvm = vcpu->kvm;
	if (kvm)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void both_branches(struct kvm_vcpu *vcpu, struct vcpu_svm *svm, gfn_t gfn)
{
	struct kvm *kvm;

	if (gfn)
		kvm = vcpu->kvm;
	else
		kvm = svm->vcpu.kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}

/* What the other branch does is never seen here. */
void branch_returns(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (!gfn) {
		kvm = dev->kvm;
		mark_page_dirty(kvm, 1);	// expect: vm
		return;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void once(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = READ_ONCE(vcpu->kvm);

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(READ_ONCE(vcpu->kvm), gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void write_once(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

	WRITE_ONCE(kvm, vcpu->kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void cast(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	void *p = vcpu->kvm;
	struct kvm *kvm = p;

	if (p)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

/* A vCPU in a local of its own. */
void local_vcpu(struct kvm_lapic *apic, gfn_t gfn)
{
	struct kvm_vcpu *v = apic->vcpu;
	struct kvm *kvm = v->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn)
}

/* An address that others may write through: it may be anything after that. */
void refill(struct kvm **kvmp);
void escaped(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	refill(&kvm);
	mark_page_dirty(kvm, gfn);	// expect: unknown
}

/* Its definition ends behind the brackets that it has itself. */
void parentheses(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = (vcpu)->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
