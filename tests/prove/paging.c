// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables in SMRAM, walked by KVM: always without nested paging, and where
 * it emulates the guest's accesses with it.
 */
#include "prove.h"

enum {
	ROOT = SMRAM + 0x40000,		/* four pages, one for each level */
	PT = ROOT + 3 * GUEST_PAGE,
	VIRT = 1 << 30,			/* what the PT maps */
	PT_WINDOW = VIRT + 511 * GUEST_PAGE,	/* the PT itself */
	PD_WINDOW = VIRT + 510 * GUEST_PAGE,	/* and the PD */

	PTE = 0x63,			/* dirty, accessed, writable, present */
	PTE_READ_ONLY = 0x61,
	PTE_FRESH = 0x03,

	OLD = 0x40000,			/* two pages of common memory */
	NEW = 0x41000,
	DATA = SMRAM + 0x20000,		/* and two of SMRAM */
};

typedef uint64_t *memory_fn(struct vm *vm, uint64_t gpa);

/* VIRT, below a gigabyte that is mapped one to one by what long_mode() made. */
static void make_tables(struct vm *vm, memory_fn *at, uint64_t root)
{
	uint64_t next = root + GUEST_PAGE;

	at(vm, root)[0] = next | PTE;
	at(vm, next)[0] = (TABLES + 2 * GUEST_PAGE) | PTE;
	at(vm, next)[1] = (next + GUEST_PAGE) | PTE;
	at(vm, next + GUEST_PAGE)[0] = (next + 2 * GUEST_PAGE) | PTE;
	at(vm, next + 2 * GUEST_PAGE)[511] = (next + 2 * GUEST_PAGE) | PTE;
	at(vm, next + 2 * GUEST_PAGE)[510] = (next + GUEST_PAGE) | PTE;
}

static void set_root(struct vm *vm, uint64_t root)
{
	struct kvm_sregs sregs;

	must(vm->vcpu[0], KVM_GET_SREGS, &sregs);
	sregs.cr3 = root;
	must(vm->vcpu[0], KVM_SET_SREGS, &sregs);
}

static struct vm *paging_vm(int flags)
{
	struct vm *vm = vm_in_smm(flags);

	long_mode(vm);
	make_tables(vm, smram64, ROOT);
	make_tables(vm, ram64, ROOT);
	set_root(vm, ROOT);
	*ram64(vm, OLD) = 0x66;
	*ram64(vm, NEW) = 0x55;
	for (int i = 0; i < 8; i++) {
		*ram64(vm, DATA + i * GUEST_PAGE) = 0x66;
		*smram64(vm, DATA + i * GUEST_PAGE) = 0x55;
	}
	return vm;
}

static struct result which_read(uint64_t value, const char *in_smram, const char *in_as0)
{
	if (value == 0x55)
		return seen(IN_VCPU, "%s", in_smram);
	if (value == 0x66)
		return seen(IN_AS0, "%s", in_as0);
	return seen(UNTOLD, "it reads %#llx", (unsigned long long)value);
}

GUEST(copy_out, "movsb\n");

SCENARIO(walk_to_emulate,
	 .site = "FNAME(walk_addr_generic) gfn_to_memslot 1; FNAME(walk_addr_generic) gfn_to_hva_prot 1",
	 .guest = "copies to a device, through page tables in SMRAM")
{
	struct vm *vm = paging_vm(0);
	struct kvm_regs regs = { .rsi = VIRT, .rdi = MMIO };

	smram64(vm, PT)[0] = NEW | PTE;
	ram64(vm, PT)[0] = OLD | PTE;
	run_guest(vm, copy_out, &regs);
	if (vm->run->exit_reason != KVM_EXIT_MMIO)
		die("the device was not written to: exit reason %u", vm->run->exit_reason);
	return which_read(vm->run->mmio.data[0], "SMRAM's tables are used", "the tables of address space 0 are used");
}

GUEST(load_virt, "mov (%rdi), %rax\n");

/* A guest that never comes to its end is one whose tables KVM does not find. */
static struct result load_or_hang(struct vm *vm, const uint8_t *code, const uint8_t *end, const char *what)
{
	struct kvm_regs regs = { .rdi = VIRT };

