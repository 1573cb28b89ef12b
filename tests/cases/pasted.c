// Names that a macro pastes together.
#include <linux/kvm_host.h>

#define GFN_TO(what, kvm, gfn) gfn_to_##what(kvm, gfn)

unsigned long pasted(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return GFN_TO(hva, vcpu->kvm, gfn);	// expect: vcpu-direct // fix: none, not written as gfn_to_hva(...)
}

#define GUEST(op, vcpu, gpa, p, n) kvm_##op##_guest((vcpu)->kvm, gpa, p, n)

int pasted_twice(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	if (GUEST(read, vcpu, gpa, &v, sizeof(v)))	// expect: vcpu-direct // fix: none, not written as kvm_read_guest(...)
		return -EFAULT;
	return GUEST(write, vcpu, gpa, &v, sizeof(v));	// expect: vcpu-direct // fix: none
}

#define KVM_OF(v) ((v)->kvm)

unsigned long argument(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return gfn_to_hva(KVM_OF(vcpu), gfn);	// expect: vcpu-direct // fix: none, the vCPU is not written in KVM_OF(vcpu)
}
