#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gfn-prove: all but the kernel and the emulator, which "make prove" is for. Here
# make "builds" a KVM that is its sources, and the emulator reads in them what a
# kernel would do.
# takes: 10 s
# slow: conversions, and a kernel that is played
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

prove=$top/scripts/gfn-prove
export GFNCHECK=$gfncheck TMPDIR=$tmp

# --- Where calls are ----------------------------------------------------------

where() # SITE: file, line and form in the tree at $tmp/where
{
	printf 'name\t%s\n' "$1" | perl "$top/scripts/prove/sites.pl" "$tmp/where" | cut -f 2-4 | tr '\t' ' '
}

mkdir -p "$tmp/where/arch/x86/kvm" "$tmp/where/virt/kvm"
cat > "$tmp/where/arch/x86/kvm/a.c" <<'END'
/* kvm_read_guest(kvm) in
 * a comment */
static int kvm_read_guest_twice(struct kvm_vcpu *vcpu,
				gpa_t gpa)
{
	pr_info("kvm_read_guest(");
	if (kvm_read_guest(vcpu->kvm, gpa))	// kvm_read_guest(
		return 1;
	return kvm_vcpu_read_guest(vcpu, gpa);
}

static int FNAME(walk)(struct kvm_vcpu *vcpu)
{
	return vcpu->kvm_read_guest(1) + gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, 1), 1);
}

static struct caller *
caller(struct kvm_vcpu *vcpu)
{
	return kvm_read_guest_twice(vcpu, 0) + kvm_vcpu_gfn_to_hva(vcpu, 0);
}
END
is "$(where 'kvm_read_guest_twice kvm_read_guest 1')" "arch/x86/kvm/a.c 7 vm" "a VM form, with its line"
is "$(where 'kvm_read_guest_twice kvm_read_guest 2')" "arch/x86/kvm/a.c 9 vcpu" "calls of both forms are counted"
is "$(where 'kvm_read_guest_twice kvm_read_guest 3')" "" "comments and strings are not"
is "$(where 'FNAME(walk) gfn_to_pfn 1')" "arch/x86/kvm/a.c 14 vcpu" "the slot form is one of the vCPU's"
is "$(where 'FNAME(walk) kvm_read_guest 1')" "" "a member is no accessor"
is "$(where 'caller gfn_to_hva 1')" "arch/x86/kvm/a.c 20 vcpu" "the vCPU form of a name without kvm_"
is "$(where 'older gfn_to_hva 1; caller gfn_to_hva 2; caller gfn_to_hva 1; FNAME(walk) gfn_to_pfn 1')" \
	"arch/x86/kvm/a.c 20 vcpu" "the first that the tree has"
is "$(where 'caller kvm_read_guest 1')" "" "a longer name is not the accessor"

# --- The scenarios ------------------------------------------------------------

gcc -O2 -Wall -Wextra -Werror -static -fno-toplevel-reorder -o "$tmp/init" "$top"/tests/prove/*.c
ok $? "the scenarios compile without a warning"
"$tmp/init" --list > "$tmp/list"
is "$(cut -f 1 "$tmp/list" | sort | uniq -d)" "" "each has a name of its own"
is "$(grep -vP '^\w+\t((FNAME\(\w+\)|\w+) \w+ [1-9](; (?=\w))?)+\t\w' "$tmp/list")" "" \
	"each has a call and says what the guest does"
known=$(sed -nE 's/^ACCESSOR\((\w+),.*/\1/p' "$top/checker/tables/accessors.def")
is "$(cut -f 2 "$tmp/list" | tr ';' '\n' | awk '{ print $2 }' | sort -u | grep -vxF "$known")" "" \
	"each is for an accessor of the table"

# --- A kernel of three files ----------------------------------------------------

mini_kernel "$tmp/k" 2
tree=$tmp/k/tree
sed -i "s|\.\./\.\./tree/|$tree/|g" "$tmp/k/b/x86/compile_commands.json"
mkdir -p "$tree/virt/kvm" "$tree/arch/x86/include/asm"
printf 'VERSION = 6\nPATCHLEVEL = 99\nSUBLEVEL = 0\nEXTRAVERSION =\n' > "$tree/Makefile"
cat > "$tree/arch/x86/kvm/u1.c" <<'END'
#include <linux/kvm_host.h>
int right_1(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	return kvm_vcpu_read_guest(vcpu, gpa, &v, sizeof(v));
}

int none(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	return kvm_read_guest(vcpu->kvm, gpa, 0, 0);
}

int alone(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	return kvm_vcpu_read_guest(vcpu, gpa, &v, sizeof(v));
}
END
mkdir "$tmp/s" "$tmp/bin"
cp "$top"/tests/prove/{init.c,vm.c,prove.h} "$tmp/s"
cat > "$tmp/s/mini.c" <<'END'
#include "prove.h"
SCENARIO(wrong, .site = "direct_0 kvm_read_guest 1", .guest = "reads") { return seen(UNTOLD, "never run"); }
SCENARIO(right, .site = "right_1 kvm_read_guest 1", .guest = "reads") { return seen(UNTOLD, "never run"); }
SCENARIO(gone, .site = "of_another_kernel kvm_read_guest 1", .guest = "reads") { return seen(UNTOLD, "never run"); }
END
printf '# why\narch/x86/kvm/u1.c:18:\t\tnobody calls it\n' > "$tmp/s/unreached"

