// SPDX-License-Identifier: GPL-2.0-only
/* Hyper-V's hypercalls and MSRs, with their pages in SMRAM. */
#include "prove.h"

#include <sys/eventfd.h>
#include <unistd.h>

enum {
	HV_X64_MSR_GUEST_OS_ID = 0x40000000,
	HV_X64_MSR_HYPERCALL = 0x40000001,
	HV_X64_MSR_VP_ASSIST_PAGE = 0x40000073,
	HV_X64_MSR_SCONTROL = 0x40000080,
	HV_X64_MSR_SIEFP = 0x40000082,
	HV_X64_MSR_SIMP = 0x40000083,
	HV_X64_MSR_SINT2 = 0x40000092,
	HV_X64_MSR_STIMER0_CONFIG = 0x400000b0,
	HV_X64_MSR_STIMER0_COUNT = 0x400000b1,

	HVCALL_FLUSH_VIRTUAL_ADDRESS_SPACE = 0x02,
	HVCALL_SEND_IPI = 0x0b,
	HVCALL_FLUSH_VIRTUAL_ADDRESS_SPACE_EX = 0x13,
	HVCALL_SEND_IPI_EX = 0x15,
	HVCALL_SIGNAL_EVENT = 0x5d,

	APIC_IRR = 0x200,

	PAGE = SMRAM + 0x20000,
	HOST_VECTOR = 0x66,		/* what address space 0 has */
	SMM_VECTOR = 0x55,		/* and what SMRAM has, at the same address */
};

#define ONE_BANK (1ull << 17)		/* of vCPUs, in a hypercall's control word */

GUEST(hypercall, "vmmcall\n");
GUEST(write_msr, "wrmsr\n");

static struct vm *hyperv_vm(int flags)
{
	struct vm *vm = vm_create(VM_IRQCHIP | flags);

	set_cpuid(vm, true);
	set_msr(vm, HV_X64_MSR_GUEST_OS_ID, 1);
	for (int i = 0; i < 2 && vm->vcpu[i]; i++)
		enable_apic(vm->vcpu[i]);
	enter_smm(vm);
	long_mode(vm);
	return vm;
}

static uint64_t call(struct vm *vm, uint64_t control, uint64_t input)
{
	struct kvm_regs regs = { .rcx = control, .rdx = input };

	if (!run_guest(vm, hypercall, &regs))
		die("the hypercall did not return: exit reason %u", vm->run->exit_reason);
	return regs.rax & 0xffff;
}

static void guest_msr(struct vm *vm, uint32_t msr, uint64_t value)
{
	struct kvm_regs regs = { .rcx = msr, .rax = value & 0xffffffff, .rdx = value >> 32 };

	/* SynIC's MSRs are told to user space, too. */
	for (bool done = run_guest(vm, write_msr, &regs); !done; done = go_on(vm))
		if (vm->run->exit_reason != KVM_EXIT_HYPERV)
			die("wrmsr of %#x stopped with exit reason %u", msr, vm->run->exit_reason);
}

static bool is_pending(int vcpu, int vector)
{
	struct kvm_lapic_state apic;
	uint32_t irr;

	must(vcpu, KVM_GET_LAPIC, &apic);
	memcpy(&irr, apic.regs + APIC_IRR + vector / 32 * 16, sizeof(irr));
	return irr >> vector % 32 & 1;
}

static void input(uint64_t *page, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	memcpy(page, (uint64_t[]){ a, b, c, d }, 32);
}

/* Which of the two vectors came, at which of the hypercall's two inputs. */
static struct result which_vector(struct vm *vm, uint64_t status)
{
	if (is_pending(vm->vcpu[0], SMM_VECTOR))
		return seen(IN_VCPU, "the vector that SMRAM names was sent");
	if (is_pending(vm->vcpu[0], HOST_VECTOR))
		return seen(IN_AS0, "the vector that address space 0 has at that address was sent");
	return seen(UNTOLD, "no vector was sent, status %#llx", (unsigned long long)status);
}

SCENARIO(hv_send_ipi,
	 .site = "kvm_hv_send_ipi kvm_read_guest 1",
	 .guest = "sends an IPI by hypercall, input page in SMRAM")
{
	struct vm *vm = hyperv_vm(0);

	input(ram64(vm, PAGE), HOST_VECTOR, 1, 0, 0);
	input(smram64(vm, PAGE), SMM_VECTOR, 1, 0, 0);
	return which_vector(vm, call(vm, HVCALL_SEND_IPI, PAGE));
}

SCENARIO(hv_send_ipi_ex,
	 .site = "kvm_hv_send_ipi kvm_read_guest 2",
	 .guest = "sends an IPI by hypercall with a vCPU set, input page in SMRAM")
{
	struct vm *vm = hyperv_vm(0);

	input(ram64(vm, PAGE), HOST_VECTOR, 0, 1, 1);
	input(smram64(vm, PAGE), SMM_VECTOR, 0, 1, 1);
	return which_vector(vm, call(vm, HVCALL_SEND_IPI_EX | ONE_BANK, PAGE));
}

