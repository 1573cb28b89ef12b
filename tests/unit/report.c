// SPDX-License-Identifier: GPL-2.0-only
/*
 * Findings made by hand, for the emitters. Without arguments: TAP for what
 * can be told in C. "emit FORMAT [all] [color] [by-design]" prints a report on
 * the sources of tests/report/tree, the current folder being tests/report;
 * "emit FORMAT -o PATH" writes it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "judge/baseline.h"
#include "report/report.h"
#include "tables/tables.h"
#include "tap.h"

#define X86 "arch/x86/kvm/x86.c"
#define S390 "arch/s390/kvm/gaccess.c"

static struct finding *add(struct findings *l, const char *file, int line, int column,
			   const char *function, const char *accessor, const char *kvm,
			   enum context ctx, const char *id, enum severity sev)
{
	static char fp[32][20];
	struct finding *f = findings_add(l);

	snprintf(fp[l->n], sizeof(fp[0]), "%016zx", l->n * 0x9e3779b97f4a7c15u);
	f->file = file;
	f->line = line;
	f->column = column;
	f->function = function;
	f->entries = function;
	f->accessor = accessor;
	f->effect = accessor_effect(accessor);
	f->kvm_arg = kvm;
	f->context = ctx;
	f->id = id_find(id);
	f->severity = sev;
	f->fingerprint = fp[l->n];
	f->macro = "";
	f->module = "kvm";
	f->builds = strstr(file, "s390") ? "s390" : "x86";
	return f;
}

static void add_step(struct finding *f, const char *file, int line, const char *text)
{
	GROW(f->why, f->n_why);
	f->why[f->n_why++] = (struct step){ file, line, text };
}

/* The edit that makes old new; old is looked for behind after. */
static void add_edit(struct finding *f, const char *after, const char *old, const char *new)
{
	char path[256], *text, *p;

	snprintf(path, sizeof(path), "tree/%s", f->file);
	text = read_file(path, NULL);
	p = text ? strstr(text, after) : NULL;
	p = p ? strstr(p, old) : NULL;
	if (p) {
		GROW(f->edits, f->n_edits);
		f->edits[f->n_edits++] = (struct edit){ f->file, p - text, strlen(old), new };
	}
	free(text);
}

static void add_x86(struct findings *l)
{
	struct finding *f;

	f = add(l, X86, 9, 19, "emulate_read", "kvm_read_guest", "vcpu->kvm", CTX_DIRECT, "vcpu-direct",
		SEV_ERROR);
	f->replacement = "kvm_vcpu_read_guest(vcpu, gpa, data, 4)";
	f->vcpu = "vcpu";
	f->call = "kvm_read_guest(vcpu->kvm, gpa, data, 4)";
	add_edit(f, "größer", "kvm_read_guest", "kvm_vcpu_read_guest");
	add_edit(f, "größer", "vcpu->kvm", "vcpu");
	add_edit(f, "größer", "\t\t\t\t\t      data", "\t\t\t\t\t\t   data");

	f = add(l, X86, 26, 2, "kick", "mark_page_dirty", "kvm", CTX_ALIAS, "vcpu-alias", SEV_ERROR);
	f->replacement = "kvm_vcpu_mark_page_dirty(vcpu, gfn)";
	f->vcpu = "vcpu";
	f->call = "mark_page_dirty(kvm, gfn)";
	add_step(f, X86, 23, "kvm is vcpu->kvm");
	add_edit(f, "kick", "\tstruct kvm *kvm = vcpu->kvm;\n\n", "");
	add_edit(f, "helper(vcpu", "mark_page_dirty(kvm", "kvm_vcpu_mark_page_dirty(vcpu");

	f = add(l, X86, 16, 33, "helper", "gfn_to_memslot", "kvm", CTX_MIXED, "vcpu-mixed", SEV_NOTE);
	f->passed = true;
	f->call = "gfn_to_memslot(kvm, gfn)";
	f->no_replacement = "not every caller acts for a vCPU";
	add_step(f, X86, 25, "kick() passes vcpu->kvm");
	add_step(f, X86, 31, "vm_ioctl() passes its kvm, which is the VM's");

	f = add(l, X86, 32, 2, "vm_ioctl", "kvm_write_guest_cached", "kvm", CTX_VM, "vm", SEV_NOTE);
	f->call = "kvm_write_guest_cached(kvm, NULL, NULL, 0)";
	f->by_design = "the cache may be written while the vCPU is in SMM, and must not reach SMRAM";
	f->silent = true;

	f = add(l, X86, 33, 9, "vm_ioctl", "kvm_memslots", "kvm", CTX_VM, "vm-as0", SEV_WARNING);
	f->call = "kvm_memslots(kvm)";
	f->silent = true;

	f = add(l, X86, 38, 2, "rmap", "gfn_to_memslot", "kvm", CTX_UNKNOWN, "sp-role", SEV_ERROR);
	f->call = "gfn_to_memslot(kvm, sp->gfn)";
}

