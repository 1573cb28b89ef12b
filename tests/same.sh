#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What is parsed, and how, must not show: the report is the same, byte for
# byte, whether all units are parsed or only those that can matter, with and
# without a precompiled header, from the fact base or afresh, by one worker or
# by four. On all of tests/cases as one program each, on a small kernel, and on
# the builds that GFN_BUILDS names ("b/x86 b/arm64"), as scripts/gfn-prepare
# made them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

report() # FILE DIR OPTION...
{
	local out=$1 dir=$2
	shift 2
	"$gfncheck" -q -p "$dir" --all-sites -W vm-as0 --format=json "$@" > "$out" 2> "$out.err"
}

all_ways() # NAME DIR OPTION...
{
	local name=$1 dir=$2
	shift 2
	rm -f "$tmp"/base*
	report "$tmp/plain" "$dir" "$@" --no-cache --no-pch --exhaustive -j1
	like "$(cat "$tmp/plain")" '"units": [1-9]' "$name: something is reported"
	report "$tmp/way" "$dir" "$@" --facts "$tmp/base" -j4
	same "$tmp/plain" "$tmp/way" "$name: rounds, a header, an empty fact base"
	report "$tmp/way" "$dir" "$@" --facts "$tmp/base"
	same "$tmp/plain" "$tmp/way" "$name: the fact base as it was left"
	report "$tmp/way" "$dir" "$@" --facts "$tmp/base" --exhaustive
	same "$tmp/plain" "$tmp/way" "$name: the rest on top"
	report "$tmp/way" "$dir" "$@" --no-cache --no-pch
	same "$tmp/plain" "$tmp/way" "$name: rounds without a header"
}

# One program of each folder of cases, one of all single files.
case_builds()
{
	local d f sep
	cd "$top/tests/cases" || exit 1
	for d in */; do
		[ "$d" = include/ ] && continue
		mkdir -p "$tmp/cases/${d%/}"
		sep='['
		for f in "$d"*.c; do
			printf '%s{"directory": "%s", "file": "%s", "arguments": ["cc", "-std=gnu11", "-Iinclude", "-c", "%s"]}' \
				"$sep" "$PWD" "$f" "$f"
			sep=$',\n'
		done > "$tmp/cases/${d%/}/compile_commands.json"
		echo ']' >> "$tmp/cases/${d%/}/compile_commands.json"
	done
	mkdir "$tmp/cases/single-files"
	sep='['
	for f in *.c; do
		printf '%s{"directory": "%s", "file": "%s", "arguments": ["cc", "-std=gnu11", "-Iinclude", "-c", "%s"]}' \
			"$sep" "$PWD" "$f" "$f"
		sep=$',\n'
	done > "$tmp/cases/single-files/compile_commands.json"
	echo ']' >> "$tmp/cases/single-files/compile_commands.json"
	cd "$top" || exit 1
}

case_builds
for b in "$tmp"/cases/*/; do
	all_ways "$(basename "$b")" "$b" --tree "$top/tests/cases"
done
mini_kernel "$tmp/mini" 5
all_ways "a small kernel" "$tmp/mini/b/x86"
for b in ${GFN_BUILDS:-}; do
	all_ways "$(basename "$(dirname "$b")")/$(basename "$b")" "$b"
done
done_testing
