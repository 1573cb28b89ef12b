// SPDX-License-Identifier: GPL-2.0-only
/* The guest's own accesses, which KVM maps, and pages that KVM maps for itself. */
#include "prove.h"

enum {
	DATA = SMRAM + 0x20000,
	KVM_HC_CLOCK_PAIRING = 9,
};

GUEST(load, "mov (%rdi), %rax\n");

SCENARIO(nested_page_fault,
	 .site = "kvm_mmu_do_page_fault gfn_to_memslot 1; direct_page_fault gfn_to_memslot 1",
	 .guest = "reads a page of SMRAM for the first time")
{
	struct vm *vm = vm_in_smm(0);
	struct kvm_regs regs = { .rdi = DATA };

	*ram64(vm, DATA) = 0x66;
	*smram64(vm, DATA) = 0x55;
	long_mode(vm);
	if (!run_guest(vm, load, &regs))
		return seen(UNTOLD, "the guest stopped with exit reason %u", vm->run->exit_reason);
	if (regs.rax == 0x55)
		return seen(IN_VCPU, "it reads SMRAM");
	if (regs.rax == 0x66)
		return seen(IN_AS0, "it reads address space 0");
	return seen(UNTOLD, "it reads %#llx", regs.rax);
}

GUEST(store, "mov %rax, (%rdi)\n");

SCENARIO(nested_page_fault_dirty,
	 .site = "kvm_mmu_do_page_fault gfn_to_memslot 1; direct_page_fault gfn_to_memslot 1",
	 .guest = "writes to a page of SMRAM for the first time")
{
	struct vm *vm = vm_in_smm(VM_DIRTY_LOG);
	struct kvm_regs regs = { .rdi = DATA };

	long_mode(vm);
	clear_log(vm);
	if (!run_guest(vm, store, &regs))
		return seen(UNTOLD, "the guest stopped with exit reason %u", vm->run->exit_reason);
	return which_dirty(vm, DATA);
}

/* VMSAVE writes what a VMCB has of FS, GS, TR and more: KVM maps the page. */
GUEST(vmsave, "vmsave\n");

static struct vm *vmsave_in_smm(int flags)
{
	struct vm *vm = vm_in_smm(flags);
	struct kvm_regs regs = { .rax = DATA };

	memset(ram64(vm, DATA), 0xff, GUEST_PAGE);
	memset(smram64(vm, DATA), 0xff, GUEST_PAGE);
	long_mode(vm);
	if (flags & VM_DIRTY_LOG)
		clear_log(vm);
	if (!run_guest(vm, vmsave, &regs))
		die("the guest stopped with exit reason %u", vm->run->exit_reason);
	return vm;
}

static bool is_filled(const uint64_t *page)
{
	for (int i = 0; i < GUEST_PAGE / 8; i++)
		if (page[i] != ~0ull)
			return false;
	return true;
}

SCENARIO(vcpu_map,
	 .site = "kvm_vcpu_map gfn_to_pfn 1",
	 .guest = "saves its state by VMSAVE, to SMRAM")
{
	struct vm *vm = vmsave_in_smm(0);

	if (!is_filled(smram64(vm, DATA)))
		return seen(IN_VCPU, "saved in SMRAM");
	if (!is_filled(ram64(vm, DATA)))
		return seen(IN_AS0, "saved in address space 0, over what the OS has there");
	return seen(UNTOLD, "not saved");
}

SCENARIO(vcpu_unmap_dirty,
	 .site = "kvm_vcpu_unmap mark_page_dirty 1",
	 .guest = "saves its state by VMSAVE, to SMRAM")
{
	return which_dirty(vmsave_in_smm(VM_DIRTY_LOG), DATA);
}

GUEST(kvm_hypercall, "vmmcall\n");

SCENARIO(clock_pairing,
	 .site = "kvm_pv_clock_pairing kvm_write_guest 1",
	 .guest = "asks for the host's time by hypercall, into SMRAM")
{
	struct vm *vm = vm_in_smm(0);
	struct kvm_regs regs = { .rax = KVM_HC_CLOCK_PAIRING, .rbx = DATA };

	long_mode(vm);
	if (!run_guest(vm, kvm_hypercall, &regs))
		return seen(UNTOLD, "the guest stopped with exit reason %u", vm->run->exit_reason);
	if (*smram64(vm, DATA))
		return seen(IN_VCPU, "the time is in SMRAM");
	if (*ram64(vm, DATA))
		return seen(IN_AS0, "the time is in address space 0, over what the OS has there");
	return seen(UNTOLD, "no time, the hypercall gives %lld", (long long)regs.rax);
}
