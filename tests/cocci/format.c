// Only the tokens that change are touched; what is aligned stays so.
// trees: 6.12

int format(struct kvm_vcpu *vcpu, struct vcpu_svm *svm)
{
	unsigned long hva = gfn_to_hva(vcpu->kvm, msr_index/8);

	if (kvm_read_guest(vcpu->kvm, gpa,
			   &desc,	/* the descriptor */
			   sizeof( desc )) &&
	    kvm_write_guest(vcpu->kvm,
			    gpa, data, sizeof(struct x)
			    + 2))
		return -1;

	kvm_read_guest(vcpu->kvm, gpa, data,
		sizeof(data));
	kvm_read_guest(
		vcpu->kvm, gpa, data,
		sizeof(data));
	kvm_read_guest(vcpu->kvm, gpa + kvm_read_guest(vcpu->kvm, a,
						       b, c),
		       x, y);
	if (kvm_write_guest(vcpu->kvm, gpa,
			    (char*)a, b )) return 1;
	hva = gfn_to_hva(/* whose */ vcpu->kvm,
			 /* where */
			 gpa >> PAGE_SHIFT	// and a page
			);
	return	kvm_write_guest ( vcpu->kvm , gpa , data, 8 ) ? 1:0;
}