static void add_s390(struct findings *l)
{
	struct finding *f;

	f = add(l, S390, 7, 9, "deref_table", "kvm_read_guest", "kvm", CTX_CALLERS, "vcpu-callers",
		SEV_WARNING);
	f->call = "kvm_read_guest(kvm, gpa, val, sizeof(*val))";
	add_step(f, S390, 14, "guest_translate() passes vcpu->kvm, vcpu being its parameter");

	f = add(l, S390, 21, 2, "wake", "kvm_write_guest", "dst->kvm", CTX_FOREIGN, "vcpu-foreign", SEV_NOTE);
	f->vcpu = "dst";
	f->call = "kvm_write_guest(dst->kvm, 0, NULL, 0)";

	f = add(l, S390, 30, 2, "gone", "gfn_to_page", "kvm", CTX_UNKNOWN, "unknown", SEV_WARNING);
	f->call = "gfn_to_page(kvm, \"\\x\xff\")";	/* no such line, and no UTF-8 */
	f->silent = true;
}

static void make(struct findings *l)
{
	memset(l, 0, sizeof(*l));
	add_x86(l);
	add_s390(l);
	*findings_add_na(l) = (struct not_analysed){
		.file = "arch/x86/kvm/old.c", .function = "", .reason = "no configuration builds it" };
	*findings_add_na(l) = (struct not_analysed){
		.file = S390, .line = 3, .function = "wake", .reason = "did not parse <here>",
		.builds = "s390" };
	l->tree = "tree";
	l->n_units = 2;
	findings_sort(l);
}

static int emit(int argc, char **argv)
{
	const struct report_format *fmt = report_find(argv[2]);
	struct report_opts o = { .version = "1.2.3", .builds = "x86,s390" };
	struct strbuf out = STRBUF_INIT;
	struct findings l;
	int ret;

	for (int i = 3; i < argc; i++) {
		o.all_sites |= !strcmp(argv[i], "all");
		o.color |= !strcmp(argv[i], "color");
		o.show |= strcmp(argv[i], "by-design") ? 0 : SHOW_BY_DESIGN;
	}
	make(&l);
	report_select(&l, &o);
	if (fmt && argc > 4 && !strcmp(argv[3], "-o"))
		ret = report_write(fmt, &l, &o, argv[4]);
	else
		ret = fmt ? fmt->emit(&l, &o, &out) : report_summary(&l, &o, &out);
	if (out.len)
		fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
	findings_release(&l);
	return ret ? 2 : 0;
}

static void test_select(void)
{
	struct findings l;
	struct report_opts o = { 0 };

	make(&l);
	report_select(&l, &o);
	ok(report_count(&l) == 6, "silent findings are not counted");
	o.show = SHOW_BY_DESIGN | SHOW_ID(ID_UNKNOWN) | SHOW_ID(ID_VM_AS0);
	report_select(&l, &o);
	ok(report_count(&l) == 9, "what is asked for is counted");
	ok(!report_find("xml") && report_find("sarif"), "formats are found by name");
	ok(!strcmp(report_names(), "text, json, sarif, rdjsonl, fixes, html"), "names of the formats");
	findings_release(&l);
}

static void test_sort(void)
{
	struct findings l;

	make(&l);
	ok(!strcmp(l.v[0].file, S390) && l.v[0].line == 7, "sorted by file first");
	ok(l.v[3].line == 9 && l.v[4].line == 16, "then by line");
	findings_release(&l);
}

static void put_file(const char *path, const char *text)
{
	if (write_file(path, text, strlen(text)))
		printf("# cannot write %s: %s\n", path, strerror(errno));
}