	time_limit(5000);
	if (run_guest_code(vm, code, end, &regs))
		return which_read(regs.rax, "it goes on", "it reads another page");
	if (vm->no_memory)
		return seen(IN_AS0, "KVM gives up: %s", what);
	if (vm->run->exit_reason == KVM_EXIT_INTR)
		return seen(IN_AS0, "it makes no progress: %s", what);
	if (vm->run->exit_reason == KVM_EXIT_SHUTDOWN)	/* what 6.1 makes of a root that it does not find */
		return seen(IN_AS0, "it is shut down: %s", what);
	return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
}

/* The compiler cannot be seen to use code and its end alike. */
#define LOAD_OR_HANG(vm, code, what) load_or_hang(vm, code, code##_end, what)

static struct vm *one_sided_tables(void)
{
	struct vm *vm = paging_vm(0);

	smram64(vm, PT)[0] = NEW | PTE;
	memset(ram64(vm, ROOT), 0, 4 * GUEST_PAGE);
	return vm;
}

SCENARIO(shadow_pte_changed,
	 .site = "FNAME(gpte_changed) kvm_read_guest_atomic 1", .params = "npt=0",
	 .guest = "reads through page tables in SMRAM")
{
	return LOAD_OR_HANG(one_sided_tables(), load_virt, "its PTE is compared with that of address space 0");
}

SCENARIO(shadow_pde_changed,
	 .site = "FNAME(gpte_changed) kvm_read_guest_atomic 2", .params = "npt=0",
	 .guest = "reads through page tables in SMRAM")
{
	return LOAD_OR_HANG(one_sided_tables(), load_virt, "its PDE is compared with that of address space 0");
}

SCENARIO(shadow_root,
	 .site = "mmu_alloc_shadow_roots kvm_is_visible_gfn 1; mmu_check_root kvm_is_visible_gfn 1", .params = "npt=0",
	 .guest = "has CR3 in memory that is SMRAM only")
{
	struct vm *vm = paging_vm(0);

	make_tables(vm, smram64, SMRAM_ONLY);
	smram64(vm, SMRAM_ONLY + 3 * GUEST_PAGE)[0] = NEW | PTE;
	set_root(vm, SMRAM_ONLY);
	return LOAD_OR_HANG(vm, load_virt, "its page table is taken for missing");
}

SCENARIO(shadow_page_fault,
	 .site = "FNAME(page_fault) gfn_to_memslot 1", .params = "npt=0",
	 .guest = "reads a page of SMRAM, without nested paging")
{
	struct vm *vm = paging_vm(0);
	struct kvm_regs regs = { .rdi = VIRT };

	smram64(vm, PT)[0] = ram64(vm, PT)[0] = DATA | PTE;
	if (!run_guest(vm, load_virt, &regs))
		return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
	return which_read(regs.rax, "it reads SMRAM", "it reads address space 0");
}

GUEST(load_two, "mov (%rdi), %rax; mov 4096(%rdi), %rax\n");

SCENARIO(shadow_prefetch,
	 .site = "gfn_to_memslot_dirty_bitmap gfn_to_memslot 1", .params = "npt=0",
	 .guest = "reads two adjacent pages of SMRAM, without nested paging")
{
	struct vm *vm = paging_vm(0);
	struct kvm_regs regs = { .rdi = VIRT };

	for (int i = 0; i < 8; i++)
		smram64(vm, PT)[i] = ram64(vm, PT)[i] = (DATA + i * GUEST_PAGE) | PTE;
	if (!run_guest(vm, load_two, &regs))
		return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
	return which_read(regs.rax, "the second is SMRAM", "the second, mapped ahead, is of address space 0");
}

SCENARIO(accessed_bit,
	 .site = "FNAME(update_accessed_dirty_bits) mark_page_dirty 1", .params = "npt=0",
	 .guest = "reads through a PTE in SMRAM, for the first time")
{
	struct vm *vm = paging_vm(VM_DIRTY_LOG);
	struct kvm_regs regs = { .rdi = VIRT };

	smram64(vm, PT)[0] = NEW | PTE_FRESH;
	clear_log(vm);
	if (!run_guest(vm, load_virt, &regs))
		return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
	if (!(smram64(vm, PT)[0] & 0x20))
		return seen(UNTOLD, "the PTE was not marked accessed");
	return which_dirty(vm, PT);
}

