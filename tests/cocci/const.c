// The vCPU forms take no pointer to const: -D keep_const leaves these alone.
// options: -D keep_const
// trees: 6.12

void to_const(const struct kvm_vcpu *vcpu, struct kvm_vcpu const *v, struct kvm_vcpu *const cv)
{
	hva = gfn_to_hva(vcpu->kvm, 1);
	hva = gfn_to_hva(v->kvm, 2);
	hva = gfn_to_hva(cv->kvm, 3);
	pfn = gfn_to_pfn(v->kvm, 4);
}
