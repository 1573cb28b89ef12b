// Some callers act for a vCPU, some for the VM, in several files.
#include "mixed.h"

void dirty_range(struct kvm *kvm, gfn_t gfn, int n)
{
	while (n--)
		mark_page_dirty(kvm, gfn + n);	// expect: vcpu-mixed note // fix: none
	// why: on behalf of a vCPU: vcpu is the parameter of handle_exit()
	// why: dirty_range() is called with vcpu->kvm
	// why: on behalf of the VM: 
	// why: vm.c
	// why: dirty_range() is called with kvm
}