/* Uses a PTE, changes it, and flushes the TLB. */
#define REMAP "mov (%rdi), %rax; mov %rsi, (%rdx); mov %cr3, %rax; mov %rax, %cr3\n"
GUEST(remap, REMAP);
GUEST(remap_and_load, REMAP "mov (%rdi), %rax\n");

SCENARIO(shadow_sync,
	 .site = "FNAME(sync_spte) kvm_read_guest_atomic 1; FNAME(sync_page) kvm_read_guest_atomic 1", .params = "npt=0",
	 .guest = "changes a PTE in SMRAM, flushes the TLB, and reads")
{
	struct vm *vm = paging_vm(0);
	struct kvm_regs regs = { .rdi = VIRT, .rsi = NEW | PTE, .rdx = PT_WINDOW };

	smram64(vm, PT)[0] = ram64(vm, PT)[0] = OLD | PTE;
	if (!run_guest(vm, remap_and_load, &regs))
		return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
	return which_read(regs.rax, "it reads the new page", "it reads the old page, which address space 0 still maps");
}

GUEST(remap_one_and_load, "mov (%rdi), %rax; mov %rsi, (%rdx); invlpg (%rdi); mov (%rdi), %rax\n");

SCENARIO(shadow_invlpg,
	 .site = "FNAME(invlpg) kvm_read_guest_atomic 1", .params = "npt=0",
	 .guest = "changes a PTE in SMRAM, flushes that page from the TLB, and reads")
{
	struct vm *vm = paging_vm(0);
	struct kvm_regs regs = { .rdi = VIRT, .rsi = NEW | PTE, .rdx = PT_WINDOW };

	smram64(vm, PT)[0] = ram64(vm, PT)[0] = OLD | PTE;
	if (!run_guest(vm, remap_one_and_load, &regs))
		return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
	return which_read(regs.rax, "it reads the new page", "it reads the old page, which address space 0 still maps");
}

SCENARIO(shadow_sync_dirty,
	 .site = "FNAME(sync_spte) gfn_to_memslot 1; FNAME(sync_page) gfn_to_memslot 1", .params = "npt=0",
	 .guest = "makes a page of SMRAM writable, and flushes the TLB")
{
	struct vm *vm = paging_vm(VM_DIRTY_LOG);
	struct kvm_regs regs = { .rdi = VIRT, .rsi = DATA | PTE, .rdx = PT_WINDOW };

	smram64(vm, PT)[0] = ram64(vm, PT)[0] = DATA | PTE_READ_ONLY;
	clear_log(vm);
	if (!run_guest(vm, remap, &regs))
		return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
	return which_dirty(vm, DATA);
}

/* The second change is seen if the page table was protected again after the first. */
GUEST(remap_twice, REMAP "mov (%rdi), %rax; mov %rcx, (%rdx); mov %cr3, %rax; mov %rax, %cr3; mov (%rdi), %rax\n");

SCENARIO(shadow_write_protect,
	 .site = "kvm_vcpu_write_protect_gfn gfn_to_memslot 1", .params = "npt=0",
	 .guest = "changes a PTE in SMRAM twice, and flushes the TLB each time")
{
	struct vm *vm = paging_vm(0);
	struct kvm_regs regs = { .rdi = VIRT, .rsi = OLD | PTE, .rcx = NEW | PTE, .rdx = PT_WINDOW };

	smram64(vm, PT)[0] = NEW | PTE;
	if (!run_guest(vm, remap_twice, &regs))
		return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
	return which_read(regs.rax, "it reads the new page",
			  "it reads the old page: the page table was not write-protected");
}

