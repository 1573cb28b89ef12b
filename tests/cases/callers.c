// A parameter that every caller gives a vCPU's kvm.
#include <linux/kvm_host.h>

static int one_level(struct kvm *kvm, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, sizeof(v));	// expect: vcpu-callers // fix: none
	// why: vcpu is the parameter of exit_one()
	// why: one_level() is called with vcpu->kvm
}
int exit_one(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	return one_level(vcpu->kvm, gpa);
}

static int third(struct kvm *k3, gfn_t gfn)
{
	mark_page_dirty(k3, gfn);	// expect: vcpu-callers // fix: none
	// why: exit_three()
	// why: first()
	// why: second()
	// why: third()
	return 0;
}
static int second(struct kvm *k2, gfn_t gfn)
{
	return third(k2, gfn);
}
static int first(struct kvm *k1, gfn_t gfn)
{
	return second(k1, gfn);
}
int exit_three(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	return first(kvm, gfn) + first(vcpu->kvm, gfn + 1);
}

/* A local of the parameter. */
static void through_local(struct kvm *kvm, gfn_t gfn)
{
	struct kvm *k = kvm;

	mark_page_dirty(k, gfn);	// expect: vcpu-callers // why: k = kvm
}
void exit_local(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	through_local(vcpu->kvm, gfn);
}

/* It calls itself. */
static void recursive(struct kvm *kvm, int level, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
	if (level)
		recursive(kvm, level - 1, gfn);
}
void exit_recursive(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	recursive(vcpu->kvm, 4, gfn);
}

/* Nobody starts it. */
static void alone(struct kvm *kvm, int level)
{
	mark_page_dirty(kvm, level);	// expect: unknown
	if (level)
		alone(kvm, level - 1);
}

/* Two that call each other. */
static void even(struct kvm *kvm, int n, gfn_t gfn);
static void odd(struct kvm *kvm, int n, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
	if (n)
		even(kvm, n - 1, gfn);
}
static void even(struct kvm *kvm, int n, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
	if (n)
		odd(kvm, n - 1, gfn);
}
void exit_even(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	even(vcpu->kvm, 4, gfn);
}

/* An embedded vCPU's, as in svm/sev.c. */
static void from_embedded(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers // why: the vCPU is reached from svm, the parameter of exit_svm()
}
static void exit_svm(struct vcpu_svm *svm, gfn_t gfn)
{
	from_embedded(svm->vcpu.kvm, gfn);
}
void exit_vcpu_svm(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	exit_svm(to_svm(vcpu), gfn);
}

/* An exported function with callers in sight is judged by them. */
void exported_called(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
EXPORT_SYMBOL_GPL(exported_called);
void exit_exported(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	exported_called(vcpu->kvm, gfn);
}

/* In the arguments of another call, in a return, under a condition. */
static unsigned long nested_call(struct kvm *kvm, gfn_t gfn)
{
	return gfn_to_hva(kvm, gfn);	// expect: vcpu-callers
}
unsigned long exit_nested(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	unsigned long (*copy)(struct kvm *kvm, gfn_t gfn) = nested_call;

	return likely(nested_call(vcpu->kvm, gfn)) ? copy(vcpu->kvm, gfn) : 0;
}

/* Through what the callees return. */
static struct kvm *kvm_of(struct kvm_vcpu *vcpu)
{
	return vcpu->kvm;
}
static struct kvm_vcpu *vcpu_of(struct kvm_lapic *apic)
{
	return apic->vcpu;
}
static struct kvm *same(struct kvm *kvm)
{
	return kvm;
}
void returned(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(kvm_of(vcpu), gfn);	// expect: vcpu-alias
	mark_page_dirty(vcpu_of(vcpu->arch.apic)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu_of(vcpu->arch.apic), gfn)
	mark_page_dirty(same(vcpu->kvm), gfn);	// expect: vcpu-alias
	mark_page_dirty(same(dev->kvm), gfn);	// expect: vm
}
