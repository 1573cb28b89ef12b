// Two modules, of which one is loaded, have external functions of one name.
// flags: -DKBUILD_MODNAME="kvm_hv"
#include "modules.h"

void kvmppc_dirty(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
