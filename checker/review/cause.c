// SPDX-License-Identifier: GPL-2.0-only
/*
 * The patch's line that makes a call a finding, where the call itself is not
 * touched: a step on the way from the vCPU to the call that the patch adds; or
 * a line that it removes or adds and that names a function on that way.
 */
#include <ctype.h>
#include <string.h>
#include "base/base.h"
#include "delta.h"

static void set(struct delta_item *item, const char *file, int line, const char *text)
{
	item->cause_file = file;
	item->cause_line = line;
	item->cause = text;
}

static const char *trimmed(const char *s, struct strtab *st)
{
	size_t n;

	s += strspn(s, " \t");
	n = strlen(s);
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	return strtab_addn(st, s, n);
}

/* The step nearest to the call: what is before it may have been so for other calls. */
static bool by_step(const struct change *c, struct delta_item *item, struct strtab *st)
{
	const struct finding *f = item->now;

	for (size_t i = f->n_why; i-- > 0; ) {
		const struct step *s = &f->why[i];
		const struct hunk *h = hunk_adds(change_of_new(c, s->file), s->line);

		if (!h)
			continue;
		set(item, s->file, s->line, strtab_addf(st, "the patch makes it so with this line: %s",
			trimmed(hunk_line(h, '+', s->line - h->new_line, st), st)));
		return true;
	}
	return false;
}

static bool has_word(const char *line, const char *word)
{
	return find_word(line, strlen(line), word);
}

static bool is_code(const char *line)
{
	line += strspn(line, " \t");
	return *line && *line != '*' && strncmp(line, "//", 2) && strncmp(line, "/*", 2);
}

/* A line with that sign that names the function. */
static bool by_lines(const struct file_change *f, const char *function, char sign,
		     struct delta_item *item, struct strtab *st)
{
	for (size_t i = 0; i < f->n_hunks; i++) {
		const struct hunk *h = &f->hunks[i];
		int n = sign == '+' ? h->new_n : h->old_n;

		for (int k = 0; k < n; k++) {
			const char *line = hunk_line(h, sign, k, st);

			if (!is_code(line) || !has_word(line, function))
				continue;
			if (sign == '+')
				set(item, f->new, h->new_line + k, strtab_addf(st,
					"the patch makes it so with this line: %s", trimmed(line, st)));
			else
				set(item, f->new ? f->new : f->old, f->new ? h->new_line + !h->new_n : h->old_line + k,
				    strtab_addf(st, "the patch makes it so by taking this line out: %s",
						trimmed(line, st)));
			return true;
		}
	}
	return false;
}

static bool by_name(const struct change *c, const char *function, struct delta_item *item,
		    struct strtab *st)
{
	static const char signs[] = { '+', '-' };

	for (size_t s = 0; s < ARRAY_SIZE(signs); s++)
		for (size_t i = 0; i < c->n; i++)
			if ((c->v[i].new || signs[s] == '-') &&
			    by_lines(&c->v[i], function, signs[s], item, st))
				return true;
	return false;
}

/* "kvm_foo" of "kvm is passed to kvm_foo()", "... of kvm_foo()": the names of a step's words. */
static const char *step_function(const char *text, size_t nth, struct strtab *st)
{
	for (const char *p = text; (p = strstr(p, "()")); p += 2) {
		const char *b = p;

		while (b > text && is_word_char(b[-1]))
			b--;
		if (b < p && !nth--)
			return strtab_addn(st, b, p - b);
	}
	return NULL;
}

void delta_find_cause(const struct change *c, struct delta_item *item, struct strtab *st)
{
	const struct finding *f = item->now;
	const char *name;

	if (change_adds(c, f->file, f->line) && !item->was)
		return;
	if (by_step(c, item, st) || by_name(c, f->function, item, st))
		return;
	for (size_t i = f->n_why; i-- > 0; )
		for (size_t k = 0; (name = step_function(f->why[i].text, k, st)); k++)
			if (by_name(c, name, item, st))
				return;
	item->cause = "no line of the patch is on the way from the vCPU to this call: what it changes elsewhere made it so";
}
