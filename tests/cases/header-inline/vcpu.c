// A static inline function of a header that two units include: one finding.
#include "access.h"

int handle(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u32 v;

	dirty(vcpu->kvm, gpa_to_gfn(gpa));
	return read_lc(vcpu, gpa, &v, sizeof(v));
}
