// A header of x86 KVM may be included by any of its modules.
// at: arch/x86/kvm/mmu.h
// trees: 6.12

static inline void header(struct kvm_vcpu *vcpu)
{
	slot = gfn_to_memslot(vcpu->kvm, gfn);
	slots = kvm_memslots(vcpu->kvm);
	hva = gfn_to_hva(vcpu->kvm, gfn);
	hva = gfn_to_hva_prot(vcpu->kvm, gfn, &writable);
	pfn = gfn_to_pfn(vcpu->kvm, gfn);
	pfn = gfn_to_pfn_prot(vcpu->kvm, gfn, write, &writable);
	kvm_write_guest(vcpu->kvm, gpa, data, 8);
}
