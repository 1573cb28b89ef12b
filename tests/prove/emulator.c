// SPDX-License-Identifier: GPL-2.0-only
/* Accesses of the guest's that KVM emulates: one operand is a device, or forced. */
#include "prove.h"

#include <unistd.h>

enum {
	DATA = SMRAM + 0x20000,
	HOST_VALUE = 0x66,		/* what address space 0 has */
	SMM_VALUE = 0x55,		/* and what SMRAM has, at the same address */
};

/* The device's register gets a value; which, says where KVM read it. */
static struct result which_value(struct vm *vm, const char *what)
{
	uint8_t value = vm->run->mmio.data[0];

	if (vm->run->exit_reason != KVM_EXIT_MMIO || !vm->run->mmio.is_write)
		return seen(UNTOLD, "the device was not written to: exit reason %u", vm->run->exit_reason);
	if (value == SMM_VALUE)
		return seen(IN_VCPU, "SMRAM's %s", what);
	if (value == HOST_VALUE)
		return seen(IN_AS0, "the %s of address space 0", what);
	return seen(UNTOLD, "neither %s, but %#x", what, value);
}

static struct vm *smm_long_mode(int flags)
{
	struct vm *vm = vm_in_smm(flags);

	long_mode(vm);
	*ram64(vm, DATA) = HOST_VALUE;
	*smram64(vm, DATA) = SMM_VALUE;
	return vm;
}

/* Immediates are where the instruction ends: in SMRAM only, that of SMM. */
GUEST(store_immediate, "movb $0x66, (%rdi)\n");

SCENARIO(fetch,
	 .site = "kvm_fetch_guest_virt kvm_read_guest_page 1",
	 .guest = "writes a constant to a device, by code in SMRAM")
{
	struct vm *vm = smm_long_mode(0);
	struct kvm_regs regs = { .rdi = MMIO, .rip = CODE, .rflags = 2 };

	memcpy(vm->ram + CODE, store_immediate, store_immediate_end - store_immediate);
	memcpy(vm->smram + CODE - SMRAM, store_immediate, store_immediate_end - store_immediate);
	vm->smram[CODE - SMRAM + 2] = SMM_VALUE;
	must(vm->vcpu[0], KVM_SET_REGS, &regs);
	go_on(vm);
	return which_value(vm, "instruction");
}

GUEST(copy_byte, "movsb\n");

SCENARIO(read_operand,
	 .site = "read_emulate kvm_read_guest 1",
	 .guest = "copies from SMRAM to a device")
{
	struct vm *vm = smm_long_mode(0);
	struct kvm_regs regs = { .rsi = DATA, .rdi = MMIO };

	run_guest(vm, copy_byte, &regs);
	return which_value(vm, "byte");
}

SCENARIO(write_operand,
	 .site = "emulator_write_phys kvm_write_guest 1",
	 .guest = "copies from a device to SMRAM")
{
	struct vm *vm = smm_long_mode(0);
	struct kvm_regs regs = { .rsi = MMIO, .rdi = DATA };

	if (run_guest(vm, copy_byte, &regs) || vm->run->exit_reason != KVM_EXIT_MMIO)
		die("the device was not read from: exit reason %u", vm->run->exit_reason);
	vm->run->mmio.data[0] = 0x77;
	finish_guest(vm);
	if ((*smram64(vm, DATA) & 0xff) == 0x77)
		return seen(IN_VCPU, "the byte is in SMRAM");
	if ((*ram64(vm, DATA) & 0xff) == 0x77)
		return seen(IN_AS0, "the byte is in address space 0, over what the OS has there");
	return seen(UNTOLD, "the byte is nowhere");
}

GUEST(load_gdt, EMULATE "lgdt (%rdi)\n");

