// What would pass 100 columns is reported, not rewritten. The numbers are the
// columns of a line when it is rewritten.
// trees: 6.12

int wide(struct kvm_vcpu *vcpu)
{
	hva = gfn_to_hva(vcpu->kvm, gfn_100___________________________________________________);
	hva = gfn_to_hva(vcpu->kvm, gfn_101____________________________________________________);
	if (foo && kvm_read_guest(vcpu->kvm, gpa,
				  &data_100_______________________________________________, 8))
		return 1;
	if (foo && kvm_read_guest(vcpu->kvm, gpa,
				  &data_101____________________________________________________,
				  8))
		return 1;
	kvm_write_guest(vcpu->kvm, gpa_more_than_100_already__________________________________________, 8);
	if (kvm_is_visible_gfn(vcpu->kvm, gfn) || kvm_is_visible_gfn(vcpu->kvm, gfn_101____))
		return 2;
	return kvm_write_guest(vcpu->kvm, gpa_100______________________________________________, 8);
}
