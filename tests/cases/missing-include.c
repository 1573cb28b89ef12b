// A header that is not there.
// not-analysed: -: does not parse: 'linux/no_such_header.h' file not found
#include <linux/kvm_host.h>
#include <linux/no_such_header.h>

void after(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
}
