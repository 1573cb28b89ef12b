#ifndef ACCESS_H
#define ACCESS_H
#include <linux/kvm_host.h>

static inline int read_lc(struct kvm_vcpu *vcpu, gpa_t gpa, void *data, unsigned long len)
{
	return kvm_read_guest(vcpu->kvm, gpa, data, len);	// expect: vcpu-direct // in: read_lc
	// fix: kvm_vcpu_read_guest(vcpu, gpa, data, len)
}

/* One unit's callers act for a vCPU, the other's for the VM. */
static inline void dirty(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed // fix: none
}

/* No unit calls it. */
static inline void unused(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
#endif
