#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# scripts/bench: what it says of bad options and builds. It measures nothing here.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

bench=$top/scripts/bench
unset BENCH
mini_kernel "$tmp/k"

# expect NAME STATUS PATTERN ARGUMENT...: errors go to stderr and nothing else does
expect()
{
	local name=$1 status=$2 pattern=$3 stream=out

	shift 3
	[ "$status" -eq 0 ] || stream=err
	"$bench" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	[ $? -eq "$status" ] && grep -Eq -e "$pattern" "$tmp/$stream"
	ok $? "$name" || sed 's/^/# /' "$tmp/out" "$tmp/err"
}

expect "--help" 0 '^Usage: bench' --help
expect "an unknown option" 2 'unknown option "--fast"' --fast
expect "an option without its value" 2 '^bench: --build needs a value' --build
expect "a number of runs that is none" 2 '^bench: -n wants a number, not "0"' -n 0
expect "a number of jobs that is none" 2 '^bench: -j wants a number, not "two"' -j two
expect "a build that is not there" 2 'none has no compile_commands.json' --build "$tmp/none"
expect "a build of another tree" 2 'x86 is a build of another tree' \
	--tree "$tmp" --build "$tmp/k/b/x86"
expect "a tree that is not there" 2 'no kernel tree' --tree "$tmp/none" --build "$tmp/k/b/x86"
mkdir -p "$tmp/empty" "$tmp/b"
echo '[]' > "$tmp/b/compile_commands.json"
expect "a tree that is no kernel" 2 'empty is not a kernel tree' \
	--tree "$tmp/empty" --build "$tmp/b"
expect "a build without units" 2 'cannot read .*compile_commands.json' \
	--tree "$tmp/k/tree" --build "$tmp/b" -o "$tmp/docs"
expect "two builds of one name" 2 'two builds are called x86' \
	--build "$tmp/k/b/x86" --build "$tmp/k/b/x86/"
: > "$tmp/file"
expect "a folder that cannot be made" 2 'cannot write to' \
	--tree "$tmp/k/tree" --build "$tmp/k/b/x86" -o "$tmp/file/docs"
GFNCHECK=$tmp/none expect "no gfncheck" 2 'run make first' --build "$tmp/k/b/x86"
BENCH="--slow -n 1" expect "options from make's BENCH=" 2 'unknown option "--slow"'
[ ! -e "$tmp/docs/bench.md" ]
ok $? "nothing is written where nothing was measured"

done_testing
