// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "options.h"

enum {
	OPT_TREE = 256, OPT_FORMAT, OPT_ALL_SITES, OPT_FACTS, OPT_NO_CACHE, OPT_EXHAUSTIVE,
	OPT_BASELINE, OPT_WRITE_BASELINE, OPT_SUMMARY, OPT_COLOR, OPT_DISCOVER,
	OPT_ERROR_EXITCODE, OPT_SEVERITY, OPT_DRY_RUN, OPT_EXPECT, OPT_UNPARSED, OPT_NO_PCH, OPT_BASE, OPT_STRICT, OPT_WORKTREE, OPT_STAGED, OPT_TERSE, OPT_MAILBACK,
	OPT_TIMEOUT, OPT_MEMORY, OPT_TIME_LIMIT,
};

static const struct option long_options[] = {
	{ "build", required_argument, NULL, 'p' },
	{ "tree", required_argument, NULL, OPT_TREE },
	{ "format", required_argument, NULL, OPT_FORMAT },
	{ "all-sites", no_argument, NULL, OPT_ALL_SITES },
	{ "jobs", required_argument, NULL, 'j' },
	{ "facts", required_argument, NULL, OPT_FACTS },
	{ "no-cache", no_argument, NULL, OPT_NO_CACHE },
	{ "no-pch", no_argument, NULL, OPT_NO_PCH },
	{ "exhaustive", no_argument, NULL, OPT_EXHAUSTIVE },
	{ "timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "memory", required_argument, NULL, OPT_MEMORY },
	{ "time-limit", required_argument, NULL, OPT_TIME_LIMIT },
	{ "output", required_argument, NULL, 'o' },
	{ "baseline", required_argument, NULL, OPT_BASELINE },
	{ "write-baseline", required_argument, NULL, OPT_WRITE_BASELINE },
	{ "summary", no_argument, NULL, OPT_SUMMARY },
	{ "color", optional_argument, NULL, OPT_COLOR },
	{ "dry-run", no_argument, NULL, OPT_DRY_RUN },
	{ "expect", required_argument, NULL, OPT_EXPECT },
	{ "unparsed", required_argument, NULL, OPT_UNPARSED },
	{ "severity", required_argument, NULL, OPT_SEVERITY },
	{ "discover", no_argument, NULL, OPT_DISCOVER },
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ "base", required_argument, NULL, OPT_BASE },
	{ "worktree", no_argument, NULL, OPT_WORKTREE },
	{ "staged", no_argument, NULL, OPT_STAGED },
	{ "terse", no_argument, NULL, OPT_TERSE },
	{ "mailback", no_argument, NULL, OPT_MAILBACK },
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "error-exitcode", required_argument, NULL, OPT_ERROR_EXITCODE },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int bad(const char *what, const char *arg, const char *want)
{
	return error("%s: '%s' is not %s; see gfncheck --help", what, arg, want);
}

static int parse_number(const char *what, const char *arg, long min, long max, int *out)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(arg, &end, 10);
	if (errno || end == arg || *end || v < min || v > max)
		return error("%s: '%s' is not a number from %ld to %ld; see gfncheck --help", what,
			     arg, min, max);
	*out = v;
	return 0;
}

static int bad_show(const char *arg)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, "one of by-design");
	for (int id = 0; id < NR_IDS; id++)
		if (id_info[id].shown == ON_REQUEST)
			strbuf_addf(&sb, ", %s", id_info[id].id);
	bad("-W", arg, sb.buf);
	strbuf_release(&sb);
	return -1;
}

static int parse_time_limit(struct options *o, const char *arg)
{
	int n;

	if (parse_number("--time-limit", arg, 1, 7 * 86400, &n))
		return -1;
	o->gather.until = seconds() + n;
	return 0;
}

static int parse_show(struct options *o, const char *arg)
{
	int id = id_find(arg);

	if (!strcmp(arg, "by-design"))
		o->report.show |= SHOW_BY_DESIGN;
	else if (id >= 0 && id_info[id].shown == ON_REQUEST)
		o->report.show |= SHOW_ID(id);
	else
		return bad_show(arg);
	return 0;
}

static int parse_severity(struct options *o, const char *arg)
{
	for (enum severity s = SEV_NOTE; s <= SEV_ERROR; s++) {
		if (strcmp(arg, severity_name(s)))
			continue;
		o->report.least = s;
		return 0;
	}
	return bad("--severity", arg, "one of error, warning, note");
}

static int parse_color(struct options *o, const char *arg)
{
	if (!arg || !strcmp(arg, "always"))
		o->report.color = true;
	else if (!strcmp(arg, "never"))
		o->report.color = false;
	else if (strcmp(arg, "auto"))
		return bad("--color", arg, "one of always, never, auto");
	return 0;
}

static void add(const char ***v, size_t *n, const char *s)
{
	GROW(*v, *n);
	(*v)[(*n)++] = s;
}

void options_add_arg(struct options *o, const char *arg)
{
	add(&o->args, &o->n_args, arg);
}

