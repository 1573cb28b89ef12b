// A tree as 4.1 is: no vCPU form of anything.
// flags: -DNO_VCPU_FORMS
#include <linux/kvm_host.h>

int read(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	return kvm_read_guest(vcpu->kvm, gpa, p, 8);	// expect: vcpu-direct // fix: none, no vCPU form in this tree
}
