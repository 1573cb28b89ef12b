// SPDX-License-Identifier: GPL-2.0-only
/* The way into SMM and out of it: the state save area, which is in SMRAM. */
#include "prove.h"

enum {
	SAVE_AREA = SMRAM + 0xfe00,
	SAVED_RIP = SMRAM + 0xff78,
	HOST_RIP = 0x1000,
	SMM_RIP = 0x2000,
};

SCENARIO(smm_enter,
	 .site = "enter_smm kvm_write_guest 1",
	 .guest = "gets an SMI")
{
	struct vm *vm = vm_in_smm(0);
	bool in_smram = false, in_as0 = false;

	for (int i = 0; i < 512; i += 8) {
		in_smram |= *smram64(vm, SAVE_AREA + i) != 0;
		in_as0 |= *ram64(vm, SAVE_AREA + i) != 0;
	}
	if (in_smram == in_as0)
		return seen(UNTOLD, in_smram ? "its state is in both address spaces" : "its state is nowhere");
	return in_as0 ? seen(IN_AS0, "its state is saved where the OS can change it")
		      : seen(IN_VCPU, "its state is saved in SMRAM");
}

SCENARIO(smm_leave,
	 .site = "emulator_leave_smm kvm_read_guest 1; kvm_read_guest_phys_system kvm_read_guest 1",
	 .guest = "returns from SMM")
{
	struct vm *vm = vm_in_smm(0);
	struct kvm_regs regs;

	memcpy(ram64(vm, SAVE_AREA), smram64(vm, SAVE_AREA), 512);
	*ram64(vm, SAVED_RIP) = HOST_RIP;
	*smram64(vm, SAVED_RIP) = SMM_RIP;
	memcpy(vm->ram + HOST_RIP, "\xe6\x80", 2);	/* out %al, $0x80 */
	memcpy(vm->ram + SMM_RIP, "\xe6\x80", 2);
	go_on(vm);
	must(vm->vcpu[0], KVM_GET_REGS, &regs);
	if (regs.rip >> 12 == SMM_RIP >> 12)
		return seen(IN_VCPU, "it goes on where SMRAM says");
	if (regs.rip >> 12 == HOST_RIP >> 12)
		return seen(IN_AS0, "it goes on where address space 0 says, with all of its state from there");
	return seen(UNTOLD, "it is at %#llx with exit reason %u", regs.rip, vm->run->exit_reason);
}
