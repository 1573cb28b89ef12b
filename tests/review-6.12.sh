#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gfncheck review on KVM of a real kernel: a series of eight patches, and a
# replay: all suggested changes, turned back a file at a time.
#
# The kernel is Debian's linux-source-6.12; GFN_KERNELS as for roundtrip.sh.
# takes: 35 s
# slow: a kernel, some patches
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

tree=$kernels/linux-source-6.12
b=$kernels/b6.12/x86
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org

why=$(debian_kernel 6.12) || { skip "a series over 6.12" "$why"; done_testing; }

# what KVM's units read, in git
mkdir "$tmp/git"
(cd "$tree" && cp -a --reflink=auto --parents include arch/x86 virt drivers/gpu/drm/i915 drivers/vfio \
	arch/*/kvm arch/*/include "$tmp/git/")
cd "$tmp/git" || exit 1
commit()
{
	git add -A && git commit -qm "$1"
}
git init -q . && commit base && git tag base

x86=arch/x86/kvm
# 1: one of each context
cat >> $x86/x86.c <<'END'

int test_direct(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v));
}

int test_alias(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, sizeof(v));
}

static int test_helper(struct kvm *kvm, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, sizeof(v));
}

int test_callers(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	return test_helper(vcpu->kvm, gpa);
}

int test_foreign(struct kvm *kvm, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(kvm_get_vcpu(kvm, 0)->kvm, gpa, &v, sizeof(v));
}

static int test_vm(struct kvm *kvm, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, sizeof(v));
}

int test_device(struct kvm_device *dev, gpa_t gpa)
{
	return test_vm(dev->kvm, gpa);
}
END
commit 'KVM: x86: one of each'
# 2: fixes one of the kernel's own
sed -i '0,/kvm_read_guest(kvm, hc->ingpa,$/s//kvm_vcpu_read_guest(vcpu, hc->ingpa,/' $x86/hyperv.c
commit 'KVM: x86: fix one'
# 3: moves one between files
sed -n '/^int test_direct/,/^}/p' $x86/x86.c > "$tmp/moved"
sed -i '/^int test_direct/,/^}/d' $x86/x86.c
{ echo; cat "$tmp/moved"; } >> $x86/lapic.c
commit 'KVM: x86: move one'
# 4: renames a file
git mv $x86/xen.c $x86/xenon.c
sed -i 's/\bxen\.o/xenon.o/' $x86/Makefile
commit 'KVM: x86: rename a file'
# 5: adds a file
printf '#include <linux/kvm_host.h>\n\nint test_added(struct kvm_vcpu *vcpu, gpa_t gpa)\n{\n\tu64 v;\n\n\treturn kvm_write_guest(vcpu->kvm, gpa, &v, sizeof(v));\n}\n' > $x86/added.c
sed -i '0,/cpuid\.o/s//added.o cpuid.o/' $x86/Makefile
commit 'KVM: x86: add a file'
# 6: edits a header, and gives the VM's helper a vCPU for a caller
sed -i '$s/.*/static inline int test_header(struct kvm_vcpu *vcpu, gfn_t gfn)\n{\n\treturn kvm_is_visible_gfn(vcpu->kvm, gfn);\n}\n\n&/' $x86/lapic.h
printf '\nint test_vcpu(struct kvm_vcpu *vcpu, gpa_t gpa)\n{\n\treturn test_vm(vcpu->kvm, gpa);\n}\n' >> $x86/x86.c
commit 'KVM: x86: edit a header'
# 7: does not parse
sed -i 's/return test_helper(vcpu->kvm, gpa);/return test_helper(vcpu->kvm, gpa) + nonsense;/' $x86/x86.c
commit 'KVM: x86: break it'
# 8: repairs that
sed -i 's/ + nonsense;/;/' $x86/x86.c
commit 'KVM: x86: repair it'
git tag series

