// An object in two modules must be able to call from both.
// at: arch/powerpc/kvm/book3s_pr.c
// trees: 6.12

void shared(struct kvm_vcpu *vcpu)
{
	slot = gfn_to_memslot(vcpu->kvm, gfn);
	hva = gfn_to_hva(vcpu->kvm, gfn);
}
