// SPDX-License-Identifier: GPL-2.0-only
/* Workers that crash, hang, exit, grow, or work. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "gather/pool.h"
#include "tap.h"
#include "base/base.h"

#define UNITS 40

/* What a unit's worker does is its file's name. */
static void scan(const struct unit *u, const struct scan_opts *o, struct facts *out)
{
	static int calls;
	char *big;

	facts_init(out);
	out->unit = strtab_add(o->strings, u->file);
	out->status = UNIT_OK;
	facts_add_func(out)->line = getpid();
	out->funcs[0].flags = ++calls;
	if (!strcmp(u->file, "/t/segv"))
		raise(SIGSEGV);
	if (!strcmp(u->file, "/t/abort"))
		abort();
	if (!strcmp(u->file, "/t/exit"))
		_exit(7);
	if (!strcmp(u->file, "/t/hang"))
		pause();
	if (!strcmp(u->file, "/t/big")) {
		big = xcalloc(64 << 20, 1);
		memset(big, 1, 64 << 20);
		facts_add_func(out)->line = big[5];
	}
	if (!strcmp(u->file, "/t/long"))
		while (out->n_func < 300000) {
			const char *id = strtab_addf(o->strings, "f%zu", out->n_func);

			facts_add_func(out)->id = id;
		}
}

struct result {
	struct facts facts[UNITS];
	int done[UNITS], started[UNITS];
};

static void started(void *ctx, size_t no)
{
	((struct result *)ctx)->started[no]++;
}

static void finished(void *ctx, size_t no, struct facts *f)
{
	struct result *r = ctx;

	if (r->done[no]++)
		facts_release(&r->facts[no]);
	r->facts[no] = *f;
}

static struct strtab *strings;

static int run(struct result *r, struct unit *units, size_t n, int jobs, int timeout)
{
	struct scan_opts so = { .tree = "/t", .strings = strings };
	struct pool p = { .scan = scan, .opts = &so, .jobs = jobs, .timeout = timeout,
			  .max_rss = 50 << 10, .started = started, .done = finished, .ctx = r };
	const struct unit *v[UNITS];
	size_t i;

	memset(r, 0, sizeof(*r));
	for (i = 0; i < n; i++)
		v[i] = &units[i];
	return pool_run(&p, v, n);
}

static bool lost(const struct result *r, size_t no, const char *why)
{
	const struct facts *f = &r->facts[no];

	if (f->n_skip != 1)
		return false;
	printf("# %s: %s\n", f->unit, f->skips[0].reason);
	return f->status == UNIT_CRASHED && strstr(f->skips[0].reason, why) &&
	       f->skips[0].file == f->unit;
}

static void test_jobs(int jobs)
{
	static const char *const kinds[] = { "/t/segv", "/t/fine", "/t/abort", "/t/exit", "/t/hang" };
	struct unit units[UNITS] = { { 0 } };
	struct result r;
	int i, once = 0, fine = 0;

	for (i = 0; i < UNITS; i++)
		units[i] = (struct unit){ .file = i < 5 ? kinds[i] : "/t/fine", .dir = "/",
					  .module = "" };
	ok(!run(&r, units, UNITS, jobs, 2), "the pool outlives its workers");
	for (i = 0; i < UNITS; i++) {
		once += r.done[i] == 1 && r.started[i] == 1;
		fine += r.facts[i].status == UNIT_OK;
	}
	ok(once == UNITS, "every unit is scanned once");
	ok(fine == UNITS - 4, "only those that crash are lost");
	ok(lost(&r, 0, "crashed on this file (signal 11)"), "a segmentation fault is told");
	ok(lost(&r, 2, "crashed on this file (signal 6)"), "an abort is told");
	ok(lost(&r, 3, "exit status 7"), "an exit is told");
	ok(lost(&r, 4, "more than 2 seconds"), "a unit without end is told");
	for (i = 0; i < UNITS; i++)
		facts_release(&r.facts[i]);
}

static void test_memory(void)
{
	struct unit units[3] = { { .file = "/t/big" }, { .file = "/t/fine" }, { .file = "/t/fine" } };
	struct result r;
	int i;

	ok(!run(&r, units, 3, 1, 0), "a worker that grows");
	ok(r.facts[0].funcs[0].line != r.facts[1].funcs[0].line, "is replaced");
	ok(r.facts[1].funcs[0].line == r.facts[2].funcs[0].line, "and one that does not is not");
	for (i = 0; i < 3; i++)
		facts_release(&r.facts[i]);
}

static void test_large(void)
{
	struct unit units[2] = { { .file = "/t/long" }, { .file = "/t/long" } };
	struct result r;

	ok(!run(&r, units, 2, 2, 0) && r.facts[0].n_func == 300000 && r.facts[1].n_func == 300000 &&
	   !strcmp(r.facts[1].funcs[299999].id, "f299999"), "megabytes of facts");
	facts_release(&r.facts[0]);
	facts_release(&r.facts[1]);
	ok(!run(&r, units, 0, 2, 0), "no unit at all");
}

int main(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	strings = strtab_new();
	test_jobs(1);
	test_jobs(4);
	test_memory();
	test_large();
	strtab_free(strings);
	return done();
}
