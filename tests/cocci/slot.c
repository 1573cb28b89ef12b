// Memslot forms: the gfn is written twice, so it must not do anything.
// at: arch/s390/kvm/kvm-s390.c
// trees: 4.2 6.1 6.12

struct vcpu_svm {
	struct kvm_vcpu vcpu;
};

void slots(struct kvm_vcpu *vcpu, struct vcpu_svm *svm, struct kvm_vcpu **vcpup)
{
	pfn = gfn_to_pfn_prot(vcpu->kvm, gpa >> PAGE_SHIFT, write, &writable);
	pfn = gfn_to_pfn_prot(svm->vcpu.kvm, fault->gfn,
			      write,
			      &writable);
	pfn = gfn_to_pfn_prot((*vcpup)->kvm, 0x1000, false, NULL);
	pfn = gfn_to_pfn_prot(vcpu->kvm, gpa_to_gfn(gpa), write, &writable);
	pfn = gfn_to_pfn_prot(vcpu->kvm, gfn++, write, &writable);
	pfn = gfn_to_pfn_prot(vcpu->kvm, gfn = 3, write, &writable);
	pfn = gfn_to_pfn_prot(vcpu->kvm, gfn |= 3, write, &writable);
	pfn = gfn_to_pfn_prot(vcpu->kvm, gfn <= 3, write, &writable);
	pfn = gfn_to_pfn_prot(vcpu->kvm, (gfn_t)gpa / sizeof(u64), write, &writable);
	pfn = gfn_to_pfn(vcpu->kvm, gfn);
	if (is_error_noslot_pfn(gfn_to_pfn_prot(vcpu->kvm, gpa >> PAGE_SHIFT, write_fault, &writable)))
		return;
	n = gfn_to_page_many_atomic(vcpu->kvm, gfn, pages, 8);
	if (kvm_read_guest(vcpu->kvm, gpa, data, 8))
		pfn = gfn_to_pfn_prot(vcpu->kvm, gfn, write, &writable);
	return;
}
