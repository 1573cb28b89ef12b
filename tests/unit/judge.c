// SPDX-License-Identifier: GPL-2.0-only
/* Judge, on facts made by hand (lang.h): one or two builds in, findings out. */
#include "judge/judge.h"
#include "tables/tables.h"
#include "lang.h"
#include "tap.h"

struct run {
	struct strtab *st;
	struct test t[2];
	struct program *p[2];
	struct findings l;
};

/* x86 has two address spaces, s390 one. b may be NULL. */
static void run(struct run *r, const char *a, const char *b)
{
	struct build_info info[2] = {
		{ .name = "x86", .arch = "x86", .address_spaces = b ? 1 : 2 },
		{ .name = "s390", .arch = "s390", .address_spaces = 1 },
	};
	const char *text[2] = { a, b };
	size_t n = b ? 2 : 1;

	memset(r, 0, sizeof(*r));
	r->st = strtab_new();
	for (size_t i = 0; i < n; i++) {
		test_read(&r->t[i], r->st, text[i]);
		r->p[i] = program_new(r->t[i].units, r->t[i].n_units, 2, r->st);
	}
	judge(r->p, info, n, r->st, &r->l);
}

static void finish(struct run *r)
{
	findings_release(&r->l);
	for (int i = 0; i < 2; i++) {
		program_free(r->p[i]);
		test_release(&r->t[i]);
	}
	strtab_free(r->st);
}

static bool is(const struct finding *f, enum context c, const char *id, enum severity s)
{
	return f->context == c && !strcmp(id_info[f->id].id, id) && f->severity == s;
}

static void test_severity(void)
{
	struct run r;

	run(&r, "unit a.c kvm\nfunc f v\nsite d P0 direct\n"
		"func g k\ncall Fxa_load P0\nsite d C0 foreign\nsite o P0 unknown\n", NULL);
	ok(r.l.n == 3, "a finding for each place");
	ok(is(&r.l.v[0], CTX_DIRECT, "vcpu-direct", SEV_ERROR) && !r.l.v[0].silent,
	   "an error where there are several address spaces");
	ok(is(&r.l.v[1], CTX_FOREIGN, "vcpu-foreign", SEV_NOTE) && !r.l.v[1].silent,
	   "another vCPU's is a note");
	ok(r.l.v[2].silent && r.l.v[2].id == ID_UNKNOWN, "what is unknown is silent");
	finish(&r);
	run(&r, "unit a.c kvm\nfunc f v\nsite d P0 direct\n", "unit b.c kvm\n");
	ok(is(&r.l.v[0], CTX_DIRECT, "vcpu-direct", SEV_WARNING),
	   "a warning where there is one address space");
	finish(&r);
}

static void test_join(void)
{
	struct run r;

	run(&r, "unit a.c kvm\nfunc f v\nsite o P0>kvm_vcpu.kvm alias\nat i.h 7\n",
	    "unit b.c kvm\nfunc g s\nsite o P0>file.private_data vm\nat i.h 7\n");
	ok(r.l.n == 1 && is(&r.l.v[0], CTX_MIXED, "vcpu-mixed", SEV_NOTE),
	   "one place that two builds see in other ways is mixed");
	ok(r.l.v[0].n_why >= 4 && strstr(r.l.v[0].why[0].text, "on behalf of a vCPU: "),
	   "with the chain of a vCPU");
	ok(strstr(r.l.v[0].why[2].text, "on behalf of the VM: "), "and the VM's");
	ok(!strcmp(r.l.v[0].builds, "x86,s390") || !strcmp(r.l.v[0].builds, "s390,x86"),
	   "both builds are named");
	finish(&r);
	run(&r, "unit a.c kvm\nfunc f v\nsite d P0 direct\nat i.h 7\n"
		"unit b.c kvm\nfunc f v\nsite d P0 direct\nat i.h 7\n", NULL);
	ok(r.l.n == 1 && r.l.v[0].context == CTX_DIRECT, "units that agree give one finding");
	finish(&r);
}