# With lines as "N": those of Debian's next 6.12 are others.
brief()
{
	sed -E 's/^([^ ]*: )(error|warning|note): [a-z_]+\(\) .*(\[[a-z-]*\])$/\1\2 \3/
		s/ \([0-9a-f]{12}\)$//; s/ on [0-9a-f]{12}:/:/; s/:[0-9]+(:[0-9]+)?([:,])/:N\2/g' |
		grep -E '^\[|(error|warning|note) \[|note: (fixed|changed|not new|not analysed|the patch)|^[0-9]'
}
"$gfncheck" review -q -p "$b" --tree . --facts "$tmp/facts.db" base..series > "$tmp/out" 2> "$tmp/err"
is "$?" 1 "a series over 6.12: exit status 1"
is "$(< "$tmp/err")" "" "nothing on stderr"
brief < "$tmp/out" > "$tmp/brief"
makefile='arch/x86/kvm/Makefile: note: the patch changes what is compiled: the commands are still those of the build; code that this turns on, or compiles otherwise, is not seen'
grep -v '^arch/x86/kvm/xenon.c:N: note: not new: moved from arch/x86/kvm/xen.c:N, ' "$tmp/brief" > "$tmp/a"
cat > "$tmp/b" <<END
[PATCH 1/8] KVM: x86: one of each
arch/x86/kvm/x86.c:N: error [vcpu-direct]
arch/x86/kvm/x86.c:N: error [vcpu-alias]
arch/x86/kvm/x86.c:N: error [vcpu-callers]
arch/x86/kvm/x86.c:N: note [vcpu-foreign]
[PATCH 2/8] KVM: x86: fix one
arch/x86/kvm/hyperv.c:N: note: fixed by this patch: kvm_read_guest(kvm, hc->ingpa, &flush, sizeof(flush)) [vcpu-alias]
[PATCH 3/8] KVM: x86: move one
arch/x86/kvm/lapic.c:N: note: not new: moved from arch/x86/kvm/x86.c:N, test_direct(): kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v)) [vcpu-direct]
[PATCH 4/8] KVM: x86: rename a file
$makefile
[PATCH 5/8] KVM: x86: add a file
arch/x86/kvm/added.c:N: error [vcpu-direct]
$makefile
[PATCH 6/8] KVM: x86: edit a header
arch/x86/kvm/lapic.h:N: error [vcpu-direct]
arch/x86/kvm/x86.c:N: note [vcpu-mixed]
arch/x86/kvm/x86.c:N: note: the patch makes it so with this line: return test_vm(vcpu->kvm, gpa);
[PATCH 7/8] KVM: x86: break it
arch/x86/kvm/x86.c:N: note [unknown]
arch/x86/kvm/x86.c:N: note: changed by this patch: it was vcpu-callers before
arch/x86/kvm/x86.c:N: note: the patch makes it so with this line: return test_helper(vcpu->kvm, gpa) + nonsense;
arch/x86/kvm/x86.c:N: note: not analysed: test_callers(): does not parse: use of undeclared identifier 'nonsense'
[PATCH 8/8] KVM: x86: repair it
END
sed -i '/^8 patches/d' "$tmp/a"
same "$tmp/a" "$tmp/b" "each patch has its own"

# The second review parses nothing but what has errors.
"$gfncheck" review -v -p "$b" --tree . --facts "$tmp/facts.db" base..series 2>&1 > /dev/null |
	sed -n 's/.*: \([0-9]*\) units parsed.*/\1/p' | tr '\n' ' ' > "$tmp/parsed"
is "$(< "$tmp/parsed")" "0 0 0 0 0 0 0 1 0 " "a second review parses one unit, which has an error"

# The replay: the base is what "gfncheck fix" makes; each patch gives a file back.
git checkout -q -f base
"$gfncheck" -q -p "$b" --tree . --facts "$tmp/facts.db" --format=json > "$tmp/before.json"
"$gfncheck" -q -p "$b" --tree . --facts "$tmp/facts.db" fix > /dev/null 2>&1
git diff --name-only > "$tmp/files"
commit fixed && git tag fixed
"$gfncheck" -q -p "$b" --tree . --facts "$tmp/facts.db" --format=json > "$tmp/fixed.json"
while read -r f; do
	git checkout -q base -- "$f"
	commit "give back $f"
done < "$tmp/files"
is "$(git diff --stat base | wc -l)" 0 "the replay ends at the kernel"
"$gfncheck" review -q -p "$b" --tree . --facts "$tmp/facts.db" --format=sarif="$tmp/sarif" fixed..HEAD > /dev/null
is "$?" 1 "a replay: exit status 1"
# Findings by their fingerprints. What a full check finds in both trees is not
# new; the ordinal of equal calls may differ, so these are compared as counts.
python3 - "$tmp/before.json" "$tmp/fixed.json" "$tmp/sarif" > "$tmp/out" <<'END'
import json, sys
from collections import Counter
def check(path):
    return Counter((f["file"], f["line"], f["id"]) for f in json.load(open(path))["findings"]
                   if not f["by_design"])
def place(f):
    return (f["file"], f["id"])
def states(state):
    c = Counter()
    for r in json.load(open(sys.argv[3]))["runs"][0]["results"]:
        l = r["locations"][0]["physicalLocation"]
        if r["baselineState"] == state and not r.get("suppressions"):
            c[(l["artifactLocation"]["uri"], l["region"]["startLine"], r["ruleId"])] += 1
    return c
before, fixed = check(sys.argv[1]), check(sys.argv[2])
new, unchanged, absent = states("new"), states("unchanged"), states("absent")
print("after", "same" if new + unchanged == before else sorted((new + unchanged - before) | (before - new - unchanged)))
print("base", "same" if sum(unchanged.values()) + sum(absent.values()) == sum(fixed.values()) else (unchanged, absent, fixed))
print("new", "some" if sum(new.values()) >= 10 else new)
END
is "$(< "$tmp/out")" "after same
base same
new some" "what is new is the difference of two full checks"

done_testing
