// flags: -DKBUILD_MODNAME="kvm_pr"
#include "modules.h"

void kvmppc_dirty(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vm
}
