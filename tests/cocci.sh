#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The semantic patch on small files. A case is tests/cocci/NAME.c, and beside
# it what patch mode makes of it, NAME.res, and what report mode says of it,
# NAME.report; NAME.TREE.res and NAME.TREE.report where it is tried in several
# trees. Its first lines say where in which of tests/cocci/trees, and how:
#
#	// at: arch/x86/kvm/x86.c
#	// trees: 4.2 6.12
#	// options: -D keep_const
#
# UPDATE=1 writes what comes out in the place of what is expected.
# takes: 6 s

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

cases=$top/tests/cocci
rules=$top/cocci/kvm_vcpu_form.cocci

if ! command -v spatch > /dev/null; then
	echo "1..0 # SKIP there is no spatch"
	exit 0
fi
flags=$(sed -n 's|^// Options:||p' "$rules")

# Each case is in a tree of its own, $tmp/w/NAME-TREE. Those of the same options go
# through one spatch, as all files of a kernel do; it takes longer to start than to
# work on one of them.

# spatch MODE on all files of a list, a group of its own each
run()
{
	local mode=$1 options=$2

	# shellcheck disable=SC2086
	(cd "$tmp/w" && spatch --very-quiet -D "$mode" --cocci-file "$rules" $flags $options \
		"${@:4}" --file-groups "$3") 2>> "$tmp/err"
}

# compare WHAT SUFFIX FILE: a file with the expected one
compare()
{
	local want=$cases/$name.$2

	[[ $trees != *\ * ]] || want=$cases/$name.$tree.$2
	[ -z "${UPDATE:-}" ] || cp "$3" "$want"
	same "$want" "$3" "$1"
}

# Where a case is in its tree, and its other marks.
mark() # MARK
{
	sed -n "s|^// $1: *||p" "$cases/$name.c"
}

at()
{
	local at

	at=$(mark at)
	echo "$name-$tree/${at:-arch/x86/kvm/x86.c}"
}

# for_each COMMAND...: with $name, $trees, and $tree in turn
for_each()
{
	local file name tree trees

	for file in "$cases"/${CASE:-*}.c; do
		name=$(basename "$file" .c)
		trees=$(mark trees)
		for tree in $trees; do
			"$@"
		done
	done
}

# Its tree, and its line in the list of its options.
lay_out()
{
	local to=$tmp/w/$name-$tree at list

	at=$(at)
	mkdir -p "$to"
	cp -r "$cases/trees/common/." "$cases/trees/$tree/." "$to"
	mkdir -p "$tmp/w/${at%/*}"
	cp "$cases/$name.c" "$tmp/w/$at"
	list=$tmp/lists/$(mark options | cksum | tr ' ' -)
	mark options > "$list.options"
	printf '%s\n\n' "$at" >> "$list"
}

tell()
{
	local at to=$tmp/w/$name-$tree

	at=$(at)
	sed -n "s|^$name-$tree/||p" "$tmp/report" | LC_ALL=C sort -t: -k2n -k3n > "$to/report"
	compare "$name, $tree: what is reported" report "$to/report"
	compare "$name, $tree: what is rewritten" res "$tmp/once/$at"
	same "$tmp/once/$at" "$tmp/w/$at" "$name, $tree: once more changes nothing"
}

mkdir "$tmp/lists"
for_each lay_out
for list in "$tmp"/lists/*[0-9]; do
	options=$(< "$list.options")
	options=${options//@TOP@/$top}
	run report "$options" "$list" >> "$tmp/report"
	run patch "$options" "$list" --in-place > "$tmp/out"
done
cp -r "$tmp/w" "$tmp/once"
for list in "$tmp"/lists/*[0-9]; do
	options=$(< "$list.options")
	run patch "${options//@TOP@/$top}" "$list" --in-place > "$tmp/out"
done
for_each tell

# A file that is in no tree: what spatch cannot parse is named all the same.
mkdir "$tmp/alone"
cp "$cases/guards.c" "$tmp/alone"
spatch --very-quiet -D report --cocci-file "$rules" "$tmp/alone/guards.c" > "$tmp/out" 2>&1
is "$(grep -c 'not analysed: spatch cannot parse' "$tmp/out")" 2 "outside a tree: what cannot be parsed"

# Every line of the table is in accessors.c.
[ "${CASE:-}" ] || while read -r name; do
	grep -q "\b$name(vcpu->kvm" "$cases/accessors.c"
	ok $? "$name is tried"
done < <(sed -n 's/^ACCESSOR(\(\w*\),.*/\1/p' "$top/checker/tables/accessors.def")

done_testing
