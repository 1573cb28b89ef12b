// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line that kbuild makes for CHECK=: $(CHECK) $(CHECKFLAGS)
 * $(c_flags) FILE. Ours are in CF=, which is the end of CHECKFLAGS, among
 * sparse's and the architecture's; all else is a compiler's. make stops when
 * CHECK= fails, so what is not understood is said, and left out.
 */
#include <string.h>
#include "base/base.h"
#include "once.h"
#include "options.h"

struct ours {
	const char *name;
	bool value;		/* in the next argument, unless behind a '=' */
	const char *why_not;	/* it cannot be had under make; NULL: it can */
	bool cf_only;		/* behind CF= it is a compiler's */
};

#define NO_FILE "each file's report goes where the compiler's warnings go"
#define ONE_FILE "only one file is looked at a time"

static const struct ours ours[] = {
	{ "--all-sites", false, NULL, false },
	{ "--baseline", true, NULL, false },
	{ "--build", true, NULL, false },
	{ "--color", false, NULL, false },
	{ "--error-exitcode", true, NULL, false },
	{ "--facts", true, NULL, false },
	{ "--format", true, NULL, false },
	{ "--no-cache", false, NULL, false },
	{ "--no-pch", false, NULL, false },
	{ "--quiet", false, NULL, false },
	{ "--severity", true, NULL, false },
	{ "--tree", true, NULL, false },
	{ "--verbose", false, NULL, false },
	{ "-p", true, NULL, true },
	{ "-q", false, NULL, true },
	{ "-v", false, NULL, true },
	{ "--discover", false, ONE_FILE, false },
	{ "--dry-run", false, "nothing is edited", false },
	{ "--exhaustive", false, ONE_FILE, false },
	{ "--help", false, "run it by itself", false },
	{ "--jobs", true, ONE_FILE, false },
	{ "--output", true, NO_FILE, false },
	{ "--summary", false, ONE_FILE, false },
	{ "--version", false, "run it by itself", false },
	{ "--write-baseline", true, ONE_FILE, false },
	{ "-h", false, "run it by itself", true },
	{ "-j", true, ONE_FILE, true },
	{ "-o", true, NO_FILE, true },
};

/* Of a compiler's long options, those that kbuild or sparse's users write. */
static bool is_compilers(const char *arg)
{
	static const char *const words[] = { "--arch=", "--param", "--target=", "--sysroot", "--std" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strncmp(arg, words[i], strlen(words[i])))
			return true;
	return strncmp(arg, "--", 2);
}

/* sparse(1); kbuild's CHECKFLAGS have some, and CF= often does. And what people give a compiler. */
static bool is_others_warning(const char *name)
{
	static const char *const names[] = {
		"address", "bitwise", "cast-", "constant-suffix", "constexpr", "context", "decl",
		"default-bitfield-sign", "designated-init", "do-while", "enum-mismatch",
		"external-function", "flexible-array", "implicit-int", "init-cstring",
		"int-to-pointer-cast", "memcpy-max-count", "newline-eof", "non-ansi",
		"non-pointer-null", "old-", "one-bit-signed", "override-init", "packed", "paren-string",
		"pointer-", "ptr-subtraction", "return-void", "shadow", "shift-count", "sizeof-",
		"sparse-", "strict-prototypes", "tautological", "transparent-union", "typesign",
		"undef", "uninitialized", "universal-init", "unknown-attribute", "unreplaced",
		"vla", "error", "no-",
		"all", "everything", "extra", "format", "implicit", "missing-", "sign-", "unused",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strncmp(name, names[i], strlen(names[i])))
			return true;
	return false;
}

/* The compiler's own flags begin with where its dependencies go, or with its headers. */
static int end_of_checkflags(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strncmp(argv[i], "-Wp,-M", 6) || !strcmp(argv[i], "-nostdinc") ||
		    !strcmp(argv[i], "-isystem"))
			return i;
	return 1;
}

bool kbuild_is(int argc, char **argv)
{
	bool source = false, flags = false;

	for (int i = 1; i < argc; i++) {
		size_t n = strlen(argv[i]);

		source |= argv[i][0] != '-' && n > 2 && !strcmp(argv[i] + n - 2, ".c");
		flags |= !strncmp(argv[i], "-D", 2) || !strncmp(argv[i], "-I", 2) ||
			 !strcmp(argv[i], "-nostdinc") || !strncmp(argv[i], "-Wp,", 4);
	}
	return source && flags;
}

static const struct ours *find_ours(const char *arg, bool cf)
{
	size_t n = strcspn(arg, "=");

	for (size_t i = 0; i < ARRAY_SIZE(ours); i++)
		if (strlen(ours[i].name) == n && !strncmp(ours[i].name, arg, n) &&
		    (cf || !ours[i].cf_only) && (arg[n] != '=' || arg[1] == '-'))
			return &ours[i];
	return NULL;
}

/* One of ours at argv[0]; the arguments consumed. */
static int take_ours(const struct ours *w, int argc, char **argv, struct options *o)
{
	char *one[] = { "gfncheck", argv[0], NULL, NULL };
	bool separate = w->value && !strchr(argv[0], '=');
	int n = separate ? 2 : 1;

	if (separate && (argc < 2 || argv[1][0] == '-')) {
		warning("%s needs a value: CF=%s%sVALUE", w->name, w->name,
			w->name[1] == '-' ? "=" : " ");
		return 1;
	}
	if (w->why_not) {
		warning("%s cannot be had with CHECK=: %s", w->name, w->why_not);
		return n;
	}
	one[2] = separate ? argv[1] : NULL;
	options_take(n + 1, one, o);	/* says what is wrong with its value */
	return n;
}

/* -Wwhat of CF=, or -W what; the arguments consumed: none where it is the compiler's, or sparse's. */
static int take_warning(int argc, char **argv, struct options *o)
{
	const char *name = argv[0] + 2;
	bool separate = !strcmp(argv[0], "-W") && argc > 1 && argv[1][0] != '-';
	char *one[] = { "gfncheck", argv[0], separate ? argv[1] : NULL, NULL };

	if (strncmp(argv[0], "-W", 2) || (!*name && !separate))	/* gcc's old name of -Wextra */
		return 0;
	if (*name && ((strchr("apl", *name) && name[1] == ',') || is_others_warning(name)))
		return 0;
	options_take(separate ? 3 : 2, one, o);
	return separate ? 2 : 1;
}

static void settle_format(struct options *o)
{
	o->format = report_find(o->format_name);
	if (o->format && !o->format->in_dir)
		return;
	if (o->format)
		warning("--format=%s cannot be had with CHECK=: %s", o->format_name, NO_FILE);
	else
		warning("--format: '%s' is not one of %s", o->format_name, report_names());
	o->format = report_find("text");
}

void kbuild_parse(int argc, char **argv, struct options *o)
{
	int cf = end_of_checkflags(argc, argv), i = 1;
	struct once once;

	once_begin(&once);
	o->command = &cmd_kbuild;
	while (i < argc) {
		const struct ours *w = find_ours(argv[i], i < cf);
		int n = w || i >= cf ? 0 : take_warning(cf - i, argv + i, o);

		if (w)
			i += take_ours(w, argc - i, argv + i, o);
		else if (n)
			i += n;
		else if (i < cf && !is_compilers(argv[i]))
			warning("%s is no option of gfncheck's; left out", argv[i++]);
		else
			options_add_arg(o, argv[i++]);
	}
	settle_format(o);
	once_end(&once);
}
