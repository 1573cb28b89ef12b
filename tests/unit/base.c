// SPDX-License-Identifier: GPL-2.0-only
/* strtab, strbuf, paths, files; facts as bytes. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "facts/facts.h"
#include "tap.h"

static void test_strtab(void)
{
	struct strtab *st = strtab_new();
	const char *a = strtab_add(st, "gfn"), *big;
	char text[600];
	int i, bad = 0;

	ok(strtab_addn(st, "gfn_to_page", 3) == a, "equal strings have equal addresses");
	ok(strtab_addf(st, "%s", "gfn") == a, "formatted ones too");
	ok(strtab_add(st, "") == strtab_empty, "the empty string is one for all tables");
	for (i = 0; i < 20000; i++)
		strtab_addf(st, "string %d", i);
	for (i = 0; i < 20000; i++) {
		snprintf(text, sizeof(text), "string %d", i);
		bad += strtab_add(st, text) != strtab_addf(st, "string %d", i) ||
		       strcmp(strtab_add(st, text), text);
	}
	ok(!bad && strtab_add(st, "gfn") == a, "a growing table keeps its strings in place");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	big = strtab_addf(st, "%s", text);
	ok(!strcmp(big, text), "a long formatted string");
	strtab_free(st);
}

static size_t at(const char *text, const char *word)
{
	const char *p = find_word(text, strlen(text), word);

	return p ? (size_t)(p - text) : 99;
}

static void test_words(void)
{
	ok(word_len("gfn_2(x)", 8) == 5 && word_len("gfn_2", 3) == 3 && !word_len("(", 1),
	   "how long a name is");
	ok(!at("gfn", "gfn") && at("a gfn, b", "gfn") == 2, "a word is found");
	ok(at("to_gfn gfns gfn", "gfn") == 12, "not in longer ones");
	ok(at("gfns", "gfn") == 99 && at("gfn", "gpa") == 99 && at("gfn", "") == 99,
	   "what is not there is not");
	ok(find_word("gfns", 3, "gfn") != NULL, "what is behind the text does not count");
}

static bool path_is(const char *dir, const char *path, const char *want)
{
	char *p = path_normalize(dir, path);
	bool same = !strcmp(p, want);

	if (!same)
		printf("# %s, %s: %s\n", dir ? dir : "NULL", path, p);
	free(p);
	return same;
}

static void test_paths(void)
{
	ok(path_is("/a/b", "./c//d/../e", "/a/b/c/e"), "relative path");
	ok(path_is("/a/b", "../../../x", "/x"), "no way out of the root");
	ok(path_is("/a", "/b/./c/", "/b/c"), "absolute path");
	ok(path_is(NULL, "a/./b/../c", "a/c"), "no folder");
	ok(path_is(NULL, "../../a/..", "../.."), "leading ..");
	ok(path_is("", "a/..", "."), "nothing left");
	ok(path_is("/", "..", "/"), "the root");
	ok(path_is("/t/..x", "../y", "/t/y"), "a name that begins with dots");
}

static void test_files(void)
{
	char path[] = "/tmp/gfncheck-test.XXXXXX", *text;
	size_t len;
	int fd = mkstemp(path);

	ok(fd >= 0 && !write_file(path, "a\0b", 3), "write_file");
	text = read_file(path, &len);
	ok(text && len == 3 && !memcmp(text, "a\0b", 4), "read_file");
	free(text);
	ok(!read_file("/nonexistent/x", &len), "read_file of nothing");
	ok(write_file("/nonexistent/x", "", 0), "write_file to nowhere");
	unlink(path);
	close(fd);
}

static void test_strbuf(void)
{
	struct strbuf sb = STRBUF_INIT;
	int i;

	strbuf_reset(&sb);
	ok(sb.buf && !*sb.buf, "a reset strbuf is a string");
	for (i = 0; i < 1000; i++)
		strbuf_addf(&sb, "%d,", i % 10);
	ok(sb.len == 2000 && !strcmp(sb.buf + 1990, "5,6,7,8,9,"), "strbuf_addf grows");
	strbuf_addf(&sb, "%*s", 5000, "x");
	ok(sb.len == 7000 && strlen(sb.buf) == 7000, "by more than its double");
	strbuf_release(&sb);
}

static void make_facts(struct facts *f, struct strtab *st)
{
	struct fact_site *s;
	int i;

	facts_init(f);
	f->unit = strtab_add(st, "arch/x86/kvm/x86.c");
	f->status = UNIT_OK;
	for (i = 0; i < 100; i++)
		facts_add_func(f)->name = strtab_addf(st, "function_%d", i);
	s = facts_add_site(f);
	s->accessor = strtab_add(st, "gfn_to_page");
	s->line = -1;
	s->col = INT64_MAX;
	s->arg_len = INT64_MIN;
	facts_add_dep(f)->hash = strtab_add(st, "");
}

static void test_pack(void)
{
	struct strtab *st = strtab_new();
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct facts f, g;
	size_t i, taken = 0;

	make_facts(&f, st);
	facts_pack(&f, &a);
	ok(!facts_unpack(a.buf, a.len, st, &g), "unpack");
	facts_pack(&g, &b);
	ok(a.len == b.len && !memcmp(a.buf, b.buf, a.len), "what is packed again is the same");
	ok(g.unit == f.unit && g.n_func == 100 && g.funcs[99].name == f.funcs[99].name &&
	   g.sites[0].line == -1 && g.sites[0].col == INT64_MAX &&
	   g.sites[0].arg_len == INT64_MIN, "fields and strings");
	facts_add_func(&g);
	ok(g.n_func == 101 && g.funcs[99].name == f.funcs[99].name, "unpacked facts can grow");
	facts_release(&g);
	for (i = 0; i < a.len; i++)
		taken += !facts_unpack(a.buf, i, st, &g);
	ok(!taken, "no part of it unpacks");
	srand(1);
	for (i = 0; i < 20000; i++) {
		size_t at = rand() % a.len;
		char old = a.buf[at];

		a.buf[at] = (char)rand();
		if (!facts_unpack(a.buf, a.len, st, &g))
			facts_release(&g);
		a.buf[at] = old;
	}
	ok(true, "changed bytes do not crash it");
	facts_release(&f);
	strbuf_release(&a);
	strbuf_release(&b);
	strtab_free(st);
}

int main(void)
{
	test_strtab();
	test_words();
	test_strbuf();
	test_paths();
	test_files();
	test_pack();
	return done();
}
