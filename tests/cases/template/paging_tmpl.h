#if PTTYPE == 64
	#define pt_element_t u64
	#define FNAME(name) paging64_##name
#elif PTTYPE == 32
	#define pt_element_t u32
	#define FNAME(name) paging32_##name
#elif PTTYPE == 8
	#define pt_element_t u64
	#define FNAME(name) ept_##name
#endif

static int FNAME(cmpxchg)(struct kvm *kvm, gpa_t gpa, pt_element_t *pte)
{
	return kvm_read_guest(kvm, gpa, pte, sizeof(*pte));	// expect: vcpu-callers // in: FNAME(cmpxchg)
	// fix: none
	// why: FNAME(page_fault)
}

int FNAME(page_fault)(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;
	pt_element_t pte;

	if (FNAME(cmpxchg)(kvm, gpa, &pte))
		return -EFAULT;
	mark_page_dirty(vcpu->kvm, gpa_to_gfn(gpa));	// expect: vcpu-direct // in: FNAME(page_fault)
	// fix: kvm_vcpu_mark_page_dirty(vcpu, gpa_to_gfn(gpa))
#if PTTYPE == 8
	mark_page_dirty(kvm, gpa_to_gfn(gpa));	// expect: vcpu-alias // in: FNAME(page_fault)
#endif
	return pte != 0;
}

#undef pt_element_t
#undef FNAME
