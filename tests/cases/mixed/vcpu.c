#include "mixed.h"

int handle_exit(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	dirty_range(vcpu->kvm, gpa_to_gfn(gpa), 4);
	return 1;
}
