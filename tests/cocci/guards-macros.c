// The same as guards.c, with the macro file.
// trees: 6.12
// options: --macro-file @TOP@/cocci/macros.h

static int in_scoped_guard(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	scoped_guard(write_lock, &vcpu->kvm->mmu_lock) {
		if (gfn)
			return -EAGAIN;
		mark_page_dirty(vcpu->kvm, gfn);
	}
	mark_page_dirty(vcpu->kvm, gfn);
	return 0;
}

static int with_free(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 *rates __free(kfree) = NULL;

	rates = kmalloc(8, GFP_KERNEL);
	if (!rates)
		return -ENOMEM;
	/* kvm_write_guest(vcpu->kvm, gpa, rates, 8); */
	trace("kvm_write_guest(");
	ops->kvm_write_guest(vcpu->kvm);
	kvm_read_guest_cached(vcpu->kvm, ghc, rates, 8);
	return kvm_read_guest(vcpu->kvm, gpa, rates, 8);
}

static int cond_guard(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	scoped_cond_guard(mutex_intr, return -EINTR, &vcpu->mutex) {
#ifdef CONFIG_A
		if (p) {
#else
		if (gpa) {
#endif
			return kvm_read_guest(vcpu->kvm, gpa, p, 8);
		}
	}
	return 0;
}

#define UNUSED(vcpu) kvm_read_guest(vcpu->kvm)

static int with_guard(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	guard(mutex)(&vcpu->mutex);
	return kvm_read_guest(vcpu->kvm, gpa, p, 8);
}
