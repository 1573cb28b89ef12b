// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lexer, and the account of accessor tokens on small trees made here.
 * Each case of the account is a line of C and what must be said of it.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "judge/account.h"
#include "judge/mentions.h"
#include "tables/tables.h"
#include "text/text.h"
#include "tap.h"
#include "base/base.h"

/* The tokens of text, with a space between; '#' in front of those in a directive. */
static char *lexed(const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	struct lexer lx;
	struct token t;

	strbuf_reset(&sb);
	lex_init(&lx, text, strlen(text));
	while (lex_next(&lx, &t)) {
		strbuf_addstr(&sb, sb.len ? " " : "");
		strbuf_addstr(&sb, t.directive ? "@" : "");
		strbuf_add(&sb, text + t.off, t.len);
	}
	return sb.buf;
}

static void test_tokens(void)
{
	static const struct { const char *text, *want, *name; } cases[] = {
		{ "a->b.c(d,e);", "a -> b . c ( d , e ) ;", "punctuators" },
		{ "a /* b \" */ c // d ' \n e", "a c e", "comments" },
		{ "a // b \\\n c\n d", "a d", "a line comment goes on behind a backslash" },
		{ "\"a\\\"b\" 'c' '\\'' d", "\"a\\\"b\" 'c' '\\'' d", "strings and characters" },
		{ "\"/*\" a \"*/\"", "\"/*\" a \"*/\"", "no comment in a string" },
		{ "\"open\na", "\"open a", "a string that is not closed ends with its line" },
		{ "a /* open", "a", "a comment that is not closed ends with the file" },
		{ "# define X a \\\n b\nc", "@# @define @X @a @b c", "a directive ends with its last line" },
		{ "x # y", "x # y", "a # within a line is no directive" },
		{ "a##b", "a ## b", "pasting" },
		{ "0x1fUL 1.5e+7 .5 1e-3-x", "0x1fUL 1.5e+7 .5 1e-3 - x", "numbers" },
		{ "a\\\nb", "a b", "a spliced line is white space" },
		{ "\\", "\\", "a backslash at the end" },
		{ "", "", "nothing" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *got = lexed(cases[i].text);

		if (!ok(!strcmp(got, cases[i].want), cases[i].name))
			printf("# %s\n", got);
		free(got);
	}
}

static void test_places(void)
{
	const char *text = "a /* \n\n */ b\n\tc \\\n d";
	struct lexer lx;
	struct token t[4];

	lex_init(&lx, text, strlen(text));
	for (int i = 0; i < 4; i++)
		lex_next(&lx, &t[i]);
	ok(t[0].line == 1 && t[0].column == 1 && t[0].first, "place of the first token");
	ok(t[1].line == 3 && t[1].column == 5, "behind a comment of several lines");
	ok(t[2].line == 4 && t[2].column == 2 && t[2].first, "a tab is one column");
	ok(t[3].line == 5 && t[3].column == 2 && !t[3].first, "behind a spliced line");
}

static bool has(const char *text)
{
	struct mentions m;
	bool found;

	mentions_init(&m);
	found = mentions_accessor(&m, text, strlen(text));
	mentions_release(&m);
	return found;
}

static void test_names(void)
{
	struct strtab *st = strtab_new();
	const struct accessor *a;

	ok(accessor_findn("gfn_to_pfn", 10) != NULL, "an accessor is known");
	ok(!accessor_findn("gfn_to_pfn", 9) && !accessor_findn("gfn_to_pfns", 11), "by its whole name");
	ok(has("x = kvm_memslots(kvm);"), "code with an accessor");
	ok(!has("/* kvm_memslots */ \"kvm_memslots\" // kvm_memslots"), "comments and strings are no code");
	for (size_t i = 0; (a = accessor_at(i)); i++)
		ok(has(strtab_addf(st, "%s(x)", a->name)), a->name);
	ok(!has("kvm_vcpu_memslots __kvm_memslots kvm_memslots_"), "nor are longer names");
	strtab_free(st);
}

static char dir[] = "/tmp/gfncheck-lex-XXXXXX";

static void put(const char *path, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s/%s", dir, path);
	for (char *p = strchr(sb.buf + strlen(dir) + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		mkdir(sb.buf, 0777);
		*p = '/';
	}
	if (write_file(sb.buf, text, strlen(text)))
		printf("# cannot write %s\n", sb.buf);
	strbuf_release(&sb);
}

/* What the account of one file says: "LINE FUNCTION REASON" for each line, joined by "; ". */
static char *accounted(const char *path, const char *text, bool included, const struct findings *sites)
{
	const char *files[] = { path, "arch/x86/kvm/other.c" };
	struct findings none = { 0 }, out = { 0 };
	struct strtab *st = strtab_new();
	struct strbuf sb = STRBUF_INIT;

	put(path, text);
	strbuf_reset(&sb);
	account(dir, sites ? sites : &none, included ? files : files + 1, included ? 2 : 1, st, &out);
	for (size_t i = 0; i < out.n_na; i++)
		strbuf_addf(&sb, "%s%d %s %s", i ? "; " : "", out.na[i].line, out.na[i].function,
			    out.na[i].reason);
	put(path, "");
	findings_release(&out);
	strtab_free(st);
	return sb.buf;
}

#define SKIPPED "not a site in any build: in a function that was skipped, or another function of the same name"

static void test_uses(void)
{
	static const struct { const char *text, *want, *name; } cases[] = {
		{ "int f(void)\n{ return gfn_to_hva(k, g); }", "2 f gfn_to_hva: " SKIPPED, "a call" },
		{ "struct kvm_memslots *s;", "", "a tag" },
		{ "unsigned long gfn_to_hva(struct kvm *kvm, gfn_t gfn);", "", "a declaration" },
		{ "unsigned long gfn_to_hva(struct kvm *kvm, gfn_t gfn)\n{ return 0; }", "", "a definition" },
		{ "void f(void)\n{ unsigned long gfn_to_hva(struct kvm *k, gfn_t g); }", "",
		  "a declaration in a function" },
		{ "EXPORT_SYMBOL_GPL(gfn_to_hva);", "", "an export" },
		{ "void f(void)\n{ o->gfn_to_hva(k, g); o.gfn_to_hva(k, g); }", "", "members" },
		{ "struct s o = { .gfn_to_hva = f };", "", "a designated initialiser" },
		{ "struct s {\n\tint (*gfn_to_hva)(struct kvm *, gfn_t);\n};", "", "a member function pointer" },
		{ "void f(void)\n{ return gfn_to_hva(g); }", "", "a function of another arity" },
		{ "void f(void)\n{ gfn_to_page_many_atomic(s, g, p, n); }", "",
		  "a name this tree declares on a memslot" },
		{ "#define gfn_to_hva(k, g) f(k, g)\n", "", "a macro of that name" },
		{ "#define X(k) gfn_to_hva(k, f(1, 2))\n", "1 X gfn_to_hva: in macro X, which no analysed code expands",
		  "a call in a macro" },
		{ "#ifdef gfn_to_hva\n#endif", "", "other directives" },
		{ "void f(void)\n{ g(gfn_to_hva); }",
		  "2 f gfn_to_hva: not called by this name: its address is taken, or it is something else",
		  "an address taken" },
		{ "#ifdef CONFIG_X\nvoid f(void)\n{ gfn_to_hva(k, g); }\n#endif",
		  "3 f gfn_to_hva: under #ifdef CONFIG_X of line 1, false in every build", "a condition" },
		{ "#if A && \\\n    B\n#else\nvoid f(void)\n{ gfn_to_hva(k, g); }\n#endif",
		  "5 f gfn_to_hva: under #else of line 3, false in every build", "an else branch" },
		{ "#if 0\n#if A\nvoid f(void)\n{ gfn_to_hva(k, g); }\n#endif\n#endif",
		  "4 f gfn_to_hva: under a false #if 0 of line 1", "never" },
		{ "#ifdef A\nvoid f(int a) {\n#else\nvoid f(void) {\n#endif\n}\nint gfn_to_hva(struct kvm *k, gfn_t g) { }",
		  "", "braces in both branches count once" },
		{ "static int FNAME(walk)(struct kvm *k)\n{ gfn_to_hva(k, g); }",
		  "2 FNAME(walk) gfn_to_hva: " SKIPPED, "the name of a template's function" },
		{ "static __printf(1, 2) int f(struct kvm *k) __must_hold(&k)\n{ gfn_to_hva(k, g); }",
		  "2 f gfn_to_hva: " SKIPPED, "attributes are no function" },
		{ "void f(void)\n{ gfn_to_hva(k, (u64){ 1, 2 }); }",
		  "2 f gfn_to_hva: " SKIPPED, "commas in braces are no arguments" },
	};

	put("include/linux/kvm_host.h",
	    "unsigned long gfn_to_hva(struct kvm *kvm, gfn_t gfn);\n"
	    "int gfn_to_page_many_atomic(struct kvm_memory_slot *slot, gfn_t gfn, struct page **p, int n);\n");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *got = accounted("arch/x86/kvm/a.c", cases[i].text, true, NULL);

		if (!ok(!strcmp(got, cases[i].want), cases[i].name))
			printf("# %s\n", got);
		free(got);
	}
}

static void check_file(const char *path, bool included, const char *want, const char *name)
{
	char *got = accounted(path, "void f(void)\n{\n\tgfn_to_hva(k, g);\n}\n", included, NULL);

	if (!ok(!strcmp(got, want), name))
		printf("# %s\n", got);
	free(got);
}

static size_t end_of(const char *text, const char *separators)
{
	return part_end(text, strlen(text), 0, separators);
}

static void test_parts(void)
{
	ok(end_of("a + b, c", ",;") == 5, "a part ends at a separator");
	ok(end_of("f(a, b)[c, d], e", ",") == 13, "not at one in brackets");
	ok(end_of("a /* ; ) */ - ',' - \"\\\",\", b", ",;") == 25,
	   "not at one in a comment, a character or a string");
	ok(end_of("a // ,\n, b", ",") == 7, "nor in a comment to the line's end");
	ok(end_of("a) b, c", ",") == 1, "at a bracket that opens behind none");
	ok(end_of("a (b, c", ",") == 7 && end_of("a /* b", ",") == 6, "at the end where nothing ends it");
}

static void test_files(void)
{
	check_file("arch/x86/kvm/b.c", false, "3 f gfn_to_hva: no configuration builds it", "a file that no unit read");
	check_file("arch/s390/kvm/b.c", false, "3 f gfn_to_hva: no build of this architecture was given",
		   "an architecture without a build");
	check_file("arch/x86/kvm/b.S", true, "3 f gfn_to_hva: in an assembler file", "an assembler file");
	check_file("arch/x86/include/asm/b.h", false, "3 f gfn_to_hva: no configuration builds it", "a header");
	check_file("arch/x86/mm/b.c", true, "", "other folders are not looked at");
}

static void test_sites(void)
{
	struct findings sites = { 0 };
	struct finding *f = findings_add(&sites);
	const char *text = "void f(void)\n{\n\tgfn_to_hva(k, g);\n\tgfn_to_hva(k, g);\n}\n";
	char *got;

	f->file = "arch/x86/kvm/a.c";
	f->line = 3;
	f->accessor = "gfn_to_hva";
	got = accounted("arch/x86/kvm/a.c", text, true, &sites);
	ok(!strcmp(got, "4 f gfn_to_hva: " SKIPPED), "a site is accounted for");
	free(got);
	*findings_add_na(&sites) = (struct not_analysed){ .file = "arch/x86/kvm/a.c", .function = "",
							  .reason = "it did not parse" };
	got = accounted("arch/x86/kvm/a.c", text, true, &sites);
	ok(!*got, "and so is a file that is not analysed already");
	free(got);
	findings_release(&sites);
}

/* The search before the lexing knows a part of every name. */
static void test_mentions(void)
{
	const struct accessor *a;
	bool all = true;

	for (size_t i = 0; (a = accessor_at(i)); i++)
		all &= has(a->name);
	ok(all, "every accessor of the table is found");
	ok(!has("kvm_put_guest_fpu(vcpu)"), "and no longer name");
}

int main(void)
{
	test_mentions();
	char cmd[64];

	test_tokens();
	test_places();
	test_names();
	test_parts();
	if (!mkdtemp(dir))
		return 1;
	test_uses();
	test_files();
	test_sites();
	snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
	ok(!system(cmd), "cleaned up");
	return done();
}
