#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Baselines keep what people wrote, and know a finding again.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

mini_kernel "$tmp/k" 3
tree=$tmp/k/tree/arch/x86/kvm
known=$tmp/known

gfn() # ARG...
{
	catch "$gfncheck" -p "$tmp/k/b/x86" --no-cache -q "$@"
}

gfn --write-baseline "$known"
gfn --baseline "$known"
is "$status $out$err" "0 " "what was written is known"
# Whoever has a baseline has these.
is "$(sed -n 's/ .*u0.c.*//p' "$known")" "db67a3ae1703273b:54a3d99e031bbefba4c300000000" \
	"a fingerprint is the same as ever"

# reasons and comments are people's
sed -i -e 's/reason not given/because/' -e '2i # of us all' "$known"
printf '\n# the end\n' >> "$known"
cp "$known" "$tmp/before"
gfn --write-baseline "$known"
same "$tmp/before" "$known" "writing it again changes nothing"
gfn --write-baseline "$known" arch/x86/kvm/u1.c
same "$tmp/before" "$known" "nor does writing a part of it"

# the same with lines of before, which have nothing around
sed 's/:[0-9a-f]* vcpu/ vcpu/' "$tmp/before" > "$known"
gfn --baseline "$known"
is "$status $out$err" "0 " "a baseline without the lines around"
gfn --write-baseline "$known"
same "$tmp/before" "$known" "gets them"

# only what was looked at goes: u0.c is gone, u1.c does not parse, u2.c is right now
cp "$tree/u1.c" "$tmp/u1.c"
echo 'int x = ;' > "$tree/u1.c"
sed 's/^/	/; s/kvm_read_guest(vcpu->kvm/kvm_vcpu_read_guest(vcpu/' "$tree/u2.c" > "$tmp/u2.c"
cp "$tmp/u2.c" "$tree/u2.c"
rm "$tree/u0.c"
gfn --baseline "$known"
like "$err" "known:[0-9]*: matches nothing any more, remove it: [^ ]* vcpu-direct arch/x86/kvm/u0.c" "a file that is gone: stale"
like "$err" "known:[0-9]*: matches nothing any more, remove it: [^ ]* vcpu-direct arch/x86/kvm/u2.c" "a call that is right now: stale"
is "$(grep -c 'matches nothing.*u1.c' <<< "$err")" 0 "a file that does not parse: not stale"
like "$err" "known: not looked at: 1 line whose code was not analysed, such as that in arch/x86/kvm/u1.c" "a file that does not parse: said"
gfn --baseline "$known" arch/x86/kvm/u2.c
is "$(grep -c 'not looked at' <<< "$err")" 0 "a PATH: what else there is goes without saying"
gfn --write-baseline "$known"
is "$(grep -c '^#' "$known") $(grep -o 'u[0-9].c' "$known")" "3 u1.c" "only what was looked at goes"
like "$(cat "$known")" "u1.c.*because" "with its reason"

# identical calls are told apart by what is around
cp "$tmp/u1.c" "$tree/u1.c"
printf '[{"directory": "%s", "file": "u1.c", "arguments": ["gcc", "-I%s/include", "-c", "u1.c"]}]' \
	"$tree" "$tmp/k/tree" > "$tmp/k/b/x86/compile_commands.json"
cat > "$tree/u1.c" <<'END'
#include <linux/kvm_host.h>
int f(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	int r = 0;

	r += kvm_read_guest(vcpu->kvm, gpa, p, 8);
	if (r)
		return r;
	return 0;
}
END
rm "$known"
gfn --write-baseline "$known"
at() { sed -n 's/^[^:]*:\([0-9]*\):.*vcpu-direct.$/\1/p' <<< "$out" | tr '\n' ' '; }
sed -i '5a\	if (p)\n		r += kvm_read_guest(vcpu->kvm, gpa, p, 8);' "$tree/u1.c"
gfn --baseline "$known"
is "$(at)" "7 " "an identical call before a known one is the new one"
gfn --write-baseline "$known"
is "$(grep -c vcpu-direct "$known")" 2 "both are known"
sed -i '6,7d' "$tree/u1.c"
gfn --baseline "$known"
is "$(at)$(grep -c 'matches nothing' <<< "$err")" 1 "and then one of them is gone"
gfn --write-baseline "$known"
sed -i '9i\	return kvm_read_guest(vcpu->kvm, gpa, p, 8);' "$tree/u1.c"
gfn --baseline "$known"
is "$(at)" "9 " "an identical call behind it is the new one, too"
sed -i '5a\	r += kvm_read_guest(vcpu->kvm, gpa, p, 8);' "$tree/u1.c"
gfn --baseline "$known"
is "$(at)" "6 10 " "the same line before it"

