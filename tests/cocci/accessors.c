// Every accessor of the table, in the trees that have more or fewer forms.
// at: arch/x86/kvm/x86.c
// trees: 4.1 4.2 6.1 6.12

void accessors(struct kvm_vcpu *vcpu, gfn_t gfn, gpa_t gpa, void *data, struct gfn_to_hva_cache *ghc)
{
	page = gfn_to_page(vcpu->kvm, gfn);
	pfn = gfn_to_pfn(vcpu->kvm, gfn);
	pfn = gfn_to_pfn_atomic(vcpu->kvm, gfn);
	pfn = gfn_to_pfn_prot(vcpu->kvm, gfn, write, &writable);
	pfn = gfn_to_pfn_async(vcpu->kvm, gfn, &async, write, &writable);
	n = gfn_to_page_many_atomic(vcpu->kvm, gfn, pages, 8);
	hva = gfn_to_hva(vcpu->kvm, gfn);
	hva = gfn_to_hva_prot(vcpu->kvm, gfn, &writable);
	slot = gfn_to_memslot(vcpu->kvm, gfn);
	slots = kvm_memslots(vcpu->kvm);
	visible = kvm_is_visible_gfn(vcpu->kvm, gfn);
	r = kvm_read_guest(vcpu->kvm, gpa, data, sizeof(data));
	r = kvm_read_guest_page(vcpu->kvm, gfn, data, 0, sizeof(data));
	r = kvm_read_guest_atomic(vcpu->kvm, gpa, data, sizeof(data));
	r = kvm_write_guest(vcpu->kvm, gpa, data, sizeof(data));
	r = kvm_write_guest_page(vcpu->kvm, gfn, data, 0, sizeof(data));
	mark_page_dirty(vcpu->kvm, gfn);
	r = kvm_clear_guest(vcpu->kvm, gpa, PAGE_SIZE);
	r = kvm_clear_guest_page(vcpu->kvm, gfn, 0, PAGE_SIZE);
	in = kvm_is_gpa_in_memslot(vcpu->kvm, gpa);
	in = kvm_is_error_gpa(vcpu->kvm, gpa);
	page = __gfn_to_page(vcpu->kvm, gfn, true);
	size = kvm_host_page_size(vcpu->kvm, gfn);
	r = kvm_get_guest(vcpu->kvm, gpa, value);
	r = __kvm_get_guest(vcpu->kvm, gfn, 0, value);
	r = kvm_put_guest(vcpu->kvm, gpa, value);
	r = __kvm_put_guest(vcpu->kvm, gfn, 0, value);
	r = kvm_read_guest_lock(vcpu->kvm, gpa, data, sizeof(data));
	r = kvm_write_guest_lock(vcpu->kvm, gpa, data, sizeof(data));
	r = kvm_gfn_to_hva_cache_init(vcpu->kvm, ghc, gpa, sizeof(data));
	r = kvm_read_guest_cached(vcpu->kvm, ghc, data, sizeof(data));
	r = kvm_read_guest_offset_cached(vcpu->kvm, ghc, data, 4, sizeof(data));
	r = kvm_write_guest_cached(vcpu->kvm, ghc, data, sizeof(data));
	r = kvm_write_guest_offset_cached(vcpu->kvm, ghc, data, 4, sizeof(data));
	r = kvm_gfn_to_pfn_cache_init(vcpu->kvm, gpc, vcpu, KVM_HOST_USES_PFN, gpa, sizeof(data));
	r = kvm_gfn_to_pfn_cache_check(vcpu->kvm, gpc, gpa, sizeof(data));
	r = kvm_gfn_to_pfn_cache_refresh(vcpu->kvm, gpc, gpa, sizeof(data));
	r = kvm_gpc_activate(vcpu->kvm, gpc, vcpu, KVM_HOST_USES_PFN, gpa, sizeof(data));
}
