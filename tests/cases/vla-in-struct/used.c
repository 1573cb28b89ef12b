// GNU C that clang refuses, in a header that is none of KVM's and in code of KVM.
// not-analysed: operand: does not parse: fields must have a constant size
#include <linux/kvm_host.h>
#include "operand.h"

void operand(struct kvm_vcpu *vcpu, unsigned long n)
{
	typedef struct { char _[n]; } addrtype;

	asm volatile("" : "=m" (*(addrtype *)vcpu));
}

void after(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	clear_table((unsigned long *)vcpu, gfn);
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
}
