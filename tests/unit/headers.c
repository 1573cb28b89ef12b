// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the token reader makes of directives, and the choice of headers to
 * precompile with kvm_host.h, on a small tree made here.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/base.h"
#include "gather/headers.h"
#include "tap.h"

static char dir[] = "/tmp/gfncheck-headers-XXXXXX";
static struct strtab *st;

static const char *at(const char *path)
{
	return strtab_addf(st, "%s/arch/x86/kvm/%s", dir, path);
}

static void put(const char *path, const char *text)
{
	if (write_file(at(path), text, strlen(text)))
		printf("# cannot write %s\n", path);
}

static struct token_file *unit(struct tokens *t, const char *path, const char *text)
{
	struct unit u = { .file = at(path), .dir = dir };

	put(path, text);
	return tokens_add(t, &u);
}

/* Whether a unit with this text is wanted when gfn_to_hva is asked for. */
static bool wants(const char *text)
{
	struct tokens *t = tokens_new(dir, st);
	struct token_file *f = unit(t, "a.c", text);
	struct ptrmap names = PTRMAP_INIT;
	bool res;

	*ptrmap_at(&names, strtab_add(st, "gfn_to_hva"), NULL) = t;
	tokens_close(t, &names);
	res = tokens_match(t, f, &names, TOKEN_CODE, NULL);
	ptrmap_release(&names);
	tokens_free(t);
	return res;
}

static void test_macros(void)
{
	ok(wants("#define A 1\n#define B(k) gfn_to_hva(k, 0)\nint f(void) { return B(k); }"),
	   "a macro behind another one");
	ok(!wants("#define B(k) gfn_to_hva(k, 0)\nint f(void) { return C(k); }"),
	   "a macro that is not used");
	ok(!wants("#define A C(0)\n#define B(k) gfn_to_hva(k, 0)\nint f(void) { return A; }"),
	   "the macro in front of it has nothing to do with it");
	ok(wants("#define B(x) gfn_to_##x\nint f(void) { return B(hva)(k, 0); }"), "the start is pasted");
	ok(wants("#define B(x) x##_to_hva\nint f(void) { return B(gfn)(k, 0); }"), "the end is pasted");
	ok(wants("#define B(x) kvm_##x##_guest\nint f(void) { return B(read)(k, 0); }"),
	   "both ends are pasted");
	ok(!wants("#define B(x) kvm_##x##_read\nint f(void) { return B(rax)(k, 0); }"),
	   "nothing begins and ends like that");
	ok(!wants("#define B(gfn_to) gfn_to##_x\nint f(void) { return B(a)(k, 0); }"),
	   "a parameter's name is no part");
	ok(!wants("#define B(x, ...) f(x, ##__VA_ARGS__)\nint f(void) { return B(a); }"),
	   "nor is what swallows a comma");
}

static bool is_guarded(const char *text)
{
	struct tokens *t = tokens_new(dir, st);
	bool res;

	put("g.h", text);
	res = tokens_header(t, at("g.h"))->guarded;
	tokens_free(t);
	return res;
}

static void test_guards(void)
{
	ok(is_guarded("/* c */\n#ifndef G_H\n#define G_H\n#endif\n"), "an #ifndef guards");
	ok(is_guarded("#if !defined(G_H) || defined(TRACE_HEADER_MULTI_READ)\n#define G_H\n#endif\n"),
	   "so does the #if of a trace header");
	ok(!is_guarded("#if PTTYPE == 64\n#define pt_element_t u64\n#endif\n"), "a template is not guarded");
	ok(!is_guarded("#define A\n#ifndef A\n#define A\n#endif"), "what comes later is no guard");
	ok(!is_guarded("#ifdef A\n#undef A\n#define A 2\n#endif"), "nor is a name of another use");
}

#define UNITS 8

static void test_choice(void)
{
	struct tokens *t = tokens_new(dir, st);
	struct token_file *files[UNITS];
	const char *text, *want;
	size_t i, lead;

	put("inner.h", "#ifndef I_H\n#define I_H\n#endif\n");
	put("often.h", "#ifndef O_H\n#define O_H\n#include \"inner.h\"\n#endif\n");
	put("rare.h", "#ifndef R_H\n#define R_H\n#endif\n");
	put("template.h", "#if PTTYPE == 64\n#endif\n");
	for (i = 0; i < UNITS; i++)
		files[i] = unit(t, strtab_addf(st, "%zu.c", i),
				i == 5 ? "#include \"rare.h\"\n#include \"inner.h\"\n#include \"often.h\"\n" :
				i % 4 ? "#include \"template.h\"" : "#include \"often.h\"\n");
	text = headers_choose(t, files, UNITS, &lead);
	want = strtab_addf(st, "#include \"%s\"\n#include \"%s\"\n", at("inner.h"), at("often.h"));
	ok(text && strstr(text, want), "what a quarter of the units bring along, in a unit's own order");
	ok(text && !strstr(text, "rare.h") && !strstr(text, "template.h"),
	   "not what fewer do, nor a template");
	ok(lead == 5, "the unit with most of them leads");
	ok(!headers_choose(t, files + 1, 3, &lead), "nothing is shared");
	tokens_free(t);
}

/* Whether a unit with this text can do with a header that defines SHARED(x). */
static bool fits(const char *text)
{
	struct tokens *t = tokens_new(dir, st);
	struct facts header;
	bool res;

	facts_init(&header);
	put("shared.h", "#ifndef S_H\n#define S_H\n#define SHARED(x) x\n#endif\n");
	facts_add_dep(&header)->path = "arch/x86/kvm/shared.h";
	facts_add_dep(&header)->path = "include/linux/kvm_host.h";
	res = headers_fit(t, unit(t, "f.c", text), &header);
	facts_release(&header);
	tokens_free(t);
	return res;
}

static void test_fit(void)
{
	ok(fits("int f(void) { return 0; }"), "a unit that uses nothing of it");
	ok(fits("#include \"shared.h\"\nint f(void) { return SHARED(0); }"), "a unit that has it");
	ok(!fits("int SHARED;"), "a name that would be a macro");
	ok(!fits("#ifdef SHARED\n#endif"), "a name that is tested");
	ok(!fits("#define X SHARED\n"), "a name in a macro");
	ok(fits("#undef SHARED\n#define SHARED 1\n"), "a macro that is undefined before");
}

int main(void)
{
	char cmd[64];

	if (!mkdtemp(dir))
		return 1;
	snprintf(cmd, sizeof(cmd), "mkdir -p %s/arch/x86/kvm", dir);
	if (system(cmd))
		return 1;
	st = strtab_new();
	test_macros();
	test_guards();
	test_choice();
	test_fit();
	strtab_free(st);
	snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
	ok(!system(cmd), "cleaned up");
	return done();
}