SCENARIO(hv_sparse_banks,
	 .site = "kvm_hv_get_hc_data kvm_read_guest 1; kvm_get_sparse_vp_set kvm_read_guest 1",
	 .guest = "sends an IPI by hypercall, the vCPU set's banks in SMRAM")
{
	struct vm *vm = hyperv_vm(VM_TWO_VCPUS);
	uint64_t status;

	/* The header ends where SMRAM begins. */
	input(ram64(vm, SMRAM - 24), SMM_VECTOR, 0, 1, 2);
	*smram64(vm, SMRAM) = 1;
	status = call(vm, HVCALL_SEND_IPI_EX | ONE_BANK, SMRAM - 24);
	if (is_pending(vm->vcpu[0], SMM_VECTOR))
		return seen(IN_VCPU, "the vCPU that SMRAM names got it");
	if (is_pending(vm->vcpu[1], SMM_VECTOR))
		return seen(IN_AS0, "the vCPU that address space 0 has at that address got it");
	return seen(UNTOLD, "no vCPU got it, status %#llx", (unsigned long long)status);
}

/* There is no memory at that address but in SMM. */
static struct result was_flushed(uint64_t status)
{
	enum { SUCCESS, INVALID_INPUT = 3 };

	if (status == SUCCESS)
		return seen(IN_VCPU, "the input was read, and the TLB flushed");
	if (status == INVALID_INPUT)
		return seen(IN_AS0, "refused: no memory at the address in address space 0");
	return seen(UNTOLD, "status %#llx", (unsigned long long)status);
}

SCENARIO(hv_flush_tlb,
	 .site = "kvm_hv_flush_tlb kvm_read_guest 1",
	 .guest = "flushes the TLB by hypercall, input page in SMRAM")
{
	struct vm *vm = hyperv_vm(0);

	input(smram64(vm, SMRAM_ONLY), 0, 0, 1, 0);
	return was_flushed(call(vm, HVCALL_FLUSH_VIRTUAL_ADDRESS_SPACE, SMRAM_ONLY));
}

SCENARIO(hv_flush_tlb_ex,
	 .site = "kvm_hv_flush_tlb kvm_read_guest 2",
	 .guest = "flushes the TLB by hypercall with a vCPU set, input page in SMRAM")
{
	struct vm *vm = hyperv_vm(0);

	/* No bank is valid, so none is read. */
	input(smram64(vm, SMRAM_ONLY), 0, 0, 0, 0);
	return was_flushed(call(vm, HVCALL_FLUSH_VIRTUAL_ADDRESS_SPACE_EX, SMRAM_ONLY));
}

static int event_of(struct vm *vm, uint32_t id)
{
	int fd = eventfd(0, EFD_NONBLOCK);
	struct kvm_hyperv_eventfd event = { .conn_id = id, .fd = fd };

	must(vm->fd, KVM_HYPERV_EVENTFD, &event);
	return fd;
}

SCENARIO(hv_signal_event,
	 .site = "kvm_hvcall_signal_event kvm_read_guest 1",
	 .guest = "signals an event by hypercall, input page in SMRAM")
{
	struct vm *vm = hyperv_vm(0);
	int host = event_of(vm, 6), smm = event_of(vm, 5);
	uint64_t n, status;

	*ram64(vm, PAGE) = 6;
	*smram64(vm, PAGE) = 5;
	status = call(vm, HVCALL_SIGNAL_EVENT, PAGE);
	if (read(smm, &n, sizeof(n)) == sizeof(n))
		return seen(IN_VCPU, "the connection that SMRAM names was signalled");
	if (read(host, &n, sizeof(n)) == sizeof(n))
		return seen(IN_AS0, "the connection that address space 0 has there was signalled");
	return seen(UNTOLD, "nothing was signalled, status %#llx", (unsigned long long)status);
}

/* Which page KVM has written to; both had all bits set. */
static struct result which_written(struct vm *vm, const char *what)
{
	if (*smram64(vm, PAGE) != ~0ull)
		return seen(IN_VCPU, "%s in SMRAM", what);
	if (*ram64(vm, PAGE) != ~0ull)
		return seen(IN_AS0, "%s in address space 0, over what the OS has there", what);
	return seen(UNTOLD, "not %s", what);
}

static struct vm *filled_vm(int flags)
{
	struct vm *vm = hyperv_vm(flags);

	memset(ram64(vm, PAGE), 0xff, GUEST_PAGE);
	memset(smram64(vm, PAGE), 0xff, GUEST_PAGE);
	return vm;
}

SCENARIO(hv_hypercall_page,
	 .site = "kvm_hv_set_msr_pw kvm_write_guest 1",
	 .guest = "sets the hypercall page up, in SMRAM")
{
	struct vm *vm = filled_vm(0);

	guest_msr(vm, HV_X64_MSR_HYPERCALL, PAGE | 1);
	return which_written(vm, "written");
}

SCENARIO(hv_assist_page,
	 .site = "kvm_hv_set_msr gfn_to_hva 1",
	 .guest = "sets the VP assist page up, in SMRAM")
{
	struct vm *vm = filled_vm(0);

	guest_msr(vm, HV_X64_MSR_VP_ASSIST_PAGE, PAGE | 1);
	return which_written(vm, "cleared");
}

