// Each kind of replacement, in a tree that has all forms.
#include <linux/kvm_host.h>

void rename_all(struct kvm_vcpu *vcpu, gfn_t gfn, gpa_t gpa, void *p, bool *w)
{
	gfn_to_page(vcpu->kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_page(vcpu, gfn)
	gfn_to_pfn(vcpu->kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_pfn(vcpu, gfn)
	gfn_to_pfn_atomic(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_pfn_atomic(vcpu, gfn)
	gfn_to_hva(vcpu->kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_hva(vcpu, gfn)
	gfn_to_hva_prot(vcpu->kvm, gfn, w);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_hva_prot(vcpu, gfn, w)
	gfn_to_memslot(vcpu->kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
	kvm_memslots(vcpu->kvm);		// expect: vcpu-direct // fix: kvm_vcpu_memslots(vcpu)
	kvm_is_visible_gfn(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_is_visible_gfn(vcpu, gfn)
	kvm_read_guest(vcpu->kvm, gpa, p, 8);	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(vcpu, gpa, p, 8)
	kvm_read_guest_page(vcpu->kvm, gfn, p, 0, 8);	// expect: vcpu-direct // fix: kvm_vcpu_read_guest_page(vcpu, gfn, p, 0, 8)
	kvm_read_guest_atomic(vcpu->kvm, gpa, p, 8);	// expect: vcpu-direct // fix: kvm_vcpu_read_guest_atomic(vcpu, gpa, p, 8)
	kvm_write_guest(vcpu->kvm, gpa, p, 8);	// expect: vcpu-direct // fix: kvm_vcpu_write_guest(vcpu, gpa, p, 8)
	kvm_write_guest_page(vcpu->kvm, gfn, p, 0, 8);	// expect: vcpu-direct // fix: kvm_vcpu_write_guest_page(vcpu, gfn, p, 0, 8)
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

/* There never was a vCPU form: the memslot's. */
void slot(struct kvm_vcpu *vcpu, gfn_t gfn, bool *a, bool *w)
{
	gfn_to_pfn_prot(vcpu->kvm, gfn, true, w);	// expect: vcpu-direct
	// fix: __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, gfn), gfn, false, false, NULL, true, w, NULL)
	gfn_to_pfn_async(vcpu->kvm, gfn, a, true, w);	// expect: vcpu-direct
	// fix: __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, gfn), gfn, false, false, a, true, w, NULL)
}

/* The memslot form evaluates the gfn twice. */
void side_effects(struct kvm_vcpu *vcpu, gfn_t gfn, gfn_t *p, bool *w)
{
	gfn_to_pfn_prot(vcpu->kvm, gfn++, true, w);	// expect: vcpu-direct // fix: none, evaluated twice
	gfn_to_pfn_prot(vcpu->kvm, (gfn = 4), true, w);	// expect: vcpu-direct // fix: none, evaluated twice
	gfn_to_pfn_prot(vcpu->kvm, *p, true, w);	// expect: vcpu-direct
	// fix: __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, *p), *p, false, false, NULL, true, w, NULL)
	gfn_to_hva(vcpu->kvm, gfn++);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_hva(vcpu, gfn++)
}

/* There is no form of any kind. */
void none(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	kvm_clear_guest(vcpu->kvm, gpa, 8);	// expect: vcpu-direct // fix: none, no vCPU form in this tree
	kvm_clear_guest_page(vcpu->kvm, gpa >> 12, 0, 8);	// expect: vcpu-direct // fix: none
	kvm_is_gpa_in_memslot(vcpu->kvm, gpa);	// expect: vcpu-direct // fix: none
}

/* The forms take a vCPU that can be changed. */
int constant(const struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	struct kvm *kvm = vcpu->kvm;

	if (kvm_read_guest(vcpu->kvm, gpa, p, 8))	// expect: vcpu-direct // fix: none, not const
		return -EFAULT;
	return kvm_read_guest(kvm, gpa, p, 8);	// expect: vcpu-alias // fix: none
}

/* White space, comments and line breaks in the call. */
int layout(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	return kvm_read_guest (vcpu -> kvm,	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(vcpu, gpa, p, 8)
			       gpa, /* the guest's, p */ p,
			       8);
}
