// An object of kvm.ko that is listed through other variables.
// at: arch/powerpc/kvm/powerpc.c
// trees: 6.12

void shared(struct kvm_vcpu *vcpu)
{
	slot = gfn_to_memslot(vcpu->kvm, gfn);
	hva = gfn_to_hva(vcpu->kvm, gfn);
}