SCENARIO(hv_assist_page_dirty,
	 .site = "kvm_hv_set_msr mark_page_dirty 1",
	 .guest = "sets the VP assist page up, in SMRAM")
{
	struct vm *vm = filled_vm(VM_DIRTY_LOG);

	clear_log(vm);
	guest_msr(vm, HV_X64_MSR_VP_ASSIST_PAGE, PAGE | 1);
	return which_dirty(vm, PAGE);
}

static struct vm *synic_vm(void)
{
	struct vm *vm = vm_create(VM_IRQCHIP);
	struct kvm_enable_cap synic = { .cap = KVM_CAP_HYPERV_SYNIC };

	set_cpuid(vm, true);
	must(vm->vcpu[0], KVM_ENABLE_CAP, &synic);
	set_msr(vm, HV_X64_MSR_GUEST_OS_ID, 1);
	enable_apic(vm->vcpu[0]);
	enter_smm(vm);
	long_mode(vm);
	memset(ram64(vm, PAGE), 0xff, GUEST_PAGE);
	memset(smram64(vm, PAGE), 0xff, GUEST_PAGE);
	return vm;
}

SCENARIO(hv_event_page,
	 .site = "synic_set_msr kvm_clear_guest 1",
	 .guest = "sets SynIC's event flags page up, in SMRAM")
{
	struct vm *vm = synic_vm();

	guest_msr(vm, HV_X64_MSR_SIEFP, PAGE | 1);
	return which_written(vm, "cleared");
}

SCENARIO(hv_message_page,
	 .site = "synic_set_msr kvm_clear_guest 2",
	 .guest = "sets SynIC's message page up, in SMRAM")
{
	struct vm *vm = synic_vm();

	guest_msr(vm, HV_X64_MSR_SIMP, PAGE | 1);
	return which_written(vm, "cleared");
}

enum {
	SINT = 2,
	MESSAGE = PAGE + SINT * 256,
	MESSAGE_TYPE = 0x80000010,	/* timer expired */
	MESSAGE_PENDING = 1ull << 40,	/* a flag, in the message's first eight bytes */
};

GUEST(spin, "1: pause; jmp 1b\n");

/* Lets a timer of SynIC's send a message while the vCPU is in SMM. */
static void timer_message(struct vm *vm)
{
	set_msr(vm, HV_X64_MSR_SCONTROL, 1);
	set_msr(vm, HV_X64_MSR_SIMP, PAGE | 1);
	set_msr(vm, HV_X64_MSR_SINT2, SMM_VECTOR);
	set_msr(vm, HV_X64_MSR_STIMER0_CONFIG, SINT << 16 | 8);
	guest_msr(vm, HV_X64_MSR_STIMER0_COUNT, 1);
	time_limit(1000);
	run_guest(vm, spin, NULL);
}

SCENARIO(hv_message_slot,
	 .site = "synic_deliver_msg kvm_read_guest_page 1",
	 .guest = "lets a synthetic timer expire, its message slot free in SMRAM only")
{
	struct vm *vm = synic_vm();

	*smram64(vm, MESSAGE) = 0;
	*ram64(vm, MESSAGE) = MESSAGE_TYPE;
	timer_message(vm);
	if (*smram64(vm, MESSAGE) & MESSAGE_PENDING)
		return seen(IN_AS0, "held back, since the slot in address space 0 is in use");
	if (*smram64(vm, MESSAGE))
		return seen(IN_VCPU, "the message was delivered");
	return seen(UNTOLD, "no message");
}

SCENARIO(hv_message_pending,
	 .site = "synic_deliver_msg kvm_write_guest_page 1",
	 .guest = "lets a synthetic timer expire, its message slot in SMRAM in use")
{
	struct vm *vm = synic_vm();

	*smram64(vm, MESSAGE) = *ram64(vm, MESSAGE) = MESSAGE_TYPE;
	timer_message(vm);
	if (*smram64(vm, MESSAGE) & MESSAGE_PENDING)
		return seen(IN_VCPU, "the slot in SMRAM says that a message is pending");
	if (*ram64(vm, MESSAGE) & MESSAGE_PENDING)
		return seen(IN_AS0, "the slot in address space 0 says that a message is pending");
	return seen(UNTOLD, "no slot says that a message is pending");
}

SCENARIO(hv_timer_message,
	 .site = "synic_deliver_msg kvm_write_guest_page 2",
	 .guest = "lets a synthetic timer expire, SynIC's message page in SMRAM")
{
	struct vm *vm = synic_vm();

	*ram64(vm, MESSAGE) = *smram64(vm, MESSAGE) = 0;
	timer_message(vm);
	if (*smram64(vm, MESSAGE))
		return seen(IN_VCPU, "the message is in SMRAM");
	if (*ram64(vm, MESSAGE))
		return seen(IN_AS0, "the message is in address space 0, over what the OS has there");
	return seen(UNTOLD, "no message");
}
