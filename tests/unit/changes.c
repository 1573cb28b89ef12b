// SPDX-License-Identifier: GPL-2.0-only
/* Changes of a text, applied and as a diff. */
#include <stdlib.h>
#include <string.h>
#include "edit/changes.h"
#include "tap.h"

static bool same(struct strbuf *got, const char *want)
{
	bool same = !strcmp(got->buf, want);

	if (!same)
		printf("# got:\n%s", got->buf);
	strbuf_release(got);
	return same;
}

static void test_neighbours(void)
{
	const char *text = "ab\ncd\nef";
	struct strbuf out = STRBUF_INIT, diff = STRBUF_INIT;
	struct changes c = { NULL, 0 };

	changes_add(&c, 8, 0, "!", 0);
	changes_add(&c, 0, 1, "x", 0);
	changes_add(&c, 3, 1, "y", 0);
	changes_sort(&c);
	changes_apply(&c, text, strlen(text), &out);
	ok(same(&out, "xb\nyd\nef!"), "the first of two lines, and the end of the text");
	changes_diff(&c, "a.c", text, strlen(text), &diff);
	ok(same(&diff, "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,3 @@\n-ab\n-cd\n-ef\n\\ No newline at end of file\n"
		"+xb\n+yd\n+ef!\n\\ No newline at end of file\n"), "as a diff");
	changes_release(&c);
}

static void test_start_of_a_line(void)
{
	const char *text = "ab\ncd\n";
	struct strbuf diff = STRBUF_INIT;
	struct changes c = { NULL, 0 };

	changes_add(&c, 1, 1, "x", 0);
	changes_add(&c, 3, 2, "yz", 0);
	changes_sort(&c);
	changes_diff(&c, "a.c", text, strlen(text), &diff);
	ok(same(&diff, "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,2 @@\n-ab\n-cd\n+ax\n+yz\n"),
	   "what replaces a whole line behind one that changes");
	changes_release(&c);
}

int main(void)
{
	test_neighbours();
	test_start_of_a_line();
	return done();
}
