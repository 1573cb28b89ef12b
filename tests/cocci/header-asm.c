// A header in asm/ is for everyone.
// at: arch/s390/include/asm/kvm_para.h
// trees: 6.12

static inline void header(struct kvm_vcpu *vcpu)
{
	slot = gfn_to_memslot(vcpu->kvm, gfn);
	hva = gfn_to_hva(vcpu->kvm, gfn);
}