SCENARIO(read_descriptor,
	 .site = "kvm_read_guest_virt_helper kvm_read_guest_page 1",
	 .guest = "loads GDTR from SMRAM, emulated")
{
	struct vm *vm = smm_long_mode(0);
	struct kvm_regs regs = { .rdi = DATA };
	struct kvm_sregs sregs;

	*ram64(vm, DATA) = (uint64_t)HOST_VALUE << 16 | 0xff;
	*smram64(vm, DATA) = (uint64_t)SMM_VALUE << 16 | 0xff;
	if (!run_guest(vm, load_gdt, &regs))
		return seen(UNTOLD, "the guest stopped with exit reason %u", vm->run->exit_reason);
	must(vm->vcpu[0], KVM_GET_SREGS, &sregs);
	if (sregs.gdt.base == SMM_VALUE)
		return seen(IN_VCPU, "GDTR is what SMRAM has");
	if (sregs.gdt.base == HOST_VALUE)
		return seen(IN_AS0, "GDTR is what address space 0 has at that address");
	return seen(UNTOLD, "GDTR is %#llx", sregs.gdt.base);
}

GUEST(store_gdt, EMULATE "sgdt (%rdi)\n");

SCENARIO(write_descriptor,
	 .site = "kvm_write_guest_virt_helper kvm_write_guest 1",
	 .guest = "stores GDTR to SMRAM, emulated")
{
	struct vm *vm = smm_long_mode(0);
	struct kvm_regs regs = { .rdi = DATA };
	struct kvm_sregs sregs;

	must(vm->vcpu[0], KVM_GET_SREGS, &sregs);
	sregs.gdt.limit = 0xff;
	must(vm->vcpu[0], KVM_SET_SREGS, &sregs);
	if (!run_guest(vm, store_gdt, &regs))
		return seen(UNTOLD, "the guest stopped with exit reason %u", vm->run->exit_reason);
	if (*smram64(vm, DATA) != SMM_VALUE)
		return seen(IN_VCPU, "it is in SMRAM");
	if (*ram64(vm, DATA) != HOST_VALUE)
		return seen(IN_AS0, "it is in address space 0, over what the OS has there");
	return seen(UNTOLD, "it is nowhere");
}

GUEST(exchange, EMULATE "lock cmpxchg %rcx, (%rdi)\n");

/* Both address spaces have the value that is compared. */
static struct vm *exchange_in_smm(int flags)
{
	struct vm *vm = smm_long_mode(flags);
	struct kvm_regs regs = { .rdi = DATA, .rax = SMM_VALUE, .rcx = 0x77 };

	*ram64(vm, DATA) = SMM_VALUE;
	if (flags & VM_DIRTY_LOG)
		clear_log(vm);
	if (!run_guest(vm, exchange, &regs))
		die("the guest stopped with exit reason %u", vm->run->exit_reason);
	return vm;
}

SCENARIO(cmpxchg,
	 .site = "emulator_cmpxchg_emulated gfn_to_hva 1",
	 .guest = "exchanges a word of SMRAM, emulated")
{
	struct vm *vm = exchange_in_smm(0);

	if (*smram64(vm, DATA) == 0x77)
		return seen(IN_VCPU, "the word in SMRAM was exchanged");
	if (*ram64(vm, DATA) == 0x77)
		return seen(IN_AS0, "the word at that address in address space 0 was exchanged");
	return seen(UNTOLD, "nothing was exchanged");
}

SCENARIO(cmpxchg_dirty,
	 .site = "emulator_cmpxchg_emulated mark_page_dirty 1",
	 .guest = "exchanges a word of SMRAM, emulated")
{
	return which_dirty(exchange_in_smm(VM_DIRTY_LOG), DATA);
}

SCENARIO(cmpxchg_dirty_ring,
	 .site = "emulator_cmpxchg_emulated mark_page_dirty 1",
	 .guest = "exchanges a word of SMRAM, emulated, with a dirty ring")
{
	struct vm *vm = exchange_in_smm(VM_DIRTY_RING);

	for (uint32_t i = 0; i < vm->ring && vm->dirty[i].flags & KVM_DIRTY_GFN_F_DIRTY; i++) {
		if (vm->dirty[i].slot == (1 << 16 | 1) && vm->dirty[i].offset == (DATA - SMRAM) / GUEST_PAGE)
			return seen(IN_VCPU, "the ring has SMRAM's slot");
		if (vm->dirty[i].slot == 0 && vm->dirty[i].offset == DATA / GUEST_PAGE)
			return seen(IN_AS0, "the ring has a slot of address space 0");
	}
	return seen(UNTOLD, "the ring does not have the page");
}
