// All of s390 KVM is one module, its headers too; asm/ is for everyone.
// at: arch/s390/kvm/gaccess.h
// trees: 6.12

#define put_guest_lc(vcpu, x, gra)				\
({								\
	struct kvm_vcpu *__vcpu = (vcpu);			\
	unsigned long __gpa = gra;				\
								\
	kvm_write_guest(__vcpu->kvm, __gpa, &x, sizeof(x));	\
})

static inline void header(struct kvm_vcpu *vcpu)
{
	slot = gfn_to_memslot(vcpu->kvm, gfn);
}
