// SPDX-License-Identifier: GPL-2.0-only
/*
 * "gfncheck --help".
 */
#include "base/base.h"
#include "report/report.h"
#include "command.h"
#include "help.h"

static const char head[] =
"Find guest memory accesses of KVM that use address space 0 where they act for a vCPU.\n"
"\n"
"usage: gfncheck [-p DIR]... [OPTION]... [PATH]...\n";

static const char options[] =
"  -p DIR               a build: the folder of a compile_commands.json, as\n"
"                       scripts/gfn-prepare makes it; several are taken as one\n"
"                       kernel (default: the current folder)\n"
"      --tree TREE      the kernel tree (default: what the build says); another one\n"
"                       than the build's is read in its place\n"
"  PATH                 report only these files and folders\n"
"\n"
"What is reported:\n"
"      --all-sites      every accessor call, what is right as it is too\n"
"  -W by-design         what keeps address space 0 on purpose\n"
"  -W unknown           what not all callers are seen of\n"
"  -W vm-as0            VM code that visits address space 0 alone\n"
"      --severity=LEVEL error, warning or note: what is less is neither reported nor\n"
"                       counted for the exit status\n"
"      --baseline F     not what F knows\n"
"      --write-baseline F  make F know all that is found now\n"
"\n"
"How:\n"
"      --format=FORMAT  %s\n"
"  -o FILE              write there (html: a folder) rather than to stdout\n"
"      --color[=WHEN]   always, never or auto\n"
"      --error-exitcode=N  the exit status of findings\n"
"      --strict         exit 3 where nothing was found, but not all was analysed\n"
"  -q, --quiet          no progress and no warnings about the cache\n"
"  -v, --verbose        say what is parsed, and the times\n"
"\n"
"What is edited:\n"
"      --dry-run        print the diff, and write nothing\n"
"      --expect FILE    write what the edited calls must mean, for confirm\n"
"      --unparsed FILE  for thread: lines that Coccinelle cannot parse\n"
"\n"
"What is reviewed:\n"
"  REV..REV, REV        commits of the tree, or of the repository given with --tree\n"
"  MBOX, -              mails with patches, or a diff, from a file or standard input\n"
"      --worktree       what is not committed; --staged: what is staged only\n"
"      --base REV       what mails and the work tree are compared with (default: what\n"
"                       the mails say, or HEAD)\n"
"      --terse          only what is new, a line each\n"
"      --mailback       replies to the mails, with remarks\n"
"                       --format=NAME[=FILE], several times: text, terse, oneline,\n"
"                       mailback, zeroday, b4, b4json, sarif, rdjsonl, codequality,\n"
"                       github, fixup\n"
"\n"
"Speed:\n"
"  -j N                 so many processes (default: one a processor)\n"
"      --facts FILE     keep the facts there (default: gfncheck.db in the build)\n"
"      --no-cache       keep and believe no facts\n"
"      --no-pch         parse shared headers anew for each file\n"
"      --exhaustive     parse all, also what cannot matter\n"
"      --timeout N      seconds that parsing one file may take (default: 120)\n"
"      --memory N       MiB that a process that parses may take (default: 2048)\n"
"      --time-limit N   seconds after which no file is parsed any more\n"
"\n"
"  -h, --help           this\n"
"      --version        the versions of gfncheck and of libclang\n"
"\n"
"Exit status: 0 nothing found, 1 findings, 2 gfncheck could not do its work, 3 (review,\n"
"--strict) nothing found, but part of the patch, or of the code, was not analysed.\n"
"As CHECK= of kbuild findings exit 0 unless --error-exitcode is given.\n"
"\n"
"Examples:\n"
"  scripts/gfn-prepare --tree ~/linux --arch x86 --out /tmp/b\n"
"  gfncheck -p /tmp/b/x86                         everything that KVM on x86 is\n"
"  gfncheck -p /tmp/b/x86 arch/x86/kvm/hyperv.c   one file of it\n"
"  gfncheck -p /tmp/b/x86 explain arch/x86/kvm/hyperv.c:1860\n"
"  gfncheck -p /tmp/b/x86 review v6.12..topic     what each commit adds\n"
"  gfncheck -p /tmp/b/x86 --format=html -o report\n"
"  gfncheck -p /tmp/b/x86 -p /tmp/b/s390 --summary\n";

void help(struct strbuf *out)
{
	const struct command *c;

	strbuf_addstr(out, head);
	for (size_t i = 0; (c = command_at(i)); i++)
		strbuf_addf(out, "       gfncheck [-p DIR]... %s%s%s\n", c->name,
			    *c->usage ? " " : "", c->usage);
	strbuf_addstr(out, "       make C=2 CHECK=gfncheck [CF=OPTION...] arch/x86/kvm/\n\n");
	for (size_t i = 0; (c = command_at(i)); i++)
		strbuf_addf(out, "  %-21s%s\n", c->name, c->brief);
	strbuf_addstr(out, "\n");
	strbuf_addf(out, options, report_names());
}