SCENARIO(shadow_pde_write,
	 .site = "mmu_pte_write_fetch_gpte kvm_read_guest_atomic 1", .params = "npt=0",
	 .guest = "writes to a page directory in SMRAM that is in use")
{
	struct vm *vm = paging_vm(0);
	struct kvm_regs regs = { .rdi = VIRT, .rsi = PT | PTE, .rdx = PD_WINDOW };
	uint64_t before, after;

	smram64(vm, PT)[0] = NEW | PTE;
	memset(ram64(vm, ROOT), 0, 4 * GUEST_PAGE);
	before = stat_of(vm->fd, "mmu_pde_zapped");
	if (!run_guest(vm, remap, &regs))
		return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
	after = stat_of(vm->fd, "mmu_pde_zapped");
	return after > before ? seen(IN_VCPU, "the new PDE is seen")
			      : seen(IN_AS0, "the new PDE is taken for empty, as in address space 0");
}

/* KVM does not emulate the FPU, so it has to let the guest write on its own. */
GUEST(write_with_fpu, "mov (%rdi), %rax; fninit; fildll (%rsi); fistpll (%rdx); mov (%rdi), %rax\n");

SCENARIO(retry_emulation,
	 .site = "reexecute_instruction gfn_to_pfn 1", .params = "npt=0",
	 .guest = "writes to a page directory that is SMRAM only, by an instruction that KVM cannot emulate")
{
	enum { VIRT2 = 2u << 30, PD2 = SMRAM_ONLY, PT2 = PD2 + GUEST_PAGE, WINDOW = VIRT + GUEST_PAGE };
	struct vm *vm = paging_vm(0);
	struct kvm_regs regs = { .rdi = VIRT2, .rsi = VIRT, .rdx = WINDOW };

	smram64(vm, ROOT + GUEST_PAGE)[2] = PD2 | PTE;
	smram64(vm, PD2)[0] = *ram64(vm, OLD) = PT2 | PTE;
	smram64(vm, PT2)[0] = NEW | PTE;
	smram64(vm, PT)[0] = OLD | PTE;
	smram64(vm, PT)[1] = PD2 | PTE;
	if (run_guest(vm, write_with_fpu, &regs))
		return which_read(regs.rax, "it goes on", "it reads another page");
	if (vm->run->exit_reason == KVM_EXIT_INTERNAL_ERROR)
		return seen(IN_AS0, "KVM gives the VM up, as for a write to no memory");
	return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
}

/* 32-bit mode with PAE: four PDPTEs, of which KVM keeps copies. */
GUEST(load_pae, ".code32\nmov (%edi), %eax\n");

enum { PDPT = SMRAM + 0x50000, PAE_PD = PDPT + GUEST_PAGE };

static void pae_directory(struct vm *vm, memory_fn *at, uint64_t pdpt, uint64_t pd, uint64_t pt)
{
	at(vm, pdpt)[0] = (TABLES + 2 * GUEST_PAGE) | 1;
	at(vm, pdpt)[1] = pd | 1;
	at(vm, pdpt)[2] = at(vm, pdpt)[3] = 0;
	if (pt)
		smram64(vm, pd)[0] = pt | PTE;
}

static void pae_mode(struct vm *vm, uint64_t pdpt)
{
	struct kvm_sregs sregs;

	must(vm->vcpu[0], KVM_GET_SREGS, &sregs);
	sregs.efer &= 0x1000;
	sregs.cs.l = 0;
	sregs.cs.db = 1;
	sregs.cr3 = pdpt;
	must(vm->vcpu[0], KVM_SET_SREGS, &sregs);
}

SCENARIO(pae_pdptrs,
	 .site = "load_pdptrs kvm_read_guest_page 1", .params = "npt=0",
	 .guest = "runs with PAE, its PDPTEs in SMRAM")
{
	struct vm *vm = paging_vm(0);
	struct kvm_regs regs = { .rdi = VIRT };
	uint64_t other = SMRAM + 0x60000;

	/* Two page directories in SMRAM; which one, say the PDPTEs. */
	smram64(vm, PAE_PD)[0] = (PAE_PD + GUEST_PAGE) | PTE;
	smram64(vm, PAE_PD + GUEST_PAGE)[0] = NEW | PTE;
	smram64(vm, other)[0] = (other + GUEST_PAGE) | PTE;
	smram64(vm, other + GUEST_PAGE)[0] = OLD | PTE;
	pae_directory(vm, smram64, PDPT, PAE_PD, 0);
	pae_directory(vm, ram64, PDPT, other, 0);
	pae_mode(vm, PDPT);
	if (!run_guest(vm, load_pae, &regs))
		return seen(UNTOLD, "it stopped with exit reason %u", vm->run->exit_reason);
	return which_read(regs.rax, "SMRAM's PDPTEs are used", "the PDPTEs of address space 0 are used");
}

