// SPDX-License-Identifier: GPL-2.0-only
/* The VM of prove.h, on the KVM API. */
#define _GNU_SOURCE
#include "prove.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

enum {
	MSR_EFER = 0xc0000080,
	MSR_IA32_SMBASE = 0x9e,
	SMI_ENTRY = 0x8000,
	END_PORT = 0x80,
	RING_ENTRIES = 4096,
};

/* The SMI handler: it stops twice, so that a scenario can act in between. */
GUEST(smi_handler, ".code16\n");
GUEST(smi_return, ".code16\nrsm\n");

static void *pages(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (p == MAP_FAILED)
		die("no memory for a guest");
	return p;
}

static void add_slot(struct vm *vm, int space, int slot, uint32_t gpa, uint32_t end, void *hva, int flags)
{
	struct kvm_userspace_memory_region region = {
		.slot = space << 16 | slot,
		.flags = flags,
		.guest_phys_addr = gpa,
		.memory_size = end - gpa,
		.userspace_addr = (uintptr_t)hva,
	};

	must(vm->fd, KVM_SET_USER_MEMORY_REGION, &region);
}

/* Slot 0 of address space 0 and slot 1 of address space 1 have SMRAM. */
static void add_memory(struct vm *vm, int flags)
{
	int log = flags & (VM_DIRTY_LOG | VM_DIRTY_RING) ? KVM_MEM_LOG_DIRTY_PAGES : 0;

	vm->ram = pages(RAM_SIZE);
	vm->smram = pages(SMRAM_END - SMRAM);
	add_slot(vm, 0, 0, 0, SMRAM_ONLY, vm->ram, log);
	add_slot(vm, 0, 1, SMRAM_END, RAM_SIZE, vm->ram + SMRAM_END, log);
	add_slot(vm, 1, 0, 0, SMRAM, vm->ram, log);
	add_slot(vm, 1, 1, SMRAM, SMRAM_END, vm->smram, log);
	add_slot(vm, 1, 2, SMRAM_END, RAM_SIZE, vm->ram + SMRAM_END, log);
}

static void add_ring(struct vm *vm)
{
	struct kvm_enable_cap cap = {
		.cap = KVM_CAP_DIRTY_LOG_RING_ACQ_REL,
		.args = { RING_ENTRIES * sizeof(struct kvm_dirty_gfn) },
	};

	must(vm->fd, KVM_ENABLE_CAP, &cap);
	vm->ring = RING_ENTRIES;
}

static int add_vcpu(struct vm *vm, int id)
{
	return must(vm->fd, KVM_CREATE_VCPU, (long)id);
}

static void map_vcpu(struct vm *vm, int kvm)
{
	int size = must(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);

	vm->run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, vm->vcpu[0], 0);
	if (vm->run == MAP_FAILED)
		die("mmap of the vCPU");
	if (!vm->ring)
		return;
	vm->dirty = mmap(NULL, vm->ring * sizeof(*vm->dirty), PROT_READ | PROT_WRITE, MAP_SHARED,
			 vm->vcpu[0], KVM_DIRTY_LOG_PAGE_OFFSET * GUEST_PAGE);
	if (vm->dirty == MAP_FAILED)
		die("mmap of the dirty ring");
}

/* What the host supports, and Hyper-V's leaves with all that it supports. */
void set_cpuid(struct vm *vm, bool hyperv)
{
	struct { struct kvm_cpuid2 head; struct kvm_cpuid_entry2 entry[256]; } all = { .head.nent = 200 }, hv = { .head.nent = 50 };
	int kvm = open("/dev/kvm", O_RDWR);

	must(kvm, KVM_GET_SUPPORTED_CPUID, &all);
	if (hyperv) {
		must(kvm, KVM_GET_SUPPORTED_HV_CPUID, &hv);
		/* KVM's own leaves have the same numbers. */
		for (unsigned int i = 0; i < all.head.nent; i++)
			if (all.entry[i].function >> 8 == 0x400000)
				all.entry[i].function += 0x100;
		memcpy(all.entry + all.head.nent, hv.entry, hv.head.nent * sizeof(hv.entry[0]));
		all.head.nent += hv.head.nent;
	}
	for (int i = 0; i < 2 && vm->vcpu[i]; i++)
		must(vm->vcpu[i], KVM_SET_CPUID2, &all);
	close(kvm);
}

