// SPDX-License-Identifier: GPL-2.0-only
#include <malloc.h>
#include <version.h>
#include "base/base.h"
#include "scan/scan.h"
#include "check.h"
#include "help.h"

static int print_help(void)
{
	struct strbuf sb = STRBUF_INIT;
	int err;

	help(&sb);
	err = check_print(&sb);
	strbuf_release(&sb);
	return err;
}

static int print_version(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct strtab *st = strtab_new();
	int err;

	strbuf_addf(&sb, "gfncheck %s\n%s\n", GFNCHECK_VERSION, scan_clang_version(st));
	err = check_print(&sb);
	strbuf_release(&sb);
	strtab_free(st);
	return err;
}

static int run(const struct options *o)
{
	struct strtab *st = strtab_new();
	struct check c;
	int status;

	check_init(&c, o, st);
	status = o->command->run(&c);
	check_release(&c);
	strtab_free(st);
	return status;
}

int main(int argc, char **argv)
{
	struct options o;
	int status = -1, err = 0;

	/* libclang parses in a thread, whose own arena would grow by a page at a time */
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_TOP_PAD, 4 << 20);
	options_init(&o);
	if (kbuild_is(argc, argv))
		kbuild_parse(argc, argv, &o);
	else
		err = options_parse(argc, argv, &o);
	if (!err)
		status = o.help ? print_help() : o.version ? print_version() : run(&o);
	options_release(&o);
	return status < 0 ? EXIT_TROUBLE : status;
}
