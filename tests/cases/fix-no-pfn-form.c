// A tree as 6.12 is: no kvm_vcpu_gfn_to_pfn*(), so the memslot forms serve.
// flags: -DNO_VCPU_GFN_TO_PAGE -DNO_VCPU_GFN_TO_PFN
#include <linux/kvm_host.h>

kvm_pfn_t pfn(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return gfn_to_pfn(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, gfn), gfn)
}

kvm_pfn_t pfn_atomic(struct vcpu_svm *svm, gpa_t gpa)
{
	return gfn_to_pfn_atomic(svm->vcpu.kvm, gpa >> PAGE_SHIFT);	// expect: vcpu-direct
	// fix: gfn_to_pfn_memslot_atomic(kvm_vcpu_gfn_to_memslot(&svm->vcpu, gpa >> PAGE_SHIFT), gpa >> PAGE_SHIFT)
}

kvm_pfn_t alias(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	return gfn_to_pfn(kvm, gfn);	// expect: vcpu-alias // fix: gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, gfn), gfn)
}

gfn_t next_gfn(void);
kvm_pfn_t side_effect(struct kvm_vcpu *vcpu)
{
	return gfn_to_pfn(vcpu->kvm, next_gfn());	// expect: vcpu-direct // fix: none, evaluated twice
}
