// A tree before 4.2, but for its vCPU forms: gfn_to_page_many_atomic() takes the VM.
// flags: -DMANY_ATOMIC_TAKES_KVM
#include <linux/kvm_host.h>

int many(struct kvm_vcpu *vcpu, gfn_t gfn, struct page **pages)
{
	return gfn_to_page_many_atomic(vcpu->kvm, gfn, pages, 4);	// expect: vcpu-direct // fix: none, no vCPU form
}
