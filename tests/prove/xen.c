// SPDX-License-Identifier: GPL-2.0-only
/* Xen's hypercall page, and what its hypercalls read, in SMRAM. */
#include "prove.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>

enum {
	XEN_MSR = 0x40000000,
	PAGE = SMRAM + 0x20000,

	HYPERVISOR_VCPU_OP = 24,
	HYPERVISOR_SCHED_OP = 29,
	HYPERVISOR_EVENT_CHANNEL_OP = 32,
	SCHEDOP_POLL = 3,
	VCPUOP_SET_SINGLESHOT_TIMER = 8,
	SINGLESHOT_FUTURE = 1,		/* a time that is over is an error */
	EVTCHNOP_SEND = 4,
	EVTCHNSTAT_INTERDOMAIN = 2,
	PORT = 5,
	NO_PORT = 1 << 20,
};

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

/* Of 6.1: since 6.2 these are read by virtual address, as the guest's kernel does. */
GUEST(xen_hypercall, "vmmcall\n");

static struct vm *xen_vm(void)
{
	struct kvm_xen_hvm_config config = {
		.flags = KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL | KVM_XEN_HVM_CONFIG_EVTCHN_SEND,
		.msr = XEN_MSR,
	};
	struct vm *vm = vm_create(VM_IRQCHIP);

	must(vm->fd, KVM_XEN_HVM_CONFIG, &config);
	enter_smm(vm);
	long_mode(vm);
	return vm;
}

/* One result where the input of address space 0 was read, another for SMRAM's. */
static struct result which_result(struct vm *vm, struct kvm_regs regs, int of_smram, int of_as0, const char *what)
{
	if (!run_guest(vm, xen_hypercall, &regs))
		return seen(UNTOLD, "the guest stopped with exit reason %u", vm->run->exit_reason);
	if ((int64_t)regs.rax == of_smram)
		return seen(IN_VCPU, "SMRAM's %s was read", what);
	if ((int64_t)regs.rax == of_as0)
		return seen(IN_AS0, "the %s at that address in address space 0 was read", what);
	return seen(UNTOLD, "the hypercall gives %lld", (long long)regs.rax);
}

/* A struct sched_poll: where the ports are, how many, for how long. */
static void set_poll(uint64_t *page, uint64_t ports, uint64_t n)
{
	memcpy(page, (uint64_t[]){ ports, n, 0 }, 24);
}

static struct result poll(struct vm *vm, const char *what)
{
	struct kvm_regs regs = { .rax = HYPERVISOR_SCHED_OP, .rdi = SCHEDOP_POLL, .rsi = PAGE };

	return which_result(vm, regs, -EINVAL, 0, what);
}

SCENARIO(xen_poll,
	 .site = "kvm_xen_schedop_poll kvm_read_guest 1",
	 .guest = "polls Xen's event channels by hypercall, input in SMRAM")
{
	struct vm *vm = xen_vm();

	set_poll(smram64(vm, PAGE), TABLES, 1000);	/* too many */
	set_poll(ram64(vm, PAGE), TABLES + GUEST_PAGE - 8, 1);
	*ram64(vm, TABLES + GUEST_PAGE - 8) = 0;
	return poll(vm, "input");
}

SCENARIO(xen_poll_ports,
	 .site = "kvm_xen_schedop_poll kvm_read_guest 2",
	 .guest = "polls Xen's event channels by hypercall, their numbers in SMRAM")
{
	struct vm *vm = xen_vm();

	set_poll(smram64(vm, PAGE), PAGE + 64, 1);
	set_poll(ram64(vm, PAGE), PAGE + 64, 1);
	*smram64(vm, PAGE + 64) = NO_PORT;
	return poll(vm, "number");
}

SCENARIO(xen_timer,
	 .site = "kvm_xen_hcall_vcpu_op kvm_read_guest 1",
	 .guest = "sets Xen's timer by hypercall, the time in SMRAM")
{
	struct kvm_xen_vcpu_attr timer = { .type = KVM_XEN_VCPU_ATTR_TYPE_TIMER };
	struct vm *vm = xen_vm();
	struct kvm_regs regs = {
		.rax = HYPERVISOR_VCPU_OP, .rdi = VCPUOP_SET_SINGLESHOT_TIMER, .rsi = 0, .rdx = PAGE,
	};

	timer.u.timer.port = 1;
	timer.u.timer.priority = KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL;
	must(vm->vcpu[0], KVM_XEN_VCPU_SET_ATTR, &timer);
	memcpy(smram64(vm, PAGE), (uint64_t[]){ 1, SINGLESHOT_FUTURE }, 16);
	memcpy(ram64(vm, PAGE), (uint64_t[]){ UINT64_MAX / 4, 0 }, 16);
	return which_result(vm, regs, -ETIME, 0, "time");
}

SCENARIO(xen_send,
	 .site = "kvm_xen_hcall_evtchn_send kvm_read_guest 1",
	 .guest = "sends on Xen's event channel by hypercall, its number in SMRAM")
{
	struct kvm_xen_hvm_attr channel = { .type = KVM_XEN_ATTR_TYPE_EVTCHN };
	struct vm *vm = xen_vm();
	struct kvm_regs regs = { .rax = HYPERVISOR_EVENT_CHANNEL_OP, .rdi = EVTCHNOP_SEND, .rsi = PAGE };

	channel.u.evtchn.send_port = PORT;
	channel.u.evtchn.type = EVTCHNSTAT_INTERDOMAIN;
	channel.u.evtchn.deliver.eventfd.fd = eventfd(0, EFD_NONBLOCK);
	must(vm->fd, KVM_XEN_HVM_SET_ATTR, &channel);
	*smram64(vm, PAGE) = PORT;
	*ram64(vm, PAGE) = PORT + 1;
	if (run_guest(vm, xen_hypercall, &regs))
		return seen(IN_VCPU, "the channel that SMRAM names was signalled");
	if (vm->run->exit_reason == KVM_EXIT_XEN)
		return seen(IN_AS0, "user space is asked for the channel that address space 0 has there");
	return seen(UNTOLD, "the guest stopped with exit reason %u", vm->run->exit_reason);
}
