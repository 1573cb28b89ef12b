// SPDX-License-Identifier: GPL-2.0-only
/* By design the other way round: areas that the guest's kernel names once. */
#include "prove.h"

enum {
	MSR_KVM_PV_EOI_EN = 0x4b564d04,
	AREA = SMRAM + 0x20000,
	VECTOR = 0x66,
	KERNEL = 0x1000,
	HANDLER = 0x2000,
	UNTOUCHED = 0xaa,
};

/* The kernel names an area at an address that SMRAM has, too, and waits. */
GUEST(pv_kernel, ".code16\n"
      "mov $0x4b564d04, %ecx; mov $0x00120001, %eax; xor %edx, %edx; wrmsr\n"
      "sti; 1: jmp 1b\n");
GUEST(pv_handler, ".code16\n");

/* An interrupt is in service when the SMI comes, so KVM offers a PV EOI in SMM. */
SCENARIO(pv_eoi,
	 .site = "pv_eoi_put_user kvm_write_guest_cached 1",
	 .guest = "names an address in SMRAM for PV EOI, from outside, and gets an SMI")
{
	struct vm *vm = vm_create(VM_IRQCHIP);
	struct kvm_msi msi = { .address_lo = 0xfee00000, .data = VECTOR };
	struct kvm_regs regs = { .rip = KERNEL, .rsp = 0x3000, .rflags = 2 };

	enable_apic(vm->vcpu[0]);
	vm->ram[AREA] = UNTOUCHED;
	*smram64(vm, AREA) = UNTOUCHED;
	memcpy(vm->ram + KERNEL, pv_kernel, pv_kernel_end - pv_kernel);
	memcpy(vm->ram + HANDLER, pv_handler, pv_handler_end - pv_handler);
	memcpy(vm->ram + VECTOR * 4, (uint16_t[]){ HANDLER, 0 }, 4);
	must(vm->vcpu[0], KVM_SET_REGS, &regs);
	must(vm->fd, KVM_SIGNAL_MSI, &msi);
	finish_guest(vm);
	if (vm->ram[AREA] == UNTOUCHED)
		return seen(UNTOLD, "KVM does not use the area");
	enter_smm(vm);
	if ((*smram64(vm, AREA) & 0xff) != UNTOUCHED)
		return seen(IN_VCPU, "the host writes into SMRAM, where the kernel told it to");
	return seen(IN_AS0, "the host writes to the kernel's own memory only");
}
