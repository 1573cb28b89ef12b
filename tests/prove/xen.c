// SPDX-License-Identifier: GPL-2.0-only
/* Xen's hypercall page, in SMRAM. */
#include "prove.h"

#include <stdlib.h>

enum { XEN_MSR = 0x40000000, PAGE = SMRAM + 0x20000 };

GUEST(set_hypercall_page, "wrmsr\n");

static struct result hypercall_page(struct kvm_xen_hvm_config config)
{
	struct vm *vm = vm_in_smm(0);
	struct kvm_regs regs = { .rcx = XEN_MSR, .rax = PAGE };

	config.msr = XEN_MSR;
	must(vm->fd, KVM_XEN_HVM_CONFIG, &config);
	long_mode(vm);
	if (!run_guest(vm, set_hypercall_page, &regs))
		return seen(UNTOLD, "the guest stopped with exit reason %u", vm->run->exit_reason);
	if (*smram64(vm, PAGE))
		return seen(IN_VCPU, "written in SMRAM");
	if (*ram64(vm, PAGE))
		return seen(IN_AS0, "written in address space 0, over what the OS has there");
	return seen(UNTOLD, "not written");
}

SCENARIO(xen_hypercall_page,
	 .site = "kvm_xen_write_hypercall_page kvm_write_guest 1",
	 .guest = "sets Xen's hypercall page up, in SMRAM")
{
	return hypercall_page((struct kvm_xen_hvm_config){ .flags = KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL });
}

SCENARIO(xen_blob_page,
	 .site = "kvm_xen_write_hypercall_page kvm_write_guest 2",
	 .guest = "sets Xen's hypercall page up, in SMRAM, from user space's image")
{
	uint8_t *page = aligned_alloc(GUEST_PAGE, GUEST_PAGE);

	memset(page, 0xc3, GUEST_PAGE);
	return hypercall_page((struct kvm_xen_hvm_config){
		.blob_addr_32 = (uintptr_t)page, .blob_size_32 = 1,
		.blob_addr_64 = (uintptr_t)page, .blob_size_64 = 1,
	});
}