/* Each command has its own. */
static int settle_format(struct options *o)
{
	const struct review_opts *r = &o->review;

	if (o->command != &cmd_review) {
		o->format = report_find(o->format_name);
		return o->format ? 0 : error("--format: '%s' is not one of %s", o->format_name,
					     report_names());
	}
	for (size_t i = 0; i < r->n_formats; i++)
		if (!review_has_format(r->formats[i]))
			return error("--format: '%s' is not one of %s", r->formats[i],
				     review_format_names());
	return 0;
}

/* Options that only set something. */
static int parse_flag(struct options *o, int c)
{
	switch (c) {
	case OPT_ALL_SITES: o->report.all_sites = true; return 0;
	case OPT_NO_CACHE: o->gather.no_cache = true; return 0;
	case OPT_NO_PCH: o->gather.no_pch = true; return 0;
	case OPT_EXHAUSTIVE: o->gather.exhaustive = true; return 0;
	case OPT_SUMMARY: o->command = &cmd_summary; return 0;
	case OPT_DRY_RUN: o->dry_run = true; return 0;
	case OPT_STRICT: o->strict = true; return 0;
	case OPT_WORKTREE: o->review.kind = SERIES_WORKTREE; return 0;
	case OPT_STAGED: o->review.kind = SERIES_STAGED; return 0;
	case OPT_TERSE: add(&o->review.formats, &o->review.n_formats, "terse"); return 0;
	case OPT_MAILBACK: add(&o->review.formats, &o->review.n_formats, "mailback"); return 0;
	case OPT_DISCOVER: o->command = &cmd_discover; return 0;
	case 'q': o->gather.quiet = true; return 0;
	case 'v': o->gather.verbose = true; return 0;
	case 'V': o->version = true; return 0;
	case 'h': o->help = true; return 0;
	}
	return -1;
}

static int parse_option(struct options *o, int c, char **argv)
{
	switch (c) {
	case 'p': add(&o->builds, &o->n_builds, optarg); return 0;
	case 'j': return parse_number("-j", optarg, 1, 1024, &o->gather.jobs);
	case 'o': o->output = optarg; return 0;
	case 'W': return parse_show(o, optarg);
	case OPT_TREE: o->tree = optarg; return 0;
	case OPT_FORMAT:
		o->format_name = optarg;
		add(&o->review.formats, &o->review.n_formats, optarg);
		return 0;
	case OPT_BASE: o->review.base = optarg; return 0;
	case OPT_FACTS: o->gather.facts = optarg; return 0;
	case OPT_BASELINE: o->baseline = optarg; return 0;
	case OPT_EXPECT: o->expect = optarg; return 0;
	case OPT_UNPARSED: o->unparsed = optarg; return 0;
	case OPT_WRITE_BASELINE: o->write_baseline = optarg; return 0;
	case OPT_SEVERITY: return parse_severity(o, optarg);
	case OPT_COLOR: return parse_color(o, optarg);
	case OPT_TIMEOUT: return parse_number("--timeout", optarg, 1, 86400, &o->gather.timeout);
	case OPT_MEMORY: return parse_number("--memory", optarg, 256, 1 << 20, &o->gather.memory);
	case OPT_TIME_LIMIT: return parse_time_limit(o, optarg);
	case OPT_ERROR_EXITCODE:
		return parse_number("--error-exitcode", optarg, 0, 255, &o->error_exitcode);
	case ':': return error("%s needs an argument; see gfncheck --help", argv[optind - 1]);
	case '?': return error("unknown option %s; see gfncheck --help", argv[optind - 1]);
	}
	return parse_flag(o, c);
}

int options_take(int argc, char **argv, struct options *o)
{
	int c;

	opterr = 0;
	optind = 0;
	while ((c = getopt_long(argc, argv, ":p:j:o:W:qvVh", long_options, NULL)) != -1)
		if (parse_option(o, c, argv))
			return -1;
	for (; optind < argc; optind++)
		options_add_arg(o, argv[optind]);
	return 0;
}

/* A word that is a command, with its one operand (or PATHs). */
static int parse_command(struct options *o)
{
	const struct command *c = o->n_args && !o->command ? command_find(o->args[0]) : NULL;

	if (c) {
		o->command = c;
		memmove(o->args, o->args + 1, --o->n_args * sizeof(*o->args));
	}
	if (!o->command)
		o->command = &cmd_report;
	if (o->command->operand && o->n_args != 1)
		return error("usage: gfncheck [-p DIR]... %s %s", o->command->name,
			     o->command->operand);
	if (o->command->no_paths && o->n_args)
		return error("%s takes no PATH", o->command->name);
	return 0;
}

void options_init(struct options *o)
{
	*o = (struct options){ .error_exitcode = -1, .format_name = "text" };
	o->gather.jobs = sysconf(_SC_NPROCESSORS_ONLN);
	o->report.color = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
}

int options_parse(int argc, char **argv, struct options *o)
{
	int err = options_take(argc, argv, o);

	if (!err)
		err = parse_command(o);
	if (!err)
		err = settle_format(o);
	o->gather.exhaustive |= !err && o->command->exhaustive;
	if (!o->n_builds)
		add(&o->builds, &o->n_builds, ".");
	return err;
}

void options_release(struct options *o)
{
	free(o->builds);
	free(o->args);
	free(o->review.formats);
}
