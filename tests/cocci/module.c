// kvm-intel can call what kvm exports; kvm_vcpu_gfn_to_memslot() is not.
// at: arch/x86/kvm/vmx/nested.c
// trees: 4.2 6.1 6.12

void another_module(struct kvm_vcpu *vcpu)
{
	slot = gfn_to_memslot(vcpu->kvm, gfn);
	slots = kvm_memslots(vcpu->kvm);
	hva = gfn_to_hva(vcpu->kvm, gfn);
	hva = gfn_to_hva_prot(vcpu->kvm, gfn, &writable);
	pfn = gfn_to_pfn(vcpu->kvm, gfn);
	pfn = gfn_to_pfn_prot(vcpu->kvm, gfn, write, &writable);
	kvm_write_guest(vcpu->kvm, gpa, data, 8);
}
