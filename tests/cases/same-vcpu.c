// A vCPU variable serves where it is sure to hold the vCPU that is meant, here.
#include <linux/kvm_host.h>

void kick(struct kvm_vcpu *v);
struct kvm_vcpu *next(void);

void set_on_some_paths(struct kvm_lapic *apic, gfn_t gfn, int n)
{
	struct kvm *kvm = apic->vcpu->kvm;
	struct kvm_vcpu *v;

	if (n) {
		v = apic->vcpu;
		kick(v);
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}

void embedded(struct vcpu_svm *svm, gfn_t gfn, int n)
{
	struct kvm *kvm = svm->vcpu.kvm;
	struct kvm_vcpu *v;

	if (n) {
		v = &svm->vcpu;
		kick(v);
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(&svm->vcpu, gfn)
}

void stepped(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	vcpu++;
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
}

void moved(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;

	vcpu += n;
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
}

void there_and_back(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	++vcpu;
	vcpu--;
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn + vcpu->vcpu_id)
}

/* The member is set between the two loads. */
void set_between(struct kvm_lapic *apic, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = apic->vcpu->kvm;
	struct kvm_vcpu *v;

	apic->vcpu = other;
	v = apic->vcpu;
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}

void called_between(struct kvm_lapic *apic, gfn_t gfn)
{
	struct kvm *kvm = apic->vcpu->kvm;
	struct kvm_vcpu *v;

	kick(apic->vcpu);
	v = apic->vcpu;
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}

void nothing_between(struct kvm_lapic *apic, gfn_t gfn)
{
	struct kvm *kvm = apic->vcpu->kvm;
	struct kvm_vcpu *v = apic->vcpu;

	kick(v);
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn + v->vcpu_id)
}

/* One call, two turns. */
void last_turn(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;
	struct kvm_vcpu *v;

	do {
		v = next();
		mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
		kvm = v->kvm;
	} while (n--);
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn + v->vcpu_id)
}

void last_goto(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;
	struct kvm_vcpu *v;

again:
	v = next();
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
	kvm = v->kvm;
	if (n--)
		goto again;
}

static void given_both(struct kvm *kvm, struct kvm_vcpu *v, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-callers // fix: none
}

void gives_another(struct kvm_lapic *apic, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = apic->vcpu->kvm;

	apic->vcpu = other;
	given_both(kvm, apic->vcpu, gfn);
}
