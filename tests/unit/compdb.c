// SPDX-License-Identifier: GPL-2.0-only
/* What is left of a compiler's command line. */
#include <stdlib.h>
#include <string.h>
#include "gather/cmdline.h"
#include "tap.h"
#include "base/base.h"

static struct strtab *st;

/* The arguments, joined; the last two are ours. */
static const char *joined(const struct unit *u)
{
	const char *s = strtab_empty;
	int i;

	for (i = 0; i < u->nr_args - 2; i++)
		s = strtab_addf(st, "%s%s%s", s, i ? " " : "", u->args[i]);
	return s;
}

#define UNIT(u, file, ...)								\
	const char *argv_##u[] = { __VA_ARGS__ };					\
	struct unit u;									\
	command_unit(&u, "/o", file, argv_##u, ARRAY_SIZE(argv_##u), st)

#define args_are(want, name, ...) do {							\
	UNIT(u_, "a.c", __VA_ARGS__);							\
	if (!ok(!strcmp(joined(&u_), want), name))					\
		printf("# %s\n", joined(&u_));						\
	free(u_.args);									\
} while (0)

static void test_args(void)
{
	args_are("-O2 -DX=1", "output, input and -c go", "cc", "-O2", "-c", "-o", "a.o", "-DX=1", "a.c");
	args_are("-include a.c.h -I inc -isystem sys", "values stay with their options",
		 "gcc", "-include", "a.c.h", "-I", "inc", "-isystem", "sys", "a.c");
	args_are("-include x.c", "a value that looks like the input", "cc", "-include", "x.c", "a.c");
	args_are("", "dependency files go", "cc", "-Wp,-MMD,a.d", "-MD", "-MF", "a.d", "-MTx", "a.c");
	args_are("-Wno-unused", "warnings go, what silences them stays",
		 "cc", "-Wall", "-Werror=date-time", "-Wno-unused", "a.c");
	args_are("-fconserve-stack -mabi=lp64", "what only gcc knows is libclang's to refuse",
		 "cc", "-fconserve-stack", "-mabi=lp64", "a.c");
	args_are("-DX=1 -Iy", "what is the preprocessor's", "cc", "-Wp,-MMD,a.d,-DX=1,-Iy", "a.c");
	args_are("", "nothing that writes or loads", "cc", "-save-temps=obj", "-fplugin=a.so",
		 "-fdump-tree-all", "-ftime-trace=x", "a.c");
	args_are("--target=aarch64-linux-gnu -I/k/arch/arm64/include -Os",
		 "the target of the architecture whose headers are read",
		 "cc", "-I/k/arch/arm64/include", "-Os", "a.c");
	args_are("--target=s390x-linux-gnu -Os", "clang's target",
		 "clang-19", "--target=s390x-linux-gnu", "-Os", "a.c");
	args_are("-D__linux__ -m64", "sparse's warnings", "-D__linux__", "-Wbitwise", "-m64",
		 "a.c");
	args_are("-Os", "a wrapper", "ccache", "gcc", "-Os", "a.c");
	args_are("-Os", "-o as the last word", "cc", "-Os", "a.c", "-o");
}

static void test_module(void)
{
	UNIT(a, "/t/a.c", "cc", "-DKBUILD_MODNAME=\"kvm-intel\"", "/t/a.c");
	UNIT(b, "b.c", "cc", "-D__KBUILD_MODNAME=kmod_kvm_amd", "b.c");
	UNIT(c, "c.c", "cc", "c.c");
	UNIT(d, "d.c", "cc", "-DKBUILD_MODNAME=KBUILD_STR(kvm_amd)", "d.c");

	ok(!strcmp(a.module, "kvm_intel") && !strcmp(a.file, "/t/a.c"), "KBUILD_MODNAME");
	ok(!strcmp(b.module, "kvm_amd") && !strcmp(b.file, "b.c"), "__KBUILD_MODNAME");
	ok(!strcmp(c.module, ""), "no module");
	ok(!strcmp(d.module, "kvm_amd"), "KBUILD_STR(), as before 4.10");
	free(d.args);
	free(a.args);
	free(b.args);
	free(c.args);
}

int main(void)
{
	st = strtab_new();
	test_args();
	test_module();
	strtab_free(st);
	return done();
}
