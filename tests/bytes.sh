#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A source in Latin-1, as old kernels have: its bytes go through unchanged into
# what is edited, and a format that has to be UTF-8 escapes them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/convert-lib.sh
. "$top/tests/convert-lib.sh"

rules=$top/cocci/kvm_vcpu_form.cocci

# @ stands for a byte that is not UTF-8
latin1() { tr @ '\351'; }

latin1 > "$tmp/source" <<'END'
#include <linux/kvm_host.h>
int strlen_of(const char *s);
int stay(struct kvm *kvm);
struct kvm_vcpu *this_vcpu(int c);
int direct(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	/* caf@ */
	if (kvm_read_guest(vcpu->kvm, gpa, "caf@ cr@me", 4) ||
	    kvm_read_guest(vcpu->kvm, strlen_of("@"), /* caf@ */ "",
			   strlen_of("@")))
		return 1;
	return kvm_read_guest(this_vcpu('@')->kvm, gpa, "", 1);
}
int alias(struct kvm_vcpu *vcpu)
{
	struct kvm *kvm = vcpu->kvm;	/* caf@ */

	return kvm_read_guest(kvm, '@', "@", 1) + stay(kvm);
}
END
latin1 > "$tmp/want" <<'END'
#include <linux/kvm_host.h>
int strlen_of(const char *s);
int stay(struct kvm *kvm);
struct kvm_vcpu *this_vcpu(int c);
int direct(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	/* caf@ */
	if (kvm_vcpu_read_guest(vcpu, gpa, "caf@ cr@me", 4) ||
	    kvm_vcpu_read_guest(vcpu, strlen_of("@"), /* caf@ */ "",
				strlen_of("@")))
		return 1;
	return kvm_vcpu_read_guest(this_vcpu('@'), gpa, "", 1);
}
int alias(struct kvm_vcpu *vcpu)
{
	struct kvm *kvm = vcpu->kvm;	/* caf@ */

	return kvm_vcpu_read_guest(vcpu, '@', "@", 1) + stay(kvm);
}
END
kernel "$tmp/k" < "$tmp/source"
file=arch/x86/kvm/u0.c
same "$tmp/source" "$tmp/k/tree/$file" "the source has such bytes"

check() { "$gfncheck" -q -p "$tmp/k/b/x86" --no-cache "$@"; }

# python CODE FILE: true, and says nothing
python()
{
	python3 - "$2" <<< "$1" > "$tmp/py" 2>&1
	ok $? "$3" || sed 's/^/# /' "$tmp/py"
}

for format in json sarif rdjsonl html fixes; do
	check --format=$format -o "$tmp/out.$format" 2> "$tmp/err"
	out=$tmp/out.$format
	[ -d "$out" ] && out=$out/index.html
	iconv -f UTF-8 -t UTF-8 "$out" > /dev/null 2> "$tmp/err"
	ok $? "$format is UTF-8" || sed 's/^/# /' "$tmp/err"
	! grep -q $'\xef\xbf\xbd' "$out"
	ok $? "$format has no replacement character"
	! grep -qF '\xe9' <(grep -a insertedContent -A3 "$out"; grep -a ReplacementText "$out")
	ok $? "$format suggests nothing that the file does not have"
done
python '
import json, sys
f = json.load(open(sys.argv[1]))["findings"]
assert len(f) == 4, f
assert all(x["rewritable"] for x in f), f
assert all(x["replacement"] is None for x in f), [x["replacement"] for x in f]
assert any(r"caf\xe9 cr\xe9me" in x["call"] for x in f), [x["call"] for x in f]
' "$tmp/out.json" "JSON leaves the replacement out, and escapes the text"

mkdir "$tmp/edited"
check fix -o "$tmp/edited" > /dev/null 2>&1
same "$tmp/want" "$tmp/edited/$file" "gfncheck fix keeps the bytes"

if ! command -v spatch > /dev/null; then
	skip "the semantic patch, gfn-convert" "spatch is not installed"
	done_testing
fi

# shellcheck disable=SC2046
set -- $(sed -n 's|^// Options:||p' "$rules")
for mode in report org context patch; do
	(cd "$tmp/k/tree" && spatch --very-quiet -D $mode --cocci-file "$rules" "$@" "$file") \
		> "$tmp/$mode" 2> "$tmp/err" && ! grep -q Unicode "$tmp/err"
	ok $? "MODE=$mode" || sed 's/^/# /' "$tmp/err"
done
like "$(cat "$tmp/report")" "use kvm_vcpu_read_guest\(this_vcpu\('.xe9'\), " "the report escapes the bytes"
is "$(grep -ac '^+.*kvm_vcpu_read_guest' "$tmp/patch")" 3 "the patch has what is written"
grep -qaF "$(latin1 <<< "this_vcpu('@')")" "$tmp/patch"
ok $? "and the bytes as they are"

convert "$tmp/k"
is $? 0 "gfn-convert" || sed 's/^/# /' "$tmp/out"
same "$tmp/want" "$tmp/k/tree/$file" "gfn-convert keeps the bytes"

done_testing
