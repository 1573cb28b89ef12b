// Functions that keep address space 0 on purpose.
// trees: 6.12

static void record_steal_time(struct kvm_vcpu *vcpu)
{
	slots = kvm_memslots(vcpu->kvm);
}

static int pv_eoi_put_user(struct kvm_vcpu *vcpu, u8 val)
{
	return kvm_write_guest(vcpu->kvm, gpa, &val, sizeof(val));
}

/* Only the named accessor is. */
void kvm_map_gfn(struct kvm_vcpu *vcpu)
{
	slots = kvm_memslots(vcpu->kvm);
	mark_page_dirty(vcpu->kvm, gfn);
}