static void test_by_design(void)
{
	struct run r;

	run(&r, "unit a.c kvm\nfunc f v\nsite d P0 direct\naccessor kvm_write_guest_cached\n", NULL);
	ok(r.l.v[0].by_design && r.l.v[0].silent, "a cached accessor is by design, and silent");
	finish(&r);
	run(&r, "unit a.c kvm\nfunc f v\nsite d P0 direct\naccessor gfn_to_hva\n", NULL);
	ok(!r.l.v[0].by_design && !r.l.v[0].silent, "others are not");
	finish(&r);
}

static void test_internals(void)
{
	struct run r;

	run(&r, "unit virt/kvm/kvm_main.c kvm\nfunc kvm_read_guest k\nsite o P0 unknown\n"
		"func kvm_vcpu_map v\nsite d P0 direct\n"
		"func kvm_host_page_size v\nsite d P0 direct\n", NULL);
	ok(r.l.n == 2 && !strcmp(r.l.v[0].function, "kvm_vcpu_map") &&
	   !strcmp(r.l.v[1].function, "kvm_host_page_size"),
	   "the bodies of the accessors are left out, nothing else of virt/kvm is");
	finish(&r);
}

static void test_fingerprint(void)
{
	struct run r, s;

	run(&r, "unit a.c kvm\nfunc f v\nsite d P0 direct\nsite d P0 direct\n", NULL);
	run(&s, "unit a.c kvm\n\n\nfunc f v\nexport f\nsite d P0 direct\nsite d P0 direct\n", NULL);
	ok(r.l.n == 2 && strcmp(r.l.v[0].fingerprint, r.l.v[1].fingerprint),
	   "equal calls have fingerprints of their own");
	ok(!strcmp(r.l.v[0].fingerprint, s.l.v[0].fingerprint) && r.l.v[0].line != s.l.v[0].line,
	   "which do not depend on the line");
	finish(&r);
	finish(&s);
}

static void test_shadow_page(void)
{
	struct run r;

	run(&r, "unit a.c kvm\nfunc f v s\nstore P1 kvm_mmu_page.gfn ?\n"
		"site d P0 direct P1>kvm_mmu_page.gfn\n", NULL);
	ok(is(&r.l.v[0], CTX_DIRECT, "vcpu-direct", SEV_ERROR) &&
	   r.l.v[0].n_why > 1 && strstr(r.l.v[0].why[r.l.v[0].n_why - 2].text, "sp->role"),
	   "a shadow page's gfn where a vCPU runs: a note on the role");
	finish(&r);
	run(&r, "unit a.c kvm\nfunc f s s\nstore P1 kvm_mmu_page.gfn ?\n"
		"site o P0>file.private_data vm P1>kvm_mmu_page.gfn\n", NULL);
	ok(is(&r.l.v[0], CTX_VM, "sp-role", SEV_ERROR) && !r.l.v[0].silent, "and elsewhere");
	finish(&r);
}

static void test_vm_as0(void)
{
	struct run r;
	const char *text = "unit a.c kvm\nfunc f s\nsite o P0>file.private_data vm\n"
			   "accessor kvm_memslots\n";

	run(&r, text, NULL);
	ok(r.l.v[0].id == ID_VM_AS0 && r.l.v[0].silent,
	   "VM code that visits one address space of several is told when asked");
	finish(&r);
	run(&r, text, "unit b.c kvm\n");
	ok(r.l.v[0].id == ID_VM, "where there is only one, that is all right");
	finish(&r);
}

static void test_not_analysed(void)
{
	struct run r;

	run(&r, "unit a.c kvm\nskip f syntax\n", "unit a.c kvm\nskip f syntax\n");
	ok(r.l.n_na == 1 && !strcmp(r.l.na[0].function, "f") && strchr(r.l.na[0].builds, ','),
	   "what several builds could not analyse is said once");
	finish(&r);
}

int main(void)
{
	test_severity();
	test_join();
	test_by_design();
	test_internals();
	test_fingerprint();
	test_shadow_page();
	test_vm_as0();
	test_not_analysed();
	return done();
}
