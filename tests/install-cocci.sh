#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# gfn-install-cocci: what it writes into which tree, and what it refuses. TAP.

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

install=$top/scripts/gfn-install-cocci
rule=scripts/coccinelle/kvm/kvm_vcpu_form.cocci

for v in 4.1 6.12; do
	cp -r "$top/tests/cocci/trees/$v" "$tmp/$v"
	mkdir -p "$tmp/$v/scripts/coccinelle" && touch "$tmp/$v/scripts/coccicheck"
done

out=$("$install" --dry-run "$tmp/6.12")
is $? 0 "a dry run"
like "$out" "would write .*/$rule" "says what it would write"
[ ! -e "$tmp/6.12/${rule%/*}" ]
ok $? "and writes nothing"

out=$("$install" "$tmp/6.12")
is $? 0 "install into a tree like 6.12"
like "$out" "left out.* gfn_to_pfn_async" "says what is left out"
grep -q '^	"gfn_to_hva"' "$tmp/6.12/$rule"
ok $? "what the tree declares is there"
! grep -qw 'gfn_to_pfn_async' "$tmp/6.12/$rule"
ok $? "what it does not is not"
is "$(ls "$tmp/6.12/${rule%/*}")" "${rule##*/}" "nothing else is left behind"
cp "$tmp/6.12/$rule" "$tmp/once"
"$install" "$tmp/6.12" > /dev/null
same "$tmp/once" "$tmp/6.12/$rule" "once more writes the same"

"$install" "$tmp/4.1" > /dev/null
grep -q '^	"gfn_to_pfn_async"' "$tmp/4.1/$rule"
ok $? "a tree like 4.1 has other accessors"

if command -v spatch > /dev/null; then
	for v in 4.1 6.12; do
		! spatch --parse-cocci "$tmp/$v/$rule" 2>&1 | grep -i 'error: '
		ok $? "spatch reads the rule for $v"
	done
	mkdir -p "$tmp/6.12/arch/x86/kvm"
	cp "$top/tests/cocci/accessors.c" "$tmp/6.12/arch/x86/kvm/x86.c"
	got=$(cd "$tmp/6.12" && spatch -D report --very-quiet --cocci-file $rule arch/x86/kvm/x86.c 2>&1)
	like "$got" "x86.c:[0-9]+:[0-9-]+: WARNING: gfn_to_hva" "it reports from where it is"
fi

# refused TEXT NAME ARGUMENT...
refused()
{
	local text=$1 name=$2 err

	shift 2
	err=$("$install" "$@" 2>&1 > /dev/null)
	is $? 2 "$name: exit status"
	like "$err" "$text" "$name: message"
}

mkdir -p "$tmp/empty" "$tmp/none/include/linux" "$tmp/none/scripts"
touch "$tmp/none/include/linux/kvm_host.h" "$tmp/none/scripts/coccicheck"
refused "no kernel tree given" "no argument"
refused "unknown option --nothing" "an unknown option" --nothing
refused "one kernel tree" "two trees" "$tmp/4.1" "$tmp/6.12"
refused "no such folder" "a tree that is not there" "$tmp/nowhere"
refused "not a kernel tree with KVM" "a folder that is no tree" "$tmp/empty"
refused "declares none of the accessors" "a tree without accessors" "$tmp/none"
touch "$tmp/6.1"
rm -r "$tmp/6.12/scripts/coccinelle" && touch "$tmp/6.12/scripts/coccinelle"
refused "cannot make .*/kvm" "a folder that cannot be made" "$tmp/6.12"

like "$("$install" --help)" "^Usage: gfn-install-cocci" "--help"

done_testing