/* In both address spaces, so that a guest that reads the wrong one gets on, too. */
static void add_handler(uint8_t *smbase)
{
	size_t size = smi_handler_end - smi_handler;

	memcpy(smbase + SMI_ENTRY, smi_handler, size);
	memcpy(smbase + SMI_ENTRY + size, smi_return, smi_return_end - smi_return);
}

static void start_at_0(int vcpu)
{
	struct kvm_sregs sregs;

	must(vcpu, KVM_GET_SREGS, &sregs);
	sregs.cs.base = 0;
	sregs.cs.selector = 0;
	must(vcpu, KVM_SET_SREGS, &sregs);
}

struct vm *vm_create(int flags)
{
	struct vm *vm = calloc(1, sizeof(*vm));
	int kvm = open("/dev/kvm", O_RDWR);

	if (kvm < 0)
		die("/dev/kvm");
	vm->fd = must(kvm, KVM_CREATE_VM, 0);
	if (flags & VM_DIRTY_RING)
		add_ring(vm);
	add_memory(vm, flags);
	if (flags & VM_IRQCHIP)
		must(vm->fd, KVM_CREATE_IRQCHIP, 0);
	vm->vcpu[0] = add_vcpu(vm, 0);
	if (flags & VM_TWO_VCPUS)
		vm->vcpu[1] = add_vcpu(vm, 1);
	map_vcpu(vm, kvm);
	start_at_0(vm->vcpu[0]);
	set_cpuid(vm, false);
	set_msr(vm, MSR_IA32_SMBASE, SMRAM);
	add_handler(vm->smram);
	add_handler(vm->ram + SMRAM);
	return vm;
}

void enter_smm(struct vm *vm)
{
	must(vm->vcpu[0], KVM_SMI, 0);
	finish_guest(vm);
	if (!(vm->run->flags & KVM_RUN_X86_SMM))
		die("the SMI handler ran, but not in SMM");
}

struct vm *vm_in_smm(int flags)
{
	struct vm *vm = vm_create(flags);

	enter_smm(vm);
	return vm;
}

static struct kvm_segment segment(int type, bool code)
{
	return (struct kvm_segment){
		.limit = 0xffffffff, .selector = code ? 8 : 16, .type = type,
		.present = 1, .db = !code, .s = 1, .l = code, .g = 1,
	};
}

/* Two megabyte pages, in tables that both address spaces have. */
static void identity_map(struct vm *vm)
{
	uint64_t *table = ram64(vm, TABLES);

	memset(table, 0, 3 * GUEST_PAGE);
	table[0] = (TABLES + GUEST_PAGE) | 3;
	table[512] = (TABLES + 2 * GUEST_PAGE) | 3;
	for (int i = 0; i < 512; i++)
		table[1024 + i] = ((uint64_t)i << 21) | 0x83;
}

void enable_apic(int vcpu)
{
	enum { SPIV = 0xf0 };
	struct kvm_lapic_state apic;

	must(vcpu, KVM_GET_LAPIC, &apic);
	apic.regs[SPIV + 1] |= 1;
	must(vcpu, KVM_SET_LAPIC, &apic);
}

void long_mode(struct vm *vm)
{
	struct kvm_sregs sregs;

	identity_map(vm);
	must(vm->vcpu[0], KVM_GET_SREGS, &sregs);
	sregs.cs = segment(11, true);
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = segment(3, false);
	sregs.cr0 = 0x80000031;		/* PG, NE, ET, PE */
	sregs.cr3 = TABLES;
	sregs.cr4 = 0x620;		/* PAE, OSFXSR, OSXMMEXCPT */
	sregs.efer = 0x1500;		/* SVME, LMA, LME */
	must(vm->vcpu[0], KVM_SET_SREGS, &sregs);
}

/* The exit that ends guest code: "out" to END_PORT. */
static bool at_end(const struct vm *vm)
{
	return vm->run->exit_reason == KVM_EXIT_IO && vm->run->io.port == END_PORT;
}

bool go_on(struct vm *vm)
{
	vm->no_memory = false;
	if (ioctl(vm->vcpu[0], KVM_RUN, 0) < 0) {
		vm->no_memory = errno == EFAULT;
		if (errno != EINTR && errno != EFAULT)
			die("KVM_RUN");
		return false;
	}
	if (!at_end(vm))
		return false;
	/* Let KVM complete the "out", so that registers can be set. */
	vm->run->immediate_exit = 1;
	if (ioctl(vm->vcpu[0], KVM_RUN, 0) == 0 || errno != EINTR)
		die("KVM_RUN does not complete an exit");
	vm->run->immediate_exit = 0;
	return true;
}

