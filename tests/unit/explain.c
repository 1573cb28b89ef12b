// SPDX-License-Identifier: GPL-2.0-only
/* Explain, callers and discover, on facts made by hand (lang.h). */
#include "cmd/explain.h"
#include "judge/judge.h"
#include "lang.h"
#include "tap.h"

static const char text[] =
	"unit a.c kvm\n"
	"func helper@a.c k o\n"
	"site o P0 callers P1\n"
	"func middle@a.c k o\n"
	"call Fhelper@a.c P0 P1\n"
	"func exit v o\n"
	"call Fmiddle@a.c P0>kvm_vcpu.kvm P1\n"
	"func loop@a.c v\n"
	"call Floop@a.c P0\n"
	"func kvm_memslots_raw@a.c k\n"
	"ret P0>kvm.memslots>*\n";

struct run {
	struct strtab *st;
	struct test t;
	struct program *p;
	struct findings l;
	struct strbuf out;
};

static void start(struct run *r)
{
	struct build_info info = { .name = "x86", .address_spaces = 2 };

	memset(r, 0, sizeof(*r));
	r->st = strtab_new();
	test_read(&r->t, r->st, text);
	r->p = program_new(r->t.units, r->t.n_units, 2, r->st);
	judge(&r->p, &info, 1, r->st, &r->l);
}

static void finish(struct run *r)
{
	strbuf_release(&r->out);
	findings_release(&r->l);
	program_free(r->p);
	test_release(&r->t);
	strtab_free(r->st);
}

static bool says(const struct run *r, const char *s)
{
	return r->out.buf && strstr(r->out.buf, s);
}

static void test_explain(void)
{
	struct run r;

	start(&r);
	ok(!explain(&r.l, "/tree", "a.c:3", &r.out), "a call is found by file and line");
	ok(says(&r, "context: callers"), "its context");
	ok(says(&r, "middle() is called with"), "its chain");
	ok(says(&r, "replacement: none: "), "why there is no replacement");
	ok(explain(&r.l, "/tree", "a.c:4", &r.out) < 0, "a line without a call is an error");
	ok(explain(&r.l, "/tree", "b.c:3", &r.out) < 0, "so is another file");
	ok(explain(&r.l, "/tree", "a.c", &r.out) < 0, "so is a file without a line");
	ok(!explain(&r.l, "/tree", "/tree/a.c:3", &r.out), "the file's full path will do");
	finish(&r);
}

static void test_callers(void)
{
	struct build_info info = { .name = "x86" };
	struct run r;

	start(&r);
	ok(!explain_callers(&r.p, &info, 1, "helper", &r.out), "a static function by its name");
	ok(says(&r, "  middle() a.c:5, p0: P0 (a vCPU's)"), "its caller and what it passes");
	ok(says(&r, "    exit() a.c:7, p0: P0>kvm_vcpu.kvm (a vCPU's)"), "the caller's caller");
	ok(!explain_callers(&r.p, &info, 1, "loop", &r.out) && says(&r, "recursion"), "recursion");
	ok(explain_callers(&r.p, &info, 1, "none", &r.out) < 0, "no such function is an error");
	finish(&r);
}

static void test_discover(void)
{
	struct run r;

	start(&r);
	ok(discover(&r.p, 1, &r.out) == 3, "wrappers of accessors, and of kvm->memslots");
	ok(says(&r, "helper() looks a gfn up in address space 0, through gfn_to_hva"),
	   "one that calls an accessor");
	ok(says(&r, "middle() looks a gfn up in address space 0, through helper"),
	   "one that calls such a one");
	ok(says(&r, "kvm_memslots_raw()"), "one that reads the memslots itself");
	ok(says(&r, "exit() passes P0>kvm_vcpu.kvm, a vCPU's"), "where it is given a vCPU's");
	finish(&r);
}

int main(void)
{
	test_explain();
	test_callers();
	test_discover();
	return done();
}