SCENARIO(pae_roots,
	 .site = "mmu_alloc_shadow_roots kvm_is_visible_gfn 2; mmu_check_root kvm_is_visible_gfn 1", .params = "npt=0",
	 .guest = "runs with PAE, a page directory in memory that is SMRAM only")
{
	struct vm *vm = paging_vm(0);

	smram64(vm, SMRAM_ONLY + GUEST_PAGE)[0] = NEW | PTE;
	pae_directory(vm, ram64, OLD, SMRAM_ONLY, SMRAM_ONLY + GUEST_PAGE);
	pae_mode(vm, OLD);
	return LOAD_OR_HANG(vm, load_pae, "its page directory is taken for missing");
}

GUEST(store_virt, "mov %al, (%rdi)\n");

/* The device that a store came to. */
static uint64_t device_of_store(struct vm *vm)
{
	struct kvm_regs regs = { .rdi = VIRT };

	if (run_guest(vm, store_virt, &regs) || vm->run->exit_reason != KVM_EXIT_MMIO)
		die("the device was not written to: exit reason %u", vm->run->exit_reason);
	return vm->run->mmio.phys_addr;
}

/*
 * KVM keeps the last translation to a device. User space changes the PTE where
 * KVM does not see it, and the guest does not flush, so the old one holds.
 */
static struct result second_store(void)
{
	struct vm *vm = paging_vm(0);
	uint64_t device;

	smram64(vm, PT)[0] = ram64(vm, PT)[0] = MMIO | PTE;
	if (device_of_store(vm) != MMIO)
		die("the first store came to another device");
	finish_guest(vm);
	smram64(vm, PT)[0] = ram64(vm, PT)[0] = (MMIO + GUEST_PAGE) | PTE;
	device = device_of_store(vm);
	if (device == MMIO)
		return seen(IN_VCPU, "what KVM remembers of the address is used");
	if (device == MMIO + GUEST_PAGE)
		return seen(IN_AS0, "what KVM remembers is taken for stale, by address space 0");
	return seen(UNTOLD, "it came to %#llx", (unsigned long long)device);
}

SCENARIO(mmio_cache_fill,
	 .site = "vcpu_cache_mmio_info kvm_memslots 1", .params = "npt=0",
	 .guest = "writes twice to a device from SMM")
{
	return second_store();
}

SCENARIO(mmio_cache_match,
	 .site = "vcpu_match_mmio_gen kvm_memslots 1", .params = "npt=0",
	 .guest = "writes twice to a device from SMM")
{
	return second_store();
}

GUEST(store_three, "mov %al, (%rdi); mov %al, 4096(%rdi); mov %al, (%rdi)\n");

/* The first and the last store are to the same page, which has an SPTE then. */
static struct result mmio_sptes(void)
{
	struct vm *vm = vm_in_smm(0);
	struct kvm_regs regs = { .rdi = MMIO };
	uint64_t made;

	long_mode(vm);
	for (bool done = run_guest(vm, store_three, &regs); !done; done = go_on(vm))
		if (vm->run->exit_reason != KVM_EXIT_MMIO)
			die("a store stopped with exit reason %u", vm->run->exit_reason);
	made = stat_of(vm->vcpu[0], "pf_mmio_spte_created");
	if (made == 2)
		return seen(IN_VCPU, "two SPTEs are made for two pages");
	if (made == 3)
		return seen(IN_AS0, "an SPTE of this generation is taken for stale, and made again");
	return seen(UNTOLD, "%llu SPTEs are made", (unsigned long long)made);
}

SCENARIO(mmio_spte_made,
	 .site = "make_mmio_spte kvm_memslots 1",
	 .guest = "writes to two devices in turn from SMM")
{
	return mmio_sptes();
}

SCENARIO(mmio_spte_checked,
	 .site = "check_mmio_spte kvm_memslots 1",
	 .guest = "writes to two devices in turn from SMM")
{
	return mmio_sptes();
}