cat > "$tmp/bin/make" <<'END'
#!/bin/bash
for a; do case $a in O=*) obj=${a#O=} ;; esac; done
tree=$3
mkdir -p "$obj/arch/x86/kvm" "$obj/arch/x86/boot" "$obj/usr"
echo CONFIG_KVM_AMD=m > "$obj/.config"
cp "$FAKE/cpio" "$obj/usr/gen_init_cpio"
[[ " $* " != *" modules "* && $* != *.ko* ]] || cat "$tree"/arch/x86/kvm/*.c > "$obj/arch/x86/kvm/kvm.ko"
echo "$*" >> "$FAKE/made"
END
cat > "$tmp/cpio" <<'END'
#!/bin/bash
awk '$2 == "/scenarios" || $2 == "/kvm.ko" { print $3 }' "$1" | xargs cat
END
cat > "$tmp/bin/qemu" <<'END'
#!/bin/bash
while [ "$1" != -initrd ]; do shift; done
wrong=$(sed -n '/^int direct_0/,/^}/p' "$2" | grep -c 'kvm_vcpu_read_guest(vcpu,')
right=$(sed -n '/^int right_1/,/^}/p' "$2" | grep -c 'kvm_vcpu_read_guest(vcpu,')
spaces=(as0 vcpu)
echo "console: hello"
grep -qx wrong "$2" && printf 'PROVE\twrong\t%s\tsaw %s\r\n' "${WRONG:-${spaces[wrong]}}" "$wrong"
grep -qx right "$2" && printf 'PROVE\tright\t%s\tsaw %s\r\n' "${RIGHT:-${spaces[right]}}" "$right"
printf 'PROVE\tdone\r\n'
END
chmod +x "$tmp/bin"/* "$tmp/cpio"
export FAKE=$tmp QEMU=$tmp/bin/qemu

run() # ARGUMENT...: gfn-prove on that kernel; sets out and status
{
	out=$(PATH=$tmp/bin:$PATH "$prove" -q --tree "$tree" --build "$tmp/k/b/x86" --out "$tmp/out" \
		--scenarios "$tmp/s" "$@" 2> "$tmp/err")
	status=$?
}

run --list
is "$out" "arch/x86/kvm/u0.c:5: kvm_read_guest in direct_0(): reads (wrong)
arch/x86/kvm/u1.c:6: kvm_read_guest in right_1(): reads (right)
not in this tree: of_another_kernel kvm_read_guest 1: reads (gone)" "--list"

if ! command -v spatch > /dev/null || ! command -v sparse > /dev/null; then
	skip "before and after" "gfn-convert needs spatch and sparse"
	done_testing
fi

run
is "$status $out" "0 arch/x86/kvm/u0.c:5: kvm_read_guest() in direct_0() [direct]
    guest   reads
    before  address space 0: saw 0
    after   the vCPU's: saw 1
arch/x86/kvm/u1.c:6: kvm_read_guest() in right_1() [vCPU form]
    guest   reads
    before  the vCPU's: saw 1
    after   the vCPU's: saw 1
2 scenarios: 2 as the findings say, 0 not, 0 not told
No such call in this tree: of_another_kernel kvm_read_guest 1 (gone)
No scenario for arch/x86/kvm/u1.c:11: kvm_read_guest() in none(): none was written" "a finding and a call that is right, before and after" ||
	sed 's/^/# /' "$tmp/err"
grep -q 'kvm_read_guest(vcpu->kvm' "$tree/arch/x86/kvm/u0.c"
ok $? "the tree is as it was"

n=$(wc -l < "$tmp/made")
run
is "$status $(wc -l < "$tmp/made")" "0 $n" "what was built is used again"

WRONG=vcpu run
is "$status $(grep -c UNEXPECTED <<< "$out")" "1 1" "a finding that cannot be seen is an error"
RIGHT=as0 run
is "$status $(grep -c UNEXPECTED <<< "$out")" "1 2" "so is a call that is right and looks in address space 0"
RIGHT=untold run
is "$status" 2 "what cannot be told is no success"

run --site arch/x86/kvm/u1.c:6 --markdown "$tmp/table.md"
is "$(grep -c '^arch' <<< "$out")" 1 "--site runs the scenarios of one call"
# shellcheck disable=SC2016
like "$(cat "$tmp/table.md")" '\| `u1.c:6` `kvm_read_guest\(\)` in `right_1\(\)` \| vCPU form \| reads \|' "--markdown"
run --site arch/x86/kvm/u1.c:7
is "$status" 2 "a line without a scenario is an error"
like "$(cat "$tmp/err")" "u1.c:7: no scenario is for a call there" "and says so"

run --mutate
is "$status $out" "0 arch/x86/kvm/u1.c:6: kvm_read_guest() in right_1()
    guest     reads
    VM form   saw 0
    restored  yes
1 mutants: 1 noticed, 0 not, 0 not told
Calls that no scenario is for:
    arch/x86/kvm/u1.c:18: kvm_vcpu_read_guest(): nobody calls it" "a call turned back is noticed, and put right" ||
	sed 's/^/# /' "$tmp/err"
RIGHT=vcpu run --mutate
is "$status $(grep -c 'NOT NOTICED' <<< "$out")" "1 1" "a mutant that nobody notices is an error"

# --- What can go wrong ----------------------------------------------------------

printf '#!/bin/sh\necho panic\n' > "$tmp/bin/qemu"
run
is "$status" 2 "a kernel that does not come up"
like "$(cat "$tmp/err")" "did not run its scenarios.*panic" "and the end of its console"
QEMU=no-such-emulator run
is "$status" 2 "no emulator"
like "$(cat "$tmp/err")" "no-such-emulator .Debian package qemu-system-x86" "and where it is"
touch "$tree/.config"
run
is "$status" 2 "a tree that was built in"
rm "$tree/.config"
like "$(cat "$tmp/err")" "not clean" "and what to do"
done_testing
