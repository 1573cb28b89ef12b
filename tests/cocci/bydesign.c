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

/* Calls of both kinds in one function: the label above says which. */
static int set_msr_hyperv_pw(struct kvm_vcpu *vcpu, u32 msr, u64 data)
{
	switch (msr) {
	case HV_X64_MSR_HYPERCALL: {
		addr = gfn_to_hva(vcpu->kvm, gfn);
		printk("case HV_X64_MSR_REFERENCE_TSC: {");
		mark_page_dirty(vcpu->kvm, gfn);
		break;
	}
	case HV_X64_MSR_REFERENCE_TSC: {
		if (kvm_write_guest(vcpu->kvm, gfn << 12, &tsc_ref, sizeof(tsc_ref)))
			return 1;
		switch (data) {
		case 1:	/* case HV_X64_MSR_HYPERCALL: */
			break;
		}
		mark_page_dirty(vcpu->kvm, gfn);
		break;
	}
	case HV_X64_MSR_GUEST_OS_ID:
		mark_page_dirty(vcpu->kvm, gfn);
	}
	return 0;
}

/* So does what the gfn is made of. */
void reload(struct kvm_vcpu *vcpu)
{
	page = gfn_to_page(vcpu->kvm, APIC_DEFAULT_PHYS_BASE >> PAGE_SHIFT);
	hva = gfn_to_hva(vcpu->kvm, gpa_to_gfn(APIC_DEFAULT_PHYS_BASE));
	hva = gfn_to_hva(vcpu->kvm, MY_APIC_DEFAULT_PHYS_BASE);
	mark_page_dirty(vcpu->kvm,
			APIC_DEFAULT_PHYS_BASE >> PAGE_SHIFT);
}
