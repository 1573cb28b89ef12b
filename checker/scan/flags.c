// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <clang-c/Index.h>
#include "base/base.h"
#include "flags.h"

#define MAX_REFUSED 64	/* flags that are left out before the set is given up */

/* A set of flags that was tried; those refused are bits of the unit's arguments. */
struct tried {
	const char *flags;	/* joined, interned */
	const char **refused;
	size_t n;
	const char *why;	/* no unit can be parsed with it; or NULL */
};

struct flag_memo {
	struct tried *v;
	size_t n;
};

/* The flags under trial: one or two arguments each. */
struct flag {
	const char *arg, *value;	/* value is NULL where there is none */
};

struct trial {
	CXIndex index;
	struct strtab *st;
	struct flag *v;
	size_t n;
	struct strbuf errors;		/* of the last attempt, a line each */
};

struct flag_memo *flag_memo_new(void)
{
	return xcalloc(1, sizeof(struct flag_memo));
}

void flag_memo_free(struct flag_memo *m)
{
	for (size_t i = 0; m && i < m->n; i++)
		free(m->v[i].refused);
	if (m)
		free(m->v);
	free(m);
}

bool flag_takes_value(const char *arg)
{
	static const char *const options[] = {
		"-include", "-imacros", "-isystem", "-iquote", "-idirafter", "-I", "-D", "-U", "-x",
		"-target", "-Xclang", "-Xpreprocessor", "-isysroot", "-iprefix", "-iwithprefix",
		"-iwithprefixbefore", "--param", "-arch", "-mllvm", "-T", "-Xassembler", "-Xlinker",
		"-ivfsoverlay", "--sysroot", "-G", "-u", "-z",
	};

	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (!strcmp(arg, options[i]))
			return true;
	return false;
}

/* Folders, macros and warnings are taken as they are; files would be read. */
static bool is_on_trial(const char *arg)
{
	static const char *const free_of[] = { "-I", "-D", "-U", "-i", "-W" };

	for (size_t i = 0; i < ARRAY_SIZE(free_of); i++)
		if (!strncmp(arg, free_of[i], strlen(free_of[i])))
			return false;
	return true;
}

static bool names_target(const struct flag *f)
{
	return !strncmp(f->arg, "--target=", 9) || !strcmp(f->arg, "-target");
}

/* In their order, but the target first: what the others mean depends on it. */
static void add_flag(struct trial *t, struct flag f)
{
	GROW(t->v, t->n);
	t->v[t->n++] = f;
	if (names_target(&f)) {
		memmove(t->v + 1, t->v, (t->n - 1) * sizeof(*t->v));
		t->v[0] = f;
	}
}

static void add_flags(struct trial *t, const struct unit *u, struct strbuf *joined)
{
	strbuf_reset(joined);
	for (int i = 0; i < u->nr_args; i++) {
		bool two = flag_takes_value(u->args[i]) && i + 1 < u->nr_args;

		if (is_on_trial(u->args[i])) {
			add_flag(t, (struct flag){ u->args[i], two ? u->args[i + 1] : NULL });
			strbuf_addf(joined, "%s %s\n", u->args[i], two ? u->args[i + 1] : "");
		}
		i += two;
	}
}

static void take_errors(struct trial *t, CXTranslationUnit tu)
{
	unsigned int n = clang_getNumDiagnostics(tu);

	for (unsigned int i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(tu, i);
		CXString text = clang_getDiagnosticSpelling(d);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error)
			strbuf_addf(&t->errors, "%s\n", clang_getCString(text));
		clang_disposeString(text);
		clang_disposeDiagnostic(d);
	}
}

/* Is there nothing to be said against the first n flags? */
static bool attempt(struct trial *t, size_t n)
{
	struct CXUnsavedFile empty = { "/gfncheck-empty.c", "", 0 };
	const char **args = xcalloc(2 * n + 1, sizeof(*args));
	CXTranslationUnit tu = NULL;
	int argc = 0;

	for (size_t i = 0; i < n; i++) {
		args[argc++] = t->v[i].arg;
		if (t->v[i].value)
			args[argc++] = t->v[i].value;
	}
	args[argc++] = "-w";
	strbuf_reset(&t->errors);
	if (clang_parseTranslationUnit2(t->index, empty.Filename, args, argc, &empty, 1, 0, &tu))
		tu = NULL;
	if (tu)
		take_errors(t, tu);
	clang_disposeTranslationUnit(tu);
	free(args);
	return tu && !t->errors.len;
}

