#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Manual pages are sound; pages and completion know every option; every id has
# its entry in docs/findings.md.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1

# The long options that a program's help names.
options_of()
{
	"$@" --help 2>/dev/null | grep -oE -- '(^|[ ,])--[a-z][a-z-]+' | tr -d ' ,' | sort -u
}

# page FILE: a manual page as plain text
page()
{
	mandoc -T ascii -O width=1000 "$1" | sed 's/.\x08//g'
}

# known WHERE OPTION... < TEXT: does the text have each of them?
known()
{
	local where=$1 text o missing=
	shift
	text=$(cat)
	for o; do
		grep -qE -- "(^|[^a-z-])$o([^a-z-]|$)" <<< "$text" || missing+=" $o"
	done
	[ -z "$missing" ] || echo "# $where lacks$missing"
	[ -z "$missing" ]
}

for page in docs/man/*.1; do
	if ! command -v mandoc > /dev/null; then
		skip "$page is sound" "mandoc is not installed"
		continue
	fi
	# mandoc knows only the manuals that are installed
	mandoc -T lint -W warning "$page" 2>&1 | grep -v 'referenced manual not found\|outdated mandoc.db' | sed 's/^/# /'
	[ "${PIPESTATUS[1]}" != 0 ]
	ok $? "$page is sound"
done

for tool in "$gfncheck" scripts/gfn-*; do
	name=${tool##*/}
	if [ ! -x "$tool" ]; then
		skip "the options of $name" "it is not built"
		continue
	fi
	mapfile -t options < <(options_of "$tool")
	[ ${#options[@]} -gt 1 ] && known completion "${options[@]}" < scripts/completion.bash
	ok $? "completion knows the options of $name"
	if ! command -v mandoc > /dev/null; then
		skip "$name(1) knows its options" "mandoc is not installed"
	else
		known "$name(1)" "${options[@]}" < <(page "docs/man/$name.1")
		ok $? "$name(1) knows its options"
	fi
done

missing=
mapfile -t ids < <(sed -n 's/^FINDING_ID([A-Z0-9_]*, "\([a-z0-9-]*\)", .*/\1/p' checker/tables/ids.def)
for id in "${ids[@]}"; do
	grep -qx "## $id" docs/findings.md || missing+=" $id"
done
[ -z "$missing" ] || echo "# docs/findings.md lacks$missing"
[ ${#ids[@]} -gt 0 ] && [ -z "$missing" ]
ok $? "docs/findings.md has an entry for each id"

# What -W takes is in the help, the completion and the manual.
mapfile -t shown < <(sed -n 's/^FINDING_ID([A-Z0-9_]*, "\([a-z0-9-]*\)", "[A-Za-z0-9]*", ON_REQUEST,$/\1/p' checker/tables/ids.def)
[ ${#shown[@]} -gt 0 ] && known --help "${shown[@]}" < <("$gfncheck" --help) &&
	known completion "${shown[@]}" < scripts/completion.bash &&
	known "gfncheck(1)" "${shown[@]}" < <(sed 's/\\-/-/g' docs/man/gfncheck.1)
ok $? "what is shown on request is documented"

bash -n scripts/completion.bash
ok $? "the completion is bash"
# shellcheck disable=SC2016
got=$(PATH=$(cd "$(dirname "$gfncheck")" && pwd):$PATH bash -c '
	. scripts/completion.bash
	compopt() { :; }
	COMP_WORDS=(gfncheck --format = sa)
	COMP_CWORD=3
	_gfncheck
	printf "%s " "${COMPREPLY[@]}"
	COMP_WORDS=(gfncheck -W b)
	COMP_CWORD=2
	_gfncheck
	printf "%s " "${COMPREPLY[@]}"
	COMP_WORDS=(gfncheck --tree tests/report/tree arch/s390/kvm/g)
	COMP_CWORD=3
	_gfncheck
	printf "%s " "${COMPREPLY[@]}"
	COMP_WORDS=(gfncheck ex)
	COMP_CWORD=1
	_gfncheck
	printf "%s " "${COMPREPLY[@]}"
	COMP_WORDS=(gfn-install-cocci --dry-run tests/rep)
	COMP_CWORD=2
	_gfn_install_cocci
	printf "%s " "${COMPREPLY[@]}"')
want="sarif by-design arch/s390/kvm/gaccess.c explain tests/report "
[ "$got" = "$want" ] || echo "# got $got"
[ "$got" = "$want" ]
ok $? "it completes values, files of the tree and commands"

done_testing