static void ignore(int signal)
{
	(void)signal;
}

void time_limit(int milliseconds)
{
	struct timeval tv = { milliseconds / 1000, milliseconds % 1000 * 1000 };
	struct itimerval timer = { tv, tv };
	struct sigaction action = { .sa_handler = ignore };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

void finish_guest(struct vm *vm)
{
	struct kvm_regs regs;

	if (go_on(vm))
		return;
	must(vm->vcpu[0], KVM_GET_REGS, &regs);
	errno = 0;
	die("the guest stopped at rip %#llx with exit reason %u", regs.rip, vm->run->exit_reason);
}

bool run_guest_code(struct vm *vm, const uint8_t *code, const uint8_t *end, struct kvm_regs *regs)
{
	struct kvm_regs own = { 0 };
	bool done;

	if (!regs)
		regs = &own;
	memcpy(vm->smram + CODE - SMRAM, code, end - code);
	memcpy(vm->ram + CODE, code, end - code);
	regs->rip = CODE;
	regs->rflags = 2;
	if (!regs->rsp)
		regs->rsp = STACK;
	must(vm->vcpu[0], KVM_SET_REGS, regs);
	done = go_on(vm);
	must(vm->vcpu[0], KVM_GET_REGS, regs);
	return done;
}

uint64_t *ram64(struct vm *vm, uint64_t gpa)
{
	return (uint64_t *)(vm->ram + gpa);
}

uint64_t *smram64(struct vm *vm, uint64_t gpa)
{
	return (uint64_t *)(vm->smram + gpa - SMRAM);
}

void set_msr(struct vm *vm, uint32_t msr, uint64_t value)
{
	struct { struct kvm_msrs head; struct kvm_msr_entry entry; } one = {
		.head.nmsrs = 1, .entry = { .index = msr, .data = value },
	};

	if (must(vm->vcpu[0], KVM_SET_MSRS, &one) != 1) {
		errno = 0;
		die("MSR %#x cannot be set to %#llx", msr, (unsigned long long)value);
	}
}

/* The bitmap of the slot that has SMRAM in that address space. */
bool is_dirty(struct vm *vm, int space, uint64_t gpa)
{
	static uint64_t bits[RAM_SIZE / GUEST_PAGE / 64];
	struct kvm_dirty_log log = { .slot = space << 16 | space, .dirty_bitmap = bits };
	uint64_t page = (gpa - (space ? SMRAM : 0)) / GUEST_PAGE;

	memset(bits, 0, sizeof(bits));
	must(vm->fd, KVM_GET_DIRTY_LOG, &log);
	return bits[page / 64] >> page % 64 & 1;
}

void clear_log(struct vm *vm)
{
	is_dirty(vm, 0, SMRAM);
	is_dirty(vm, 1, SMRAM);
}

struct result which_dirty(struct vm *vm, uint64_t gpa)
{
	bool in_as0 = is_dirty(vm, 0, gpa), in_smram = is_dirty(vm, 1, gpa);

	if (in_as0 == in_smram)
		return seen(UNTOLD, in_as0 ? "dirty in both address spaces" : "dirty in none");
	return in_as0 ? seen(IN_AS0, "dirty in address space 0; the page that was written to is not")
		      : seen(IN_VCPU, "dirty in SMRAM's slot");
}

uint64_t stat_of(int of, const char *name)
{
	int fd = must(of, KVM_GET_STATS_FD, 0);
	struct kvm_stats_header head;
	char buf[sizeof(struct kvm_stats_desc) + 256];
	struct kvm_stats_desc *desc = (void *)buf;
	uint64_t value;

	if (pread(fd, &head, sizeof(head), 0) != sizeof(head))
		die("the statistics");
	for (uint32_t i = 0; i < head.num_desc; i++) {
		size_t size = sizeof(*desc) + head.name_size;

		if (pread(fd, desc, size, head.desc_offset + i * size) != (ssize_t)size)
			die("the statistics");
		if (strcmp(desc->name, name))
			continue;
		if (pread(fd, &value, sizeof(value), head.data_offset + desc->offset) != sizeof(value))
			die("the statistics");
		close(fd);
		return value;
	}
	errno = 0;
	die("KVM has no statistic %s", name);
}