/* What a message has in quotes, from *p on, which moves behind it; false: no more. */
static bool next_quoted(const char **p, const char *end, struct strbuf *out)
{
	const char *open = memchr(*p, '\'', end - *p), *close;

	close = open ? memchr(open + 1, '\'', end - open - 1) : NULL;
	if (!close)
		return false;
	strbuf_reset(out);
	strbuf_add(out, open + 1, close - open - 1);
	*p = close + 1;
	return true;
}

/* "unknown argument '-mabi=lp64'", or "argument 'bounds-strict' to option '-fsanitize='". */
static bool is_named(const struct flag *f, const char *first, const char *second)
{
	const char *name = f->arg;

	if (names_target(f))
		return false;
	if (!strcmp(name, first))
		return true;
	if (!*second || second[strlen(second) - 1] != '=')
		return false;
	name += second[0] != '-';
	return !strncmp(name, second, strlen(second)) && strstr(name + strlen(second), first);
}

static void refuse(struct trial *t, struct tried *r, size_t i)
{
	GROW(r->refused, r->n);
	r->refused[r->n++] = t->v[i].arg;
	memmove(&t->v[i], &t->v[i + 1], (t->n - i - 1) * sizeof(*t->v));
	t->n--;
}

/* Leave out what a message names; false where it names none of the flags. */
static bool refuse_named(struct trial *t, struct tried *r, const char *message)
{
	const char *end = strchr(message, '\n');
	struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
	bool named = false;

	strbuf_reset(&second);
	if (next_quoted(&message, end, &first))
		next_quoted(&message, end, &second);
	for (size_t i = 0; first.buf && i < t->n && !named; i++) {
		named = is_named(&t->v[i], first.buf, second.buf);
		if (named)
			refuse(t, r, i);
	}
	strbuf_release(&first);
	strbuf_release(&second);
	return named;
}

static bool refuse_all_named(struct trial *t, struct tried *r)
{
	char *errors = xstrdup(t->errors.buf);
	bool any = false;

	for (const char *line = errors; *line; line = strchr(line, '\n') + 1)
		any |= refuse_named(t, r, line);
	free(errors);
	return any;
}

/*
 * libclang gives no unit, and no message, for a CPU or an ABI it does not
 * know: the flag is the last of the shortest row that fails.
 */
static size_t find_culprit(struct trial *t)
{
	size_t good = 0, bad = t->n;

	while (bad - good > 1) {
		size_t mid = good + (bad - good) / 2;

		if (attempt(t, mid))
			good = mid;
		else
			bad = mid;
	}
	return bad - 1;
}

static const char *hopeless(const struct flag *f, struct strtab *st)
{
	return strtab_addf(st, "libclang does not know the target %s",
			   f->value ? f->value : f->arg + strlen("--target="));
}

static void try_flags(struct trial *t, struct tried *r)
{
	size_t i;

	while (!attempt(t, t->n) && t->n && !r->why) {
		if (refuse_all_named(t, r))
			continue;
		i = find_culprit(t);
		if (names_target(&t->v[i]))
			r->why = hopeless(&t->v[i], t->st);
		else if (r->n > MAX_REFUSED)
			r->why = "libclang takes too few of its flags";
		else
			refuse(t, r, i);
	}
}

static const struct tried *tried_flags(struct flag_memo *m, const struct unit *u, struct strtab *st)
{
	struct trial t = { .st = st };
	struct strbuf joined = STRBUF_INIT;
	const char *flags;
	struct tried *r;

	add_flags(&t, u, &joined);
	flags = strtab_add(st, joined.buf);
	for (r = m->v; r < m->v + m->n && r->flags != flags; r++)
		;
	if (r == m->v + m->n) {
		GROW(m->v, m->n);
		r = &m->v[m->n++];
		*r = (struct tried){ .flags = flags };
		t.index = clang_createIndex(0, 0);
		try_flags(&t, r);
		clang_disposeIndex(t.index);
	}
	strbuf_release(&joined);
	strbuf_release(&t.errors);
	free(t.v);
	return r;
}

static bool is_refused(const struct tried *r, const char *arg)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->refused[i], arg))
			return true;
	return false;
}

const char *flags_settle(struct flag_memo *m, struct unit *u, struct strtab *st,
			 struct facts *out)
{
	const struct tried *r = tried_flags(m, u, st);
	const char **args = xcalloc(u->nr_args + 1, sizeof(*args));
	int n = 0;

	for (int i = 0; i < u->nr_args; i++) {
		bool two = flag_takes_value(u->args[i]) && i + 1 < u->nr_args;

		if (is_on_trial(u->args[i]) && is_refused(r, u->args[i])) {
			facts_add_flag(out)->refused = u->args[i];
		} else {
			args[n++] = u->args[i];
			if (two)
				args[n++] = u->args[i + 1];
		}
		i += two;
	}
	u->args = args;
	u->nr_args = n;
	return r->why;
}
