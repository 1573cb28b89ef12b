// flags: -DKBUILD_MODNAME="kvm_hv"
#include "modules.h"

void hv_run(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	kvmppc_dirty(vcpu->kvm, gfn);
}
