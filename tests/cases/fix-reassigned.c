// The vCPU that an alias is of has another name, or another value, where the call is.
#include <linux/kvm_host.h>

void reassigned(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	vcpu = other;
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
}

void saved(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm_vcpu *me = vcpu;
	struct kvm *kvm = vcpu->kvm;

	vcpu = other;
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(me, gfn + vcpu->vcpu_id)
}

void maybe_reassigned(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (gfn & 1)
		vcpu = other;
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
}

void reassigned_embedded(struct vcpu_svm *svm, struct vcpu_svm *other, gfn_t gfn)
{
	struct kvm *kvm = svm->vcpu.kvm;

	svm = other;
	mark_page_dirty(kvm, gfn + !!svm);	// expect: vcpu-alias // fix: none
}

/* Out of scope where the call is. */
void inner(struct kvm_lapic *apic, gfn_t gfn)
{
	struct kvm *kvm;

	{
		struct kvm_vcpu *vcpu = apic->vcpu;

		kvm = vcpu->kvm;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}

/* What leads to the vCPU has changed in between. */
void changed_owner(struct kvm_lapic *apic, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = apic->vcpu->kvm;

	apic->vcpu = vcpu;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}

/* The address of the vCPU's variable is known to others. */
void pick(struct kvm_vcpu **vcpup);
void escaped(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	pick(&vcpu);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}

/* The index of an element. */
void element(struct kvm_vcpu **vcpus, int i, gfn_t gfn)
{
	struct kvm *kvm = vcpus[i]->kvm;

	i++;
	mark_page_dirty(kvm, gfn + i);	// expect: vcpu-foreign // fix: none
}

/* An element of an array of vCPUs, with the same index and with another one. */
void object_element(struct kvm_vcpu *vcpus, int i, gfn_t gfn)
{
	struct kvm *kvm = vcpus[i].kvm;

	i++;
	mark_page_dirty(kvm, gfn + i);	// expect: vcpu-foreign // fix: none
}

void first_element(struct kvm_vcpu *vcpus, gfn_t gfn)
{
	struct kvm *kvm = vcpus[0].kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpus, gfn)
}
