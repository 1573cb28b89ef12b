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

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

cases=$top/tests/cocci
rules=$top/cocci/kvm_vcpu_form.cocci

if ! command -v spatch > /dev/null; then
	echo "1..0 # SKIP there is no spatch"
	exit 0
fi
# shellcheck disable=SC2046
set -- $(sed -n 's|^// Options:||p' "$rules")

# spatch MODE in the scratch tree; the file is the last argument
run()
{
	local mode=$1

	shift
	(cd "$tmp/tree" && spatch --very-quiet -D "$mode" --cocci-file "$rules" "$@") 2> "$tmp/err"
}

# compare WHAT FILE: a file in the scratch folder with the expected one
compare()
{
	local want=$cases/$name.$2

	[[ $trees != *\ * ]] || want=$cases/$name.$tree.$2
	[ -z "${UPDATE:-}" ] || cp "$tmp/$2" "$want"
	same "$want" "$tmp/$2" "$1"
}

try()
{
	local at=$1

	shift
	rm -rf "$tmp/tree"
	mkdir -p "$tmp/tree"
	cp -r "$cases/trees/common/." "$cases/trees/$tree/." "$tmp/tree"
	mkdir -p "$tmp/tree/${at%/*}"
	cp "$cases/$name.c" "$tmp/tree/$at"

	run report "$@" "$at" | LC_ALL=C sort -t: -k2n -k3n > "$tmp/report"
	compare "$name, $tree: what is reported" report
	run patch "$@" --in-place "$at" > "$tmp/out"
	cp "$tmp/tree/$at" "$tmp/res"
	compare "$name, $tree: what is rewritten" res
	run patch "$@" --in-place "$at" > "$tmp/out"
	same "$tmp/res" "$tmp/tree/$at" "$name, $tree: once more changes nothing"
}

for file in "$cases"/${CASE:-*}.c; do
	name=$(basename "$file" .c)
	at=$(sed -n 's|^// at: *||p' "$file")
	options=$(sed -n 's|^// options: *||p' "$file")
	options=${options//@TOP@/$top}
	trees=$(sed -n 's|^// trees: *||p' "$file")
	for tree in $trees; do
		# shellcheck disable=SC2086
		try "${at:-arch/x86/kvm/x86.c}" "$@" $options
	done
done

# Every line of the table is in accessors.c.
[ "${CASE:-}" ] || for name in $(sed -n 's/^ACCESSOR(\(\w*\),.*/\1/p' "$top/checker/tables/accessors.def"); do
	grep -q "\b$name(vcpu->kvm" "$cases/accessors.c"
	ok $? "$name is tried"
done

done_testing