static bool file_has(const char *path, const char *what)
{
	char *text = read_file(path, NULL);
	bool has = text && strstr(text, what);

	free(text);
	return has;
}

static bool as_seen(void *ctx, const char *file, const char *function)
{
	(void)function;
	return !strcmp(file, ctx);
}

static void test_baseline(const char *path)
{
	struct strtab *st = strtab_new();
	struct baseline_view v = { .tree = "tree", .st = st }, part = v;
	struct findings l;
	struct baseline *b;
	char line[512], fp[64];

	part.looked_at = as_seen;
	part.ctx = "f";
	make(&l);
	ok(!baseline_write(path, &l, &v), "a baseline is written");
	snprintf(fp, sizeof(fp), "%s", l.v[0].fingerprint);
	ok(file_has(path, fp) && file_has(path, "\treason not given\n"), "with the fingerprint, without a reason");
	ok(!file_has(path, " vm "), "and without the silent ones");
	b = baseline_read(path, st);
	ok(b && baseline_apply(b, &l, &v) == 6 && !report_count(&l), "it silences all that it was written from");
	ok(l.v[0].known && !strcmp(l.v[0].known, "reason not given"), "and says why");
	ok(b && !baseline_warn_stale(b, &v), "and nothing of it is stale");
	baseline_free(b);
	findings_release(&l);

	snprintf(line, sizeof(line), "# mine\n\n%s vcpu-callers f fn acc call(a, b)\tit is fine\n"
		 "0123 x f g a c\tgone\n4567 x y g a c\tnot seen\n", fp);
	put_file(path, line);
	make(&l);
	b = baseline_read(path, st);
	ok(b && baseline_apply(b, &l, &v) == 1 && l.v[0].silent, "a fingerprint is enough");
	fclose(stderr);
	ok(b && baseline_warn_stale(b, &v) == 2, "an entry that matches nothing is stale");
	ok(b && baseline_warn_stale(b, &part) == 1, "unless its code was not looked at");
	baseline_free(b);
	ok(!baseline_write(path, &l, &part) && file_has(path, "\tit is fine\n"), "reasons are kept");
	ok(file_has(path, "# mine\n\n"), "and comments");
	ok(!file_has(path, "gone"), "stale entries are dropped when it is written");
	ok(file_has(path, "4567 x y g a c\tnot seen\n"), "and others are as they were");
	put_file(path, "rubbish\n");
	ok(!baseline_read(path, st), "what is no baseline is refused");
	ok(baseline_write(path, &l, &v) == -1 && file_has(path, "rubbish"), "and not overwritten");
	ok(!baseline_read("/nowhere/at/all", st), "a file that is not there is an error");
	findings_release(&l);
	strtab_free(st);
}

static void test_markers(const char *path)
{
	struct findings l = { 0 };
	const char *code =
		"a(kvm); /* gfncheck: as0-ok: the page is the VM's */\n"
		"a(kvm);\n"
		"	/* gfncheck: as0-ok: so is this */\n"
		"a(kvm);\n"
		"a(kvm); /* gfncheck: as0-ok: */\n"
		"a(kvm); // gfncheck: as0-ok: yes\n"
		"\"gfncheck: as0-ok: a string\", a(kvm);\n";
	const int line[] = { 1, 2, 4, 5, 6, 7 };
	const bool silent[] = { true, false, true, false, true, false };
	bool same = true;

	put_file(path, code);
	for (size_t i = 0; i < ARRAY_SIZE(line); i++)
		add(&l, path, line[i], 1, "f", "a", "kvm", CTX_DIRECT, "vcpu-direct", SEV_ERROR);
	ok(markers_apply(".", &l) == 3, "markers with a reason silence");
	for (size_t i = 0; i < l.n; i++)
		same &= l.v[i].silent == silent[i];
	ok(same, "on the line or alone on the one above, in a comment");
	findings_release(&l);
}

int main(int argc, char **argv)
{
	char path[] = "/tmp/gfncheck-test-XXXXXX";
	int fd;

	if (argc > 2 && !strcmp(argv[1], "emit"))
		return emit(argc, argv);
	fd = mkstemp(path);
	if (fd < 0)
		return 1;
	close(fd);
	test_select();
	test_sort();
	test_markers(path);
	unlink(path);
	test_baseline(path);
	unlink(path);
	return done();
}
