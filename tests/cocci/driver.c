// A driver is in no module of KVM.
// at: drivers/gpu/drm/i915/gvt/kvmgt.c
// trees: 6.12

void driver(struct kvm_vcpu *vcpu)
{
	slot = gfn_to_memslot(vcpu->kvm, gfn);
	hva = gfn_to_hva(vcpu->kvm, gfn);
}
