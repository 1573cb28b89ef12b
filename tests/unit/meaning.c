// SPDX-License-Identifier: GPL-2.0-only
/* What is expected of edits, as text. */
#include <stdlib.h>
#include "edit/meaning.h"
#include "tap.h"

static void test_units(void)
{
	struct strtab *st = strtab_new();
	size_t n;
	const char **v = meaning_units("b\ta.c\tf\nb\ta.c\tg\nb\ta.c\th\nno tab\nb\tb.c\tf\nb\tc.c", &n, st);

	ok(n == 3, "a unit of many lines is named once");
	ok(n == 3 && v[0] == strtab_add(st, "a.c") && v[1] == strtab_add(st, "b.c"), "in their order");
	ok(n == 3 && v[2] == strtab_add(st, "c.c"), "the last line needs no end");
	free(v);
	ok(!meaning_units("", &n, st) && !n, "nothing is expected in no unit");
	strtab_free(st);
}

int main(void)
{
	test_units();
	return done();
}
