// What another configuration has is not seen, and must not be broken by an edit.
#include <linux/kvm_host.h>

#ifdef CONFIG_OTHER
static void helper(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: none
}
#else
static void helper(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
#endif

/* The other configuration uses the local too: it has to stay, and this one would warn. */
void shared_local(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	helper(vcpu, gfn);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, would be unused in this build, and its name is written elsewhere
#ifdef CONFIG_OTHER
	mark_page_dirty(kvm, gfn + 1);	// expect: none
#endif
}

/* One statement, two spellings of its condition. */
int split(struct kvm_vcpu *vcpu, gpa_t gpa, void *data)
{
	if (
#ifdef CONFIG_OTHER
	    gpa &&
#endif
	    kvm_read_guest(vcpu->kvm, gpa, data, 8))	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(vcpu, gpa, data, 8)
		return -EFAULT;
	return 0;
}
