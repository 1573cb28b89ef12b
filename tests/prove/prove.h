/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a scenario is made of: a VM of one or two vCPUs and two address spaces,
 * a few instructions for the guest, and the question in which of the two KVM
 * then looked. To add one, copy a scenario of a file here; docs/prove.md says
 * how it is found and run.
 *
 * Guest memory, by guest physical address:
 *
 *                   address space 0        address space 1 (in SMM)
 *   0 - 1 MB        vm->ram                the same
 *   SMRAM           vm->ram                vm->smram
 *   SMRAM_ONLY      nothing                vm->smram
 *   2 MB - 4 MB     vm->ram                the same
 *   MMIO and up     nothing                nothing
 *
 * So a byte at the same address in SMRAM is another one in SMM and outside,
 * and SMRAM_ONLY is memory in SMM only.
 */
#ifndef PROVE_H
#define PROVE_H

#include <linux/kvm.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>

enum {
	RAM_SIZE = 4 << 20,
	SMRAM = 1 << 20,
	SMRAM_ONLY = SMRAM + (512 << 10),
	SMRAM_END = 2 << 20,

	CODE = SMRAM + 0x10000,		/* where run_guest() puts code, in SMRAM */
	TABLES = 0x20000,		/* page tables of long_mode(), in common memory */
	STACK = 0x30000,

	MMIO = 16 << 20,		/* mapped by long_mode() too */
	GUEST_PAGE = 4096,
};

struct vm {
	int fd;
	int vcpu[2];
	struct kvm_run *run;		/* of vcpu[0] */
	uint8_t *ram, *smram;
	bool no_memory;			/* the last KVM_RUN failed: KVM found no memory somewhere */
	uint32_t ring;			/* entries of vcpu[0]'s dirty ring, 0 if it has none */
	struct kvm_dirty_gfn *dirty;
};

/* Where KVM was seen to look, or that it could not be told. */
enum space { IN_AS0, IN_VCPU, UNTOLD };

struct result {
	enum space space;
	char text[160];
};

struct scenario {
	const char *name;
	const char *site;		/* FUNCTION ACCESSOR N: the Nth call of it there; or what
					   older kernels have, after a semicolon */
	const char *guest;		/* what the guest does, for the table */
	const char *params;		/* of kvm-amd, or NULL */
	struct result (*run)(void);
};

/*
 * SCENARIO(name, .site = ..., .guest = ...) { body } defines a function that
 * returns what was seen, in a process of its own: nothing has to be freed.
 */
#define SCENARIO(id, ...)						\
	static struct result id(void);					\
	static const struct scenario id##_scenario			\
	__attribute__((used, section("scenarios"), aligned(8))) =	\
		{ .name = #id, .run = id, __VA_ARGS__ };		\
	static struct result id(void)

/* GUEST(name, asm): instructions for run_guest(), 64 bits unless .code16. */
#define GUEST(id, text)							\
	extern const uint8_t id[], id##_end[];				\
	asm(".pushsection .rodata\n.code64\n" #id ":\n" text		\
	    "\nout %al, $0x80\n" #id "_end:\n.code64\n.popsection")

/* The next instruction is emulated by KVM (its force_emulation_prefix). */
#define EMULATE "ud2; .ascii \"kvm\"; "

/* What a scenario returns. */
struct result seen(enum space space, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Ends the scenario as one that could not run, with errno's text if it is set. */
void die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* ioctl() that must work. */
#define must(fd, request, arg)						\
	({ int r_ = ioctl(fd, request, arg); if (r_ < 0) die(#request); r_; })

enum { VM_IRQCHIP = 1, VM_TWO_VCPUS = 2, VM_DIRTY_LOG = 4, VM_DIRTY_RING = 8 };

/* A VM whose first vCPU stands in SMM, at the end of a handler. */
struct vm *vm_in_smm(int flags);

/* The same before any SMI, in real mode at address 0. */
struct vm *vm_create(int flags);

/* Sends the SMI and runs the handler, which is the guest's: "out; rsm". */
void enter_smm(struct vm *vm);

/* 64-bit mode with all of guest memory and MMIO mapped one to one. */
void long_mode(struct vm *vm);

/*
 * Runs guest code from CODE up to its end, with the registers in regs if not
 * NULL, which get the guest's. True if it came there, false if it stopped for
 * another reason, which is in vm->run.
 */
bool run_guest_code(struct vm *vm, const uint8_t *code, const uint8_t *end, struct kvm_regs *regs);
#define run_guest(vm, id, regs) run_guest_code(vm, id, id##_end, regs)

/* Goes on from where the last exit was. */
bool go_on(struct vm *vm);

/* From now on the guest stops with KVM_EXIT_INTR if it runs for so long. */
void time_limit(int milliseconds);

/* Goes on and dies unless the guest reaches the end of its code. */
void finish_guest(struct vm *vm);

/* Values in memory of the two address spaces. */
uint64_t *ram64(struct vm *vm, uint64_t gpa);
uint64_t *smram64(struct vm *vm, uint64_t gpa);

/* The in-kernel APIC takes interrupts; it is off after reset. */
void enable_apic(int vcpu);
void set_msr(struct vm *vm, uint32_t msr, uint64_t value);
void set_cpuid(struct vm *vm, bool hyperv);

/* Has the page in SMRAM been logged as written to there? Clears the slot's log. */
bool is_dirty(struct vm *vm, int space, uint64_t gpa);

/* Forgets what was logged so far, and says in which address space it was since. */
void clear_log(struct vm *vm);
struct result which_dirty(struct vm *vm, uint64_t gpa);

/* A counter of a VM or a vCPU, by its name in KVM_GET_STATS_FD. */
uint64_t stat_of(int of, const char *name);

#endif
