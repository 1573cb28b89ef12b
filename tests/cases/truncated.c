// A file that ends in the middle of a function: what came before it keeps its findings.
// not-analysed: cut: does not parse
#include <linux/kvm_host.h>

void before(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
}

void cut(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
	if (gfn) {
