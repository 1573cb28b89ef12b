#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Small C programs with what gfncheck has to say of them inside: see
# tests/README.md. "cases.sh NAME..." runs some: a file or folder of tests/cases,
# without ".c".
# takes: 8 s
set -u
cd "$(dirname "$0")/cases" || exit 1
export GFNCHECK=${GFNCHECK:-$PWD/../../gfncheck} NO_COLOR=1 CC=${CC:-cc}
if [ "${CASES_TMP:-}" ]; then	# what is made of each case stays there
	tmp=$CASES_TMP
	mkdir -p "$tmp" || exit 1
else
	tmp=$(mktemp -d) || exit 1
	trap 'rm -rf "$tmp"' EXIT
fi
export tmp XDG_CACHE_HOME=$tmp/cache

all()
{
	local f
	for f in *.c */; do
		f=${f%.c}
		[ "$f" = include/ ] || echo "${f%/}"
	done
}

units() # CASE
{
	if [ -d "$1" ]; then ls "$1"/*.c; else echo "$1.c"; fi
}

# The words of the file's line "// WHAT: words", one a line.
header() # FILE WHAT
{
	sed -n "s|^// $2: ||p" "$1" | tr ' ' '\n'
}

json() # the words of stdin, as strings after a comma
{
	sed 's/[\\"]/\\&/g; s/.*/, "&"/' | tr -d '\n'
}

compdb() # CASE
{
	local u sep='['
	for u in $(units "$1"); do
		printf '%s{"directory": "%s", "file": "%s",\n "arguments": ["%s"' "$sep" "$PWD" "$u" "$CC"
		{ printf '%s\n' -std=gnu11 -Iinclude; header "$u" flags; printf '%s\n' -c "$u"; } | json
		printf ']}'
		sep=$',\n'
	done
	echo ']'
}

# What was rewritten has to build, and without a new warning such as of an unused variable.
build_fixed() # CASE
{
	local d=$tmp/$1 u opts
	mkdir "$d/fixed"
	if [ -d "$1" ]; then cp -r "$1" "$d/fixed"; else cp "$1.c" "$d/fixed"; fi
	"$GFNCHECK" -q -p "$d" --tree "$PWD" fix --expect "$d/expected" -o "$d/fixed" || return
	for u in $(units "$1"); do
		grep -q '^// not-analysed:' "$u" && continue
		mapfile -t opts < <(header "$u" flags)
		(cd "$d/fixed" && $CC -std=gnu11 -Wall -Werror -Wno-unused-function \
			-Wno-unused-but-set-variable -fsyntax-only -I"$OLDPWD/include" \
			"${opts[@]}" "$u") || return
	done
}

# And each call that was rewritten has to be on the vCPU that it was on.
confirm_fixed() # CASE
{
	local d=$tmp/$1
	grep -qs . "$d/expected" || return 0
	mkdir -p "$d/confirm/$1"
	cp -r include "$d/fixed"
	(cd "$d/fixed" && compdb "$1" > "$d/confirm/$1/compile_commands.json")
	cp "$d/build.info" "$d/confirm/$1"
	"$GFNCHECK" -q -p "$d/confirm/$1" --no-cache --tree "$d/fixed" confirm "$d/expected"
}

run_case() # CASE
{
	local d=$tmp/$1
	mkdir "$d"
	compdb "$1" > "$d/compile_commands.json"
	header "$(units "$1" | head -n 1)" build > "$d/build.info"
	"$GFNCHECK" -q -p "$d" --tree "$PWD" --all-sites --format=json -o "$d/report.json" \
		2> "$d/err"
	echo $? > "$d/status"
	{ build_fixed "$1" && confirm_fixed "$1"; } > "$d/fixed.log" 2>&1
	echo $? > "$d/fixed.status"
}
export -f units header json compdb build_fixed confirm_fixed run_case

[ $# -gt 0 ] || mapfile -t names < <(all)
[ $# = 0 ] || names=("${@%.c}")
# shellcheck disable=SC2016
printf '%s\n' "${names[@]}" | xargs -P "${JOBS:-$(nproc)}" -I{} bash -c 'run_case "$1"' - {}
perl ../cases.pl "$tmp" "${names[@]}"