# how a known finding is shown
sed -i 's/reason not given/it is meant so/' "$known"
gfn --baseline "$known" --all-sites
like "$out" "u1.c:7: note: known: it is meant so" "--all-sites shows what is known"
gfn --baseline "$known" --format=sarif
like "$out" '"suppressions": \[[^]]*"kind": "external",[^]]*"justification": "it is meant so"' "SARIF: a suppression"
is "$(grep -c '"suppressions"' <<< "$out")" 1 "SARIF: of that one alone"
gfn --baseline "$known" --format=json --all-sites
like "$out" '"known": "it is meant so"' "JSON: why"
sed -i 's,^	return kvm_read.*,& /* gfncheck: as0-ok: mine */,' "$tree/u1.c"
gfn --format=sarif
like "$out" '"kind": "inSource"' "SARIF: a comment suppresses in the source"

# what editors, other systems and hands make of it
gfn --write-baseline "$tmp/plain"
cp "$tmp/plain" "$known"
sed -i 's/\t.*/    for Windows/' "$known"
gfn --baseline "$known" --all-sites
is "$status" 0 "blanks for the tab: known"
like "$out" "note: known: for Windows" "blanks for the tab: the reason"
gfn --write-baseline "$known"
like "$(cat "$known")" $'\tfor Windows' "blanks for the tab: put right"
{ printf '\xef\xbb\xbf# Ann\r\n \t\r\n\t# Bob  \r\n'; sed 's/\tfor.*/  \r/' "$known"; } > "$tmp/edited"
gfn --baseline "$tmp/edited"
is "$status $out$err" "0 " "a byte order mark, CRLF, blanks at the end"
gfn --write-baseline "$tmp/edited"
is "$(grep -vc $'\r$' "$tmp/edited") $(grep -c 'Ann\|Bob  ' "$tmp/edited")" "0 2" "lines end as they did"
cat "$tmp/plain" "$tmp/plain" > "$tmp/twice"
gfn --baseline "$tmp/twice"
like "$err" "twice:[0-9]*: says what line [0-9]* says, remove one" "an entry that is there twice"
is "$(grep -c 'matches nothing' <<< "$err")" 0 "an entry that is there twice: matches"
gfn --write-baseline /dev/full
is "$status" 2 "a disk that is full: exit status"
like "$err" "cannot write the baseline /dev/full: No space left" "a disk that is full: says so"
gfn --baseline "$tmp/plain" --write-baseline "$tmp/other"
same "$tmp/plain" "$tmp/other" "one that is written knows all, whatever else is known"

# what is known is not edited
cat > "$tree/u1.c" <<'END'
#include <linux/kvm_host.h>
int f(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	struct kvm *kvm = vcpu->kvm;

	if (kvm_read_guest(kvm, gpa, p, 8))
		return 1;
	return kvm_read_guest(kvm, gpa, p, 16);
}
END
gfn --write-baseline "$known"
sed -i '/p, 16/d' "$known"
gfn --baseline "$known" fix --dry-run
is "$(grep '^[-+]	' <<< "$out")" $'-\treturn kvm_read_guest(kvm, gpa, p, 16);\n+\treturn kvm_vcpu_read_guest(vcpu, gpa, p, 16);' \
	"fix: neither a known call nor the local that it needs"
gfn --baseline "$known" --format=rdjsonl
is "$(grep -c '"text":"[^"]*p, 8' <<< "$out")" 0 "rdjsonl: not in another's suggestion either"
sed -i 's,p\, 16);,& // gfncheck: as0-ok: mine,' "$tree/u1.c"
gfn fix --dry-run
is "$(grep -c '^[-+]	.*p, 16' <<< "$out")" 0 "fix: nor what a comment keeps"
gfn --severity=error --baseline "$known" fix --dry-run
is "$out" "" "fix: all is known"

done_testing
