#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# As CHECK= of the kernel's make: what kbuild writes and exports, what people
# put into CF=. Whatever that is, make goes on.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

mini_kernel "$tmp/k"
tree=$tmp/k/tree
mkdir -p "$tree/arch/arm64/kvm" "$tree/arch/s390/kvm" "$tree/virt/kvm" "$tree/arch/x86/include"
unset ARCH SRCARCH CC CROSS_COMPILE

checkflags=(-D__linux__ -Dlinux -D__STDC__ -Dunix -D__unix__ -Wbitwise -Wno-return-void
	    -Wno-unknown-attribute)
# check CF... -- FLAG... FILE: in the tree, as kbuild runs it
check()
{
	local cf=()
	while [ "$1" != -- ]; do
		cf+=("$1")
		shift
	done
	shift
	catch env -C "${dir:-$tree}" "$gfncheck" "${checkflags[@]}" "${cf[@]}" "${arch[@]}" \
		-Wp,-MMD,.k.o.d -nostdinc "-I${inc:-include}" -Wall -Werror=date-time -pg -pipe \
		"-DKBUILD_MODNAME=\"${mod:-kvm}\"" "$@"
}
arch=(-mlittle-endian -m64)

# every finding here is of a register and an asm that only one architecture has
asm_unit "$tree" arm64 x0 'hvc #0'
asm_unit "$tree" s390 2 'diag 2,4,0x500'

# what the 0-day robot adds
robot=(-fdiagnostic-prefix -D__CHECK_ENDIAN__)
ARCH=arm64 SRCARCH=arm64 CC=aarch64-linux-gnu-gcc CROSS_COMPILE=aarch64-linux-gnu- \
	check "${robot[@]}" -- -mabi=lp64 -mgeneral-regs-only -mbranch-protection=pac-ret \
	arch/arm64/kvm/k.c
is "$status" 0 "arm64: exit status"
is "$(grep -v note: <<< "$err")" "arch/arm64/kvm/k.c:6:16: warning: kvm_read_guest() looks the gpa up in address space 0, whatever vcpu is in; use kvm_vcpu_read_guest(vcpu, ...) [vcpu-direct]" \
	"arm64: what is found"
is "$(grep -c 'not analysed' <<< "$err")" 0 "arm64: all is analysed"
arch=(--arch=s390 -mbig-endian -m64 -D__s390__ -D__s390x__ -mbackchain -march=z13 -mtune=z16)
ARCH=s390 SRCARCH=s390 CC=s390x-linux-gnu-gcc CROSS_COMPILE=s390x-linux-gnu- \
	check "${robot[@]}" -- -mpacked-stack -mfunction-return=thunk -march=z17 arch/s390/kvm/k.c
is "$status" 0 "s390: exit status"
like "$err" "arch/s390/kvm/k.c:6:16: warning: .*vcpu-direct" "s390: what is found"
is "$(grep -c 'not analysed' <<< "$err")" 0 "s390: all is analysed"
CROSS_COMPILE=/opt/bin/s390x-linux-gnu- check -- arch/s390/kvm/k.c
is "$(grep -c 'not analysed' <<< "$err")" 0 "s390: by CROSS_COMPILE alone"
arch=(-mlittle-endian -m64)

# what a module of its own cannot call
cat > "$tree/virt/kvm/kvm_main.c" <<'END'
#include <linux/kvm_host.h>
int kvm_vcpu_read_guest(struct kvm_vcpu *vcpu, gpa_t gpa, void *data, unsigned long len)
{
	return 0;
}
int other(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	return kvm_read_guest(vcpu->kvm, gpa, p, 8);
}
END
mod=kvm_amd check -- arch/x86/kvm/u0.c
like "$err" 'kvm_vcpu_read_guest is not exported to kvm_amd' "another module: not exported"
check -- arch/x86/kvm/u0.c
like "$err" 'use kvm_vcpu_read_guest' "the same module: no need to be"
echo 'EXPORT_SYMBOL_FOR_KVM_INTERNAL(kvm_vcpu_read_guest);' >> "$tree/virt/kvm/kvm_main.c"
mod=kvm_amd check -- arch/x86/kvm/u0.c
like "$err" 'use kvm_vcpu_read_guest' "another module: exported"

# the architecture is the one that is built
SRCARCH=x86 check -- virt/kvm/kvm_main.c
like "$err" '^virt/kvm/kvm_main.c:8:9: error: ' "virt/kvm, built for x86"
check -- -Iarch/x86/include virt/kvm/kvm_main.c
like "$err" '^virt/kvm/kvm_main.c:8:9: error: ' "virt/kvm, with the headers of x86"
SRCARCH=arm64 check -- virt/kvm/kvm_main.c
like "$err" '^virt/kvm/kvm_main.c:8:9: warning: ' "virt/kvm, built for arm64"

# paths as make writes them
mkdir "$tree/obj"
dir=$tree/obj inc=../include check -- ../arch/x86/kvm/u0.c
like "$err" '^\.\./arch/x86/kvm/u0.c:5:.*\.\./arch/x86/kvm/u0.c:2: note: ' "O= below the tree"
dir=$tree/obj inc=$tree/include check -- "$tree/arch/x86/kvm/u0.c"
like "$err" "^$tree/arch/x86/kvm/u0.c:5:" "O= elsewhere"

# options: said, once, and make goes on; the rest counts
bad() # REGEX CF...
{
	local regex=$1
	shift
	check "$@" -- arch/x86/kvm/u0.c
	is "$status" 0 "CF='$*': exit status"
	is "$(grep -c "$regex" <<< "$err")" 1 "CF='$*': said once" || sed 's/^/# /' <<< "$err"
	like "$err" 'u0.c:5:.*vcpu-direct' "CF='$*': found all the same"
}
bad "'bogus' is not one of" -Wbogus
bad "'by-design,unknown' is not one of" -Wby-design,unknown
bad "'bogus' is not one of" -W bogus
bad 'warning: -o cannot be had' -o report
bad 'warning: --output cannot be had' --output=report
bad 'warning: --baseline needs a value' --baseline
bad "cannot read the baseline .*none" --baseline=none
bad "warning: --format: 'zork'" --format=zork
bad 'warning: --format=html cannot be had' --format=html
bad "'many' is not a number" --error-exitcode=many
bad 'warning: --basline=x is no option' --basline=x
bad 'warning: --summary cannot be had' --summary
bad 'warning: --write-baseline cannot be had' --write-baseline=x
bad "cannot open the build nowhere" -p nowhere
is "$(find "$tree" -newer "$tree/virt/kvm/kvm_main.c" -name 'report*')" "" "nothing is written"

# a make says it once, however many units it checks, and how many at a time
cat > "$tree/Makefile" <<'END'
units := 1 2 3 4 5 6
all: $(units)
$(units):
	@set -e; $(CHECK) -D__linux__ -Wbitwise $(CF) -nostdinc -Iinclude arch/x86/kvm/u0.c
END
make_all() # CF
{
	err=$(cd "$tree" && MAKEFLAGS='' KBUILD_CHECKSRC=2 make --no-print-directory -j3 CHECK="$gfncheck" CF="$1" 2>&1)
}
for i in 1 2; do
	make_all '-o x --basline=y'
	is "$(grep -c 'warning: -o cannot' <<< "$err") $(grep -c 'vcpu-direct' <<< "$err")" "1 6" "make number $i: said once"
done
like "$err" '--basline=y is no option' "all that is wrong is"
make_all '--baseline=none'
is "$(grep -c 'cannot read the baseline' <<< "$err")" 1 "a baseline that is not there: said once a make"
make_all "-p $tmp/nothing"
is "$(grep -c 'cannot open the build' <<< "$err")" 1 "a build that is not there: said once a make"
rm "$tree/.gfncheck.tmp"
make_all ''
[ ! -e "$tree/.gfncheck.tmp" ]
ok $? "nothing to say, no file"
mkdir "$tree/.gfncheck.tmp"
make_all '-o x'
is "$(grep -c 'warning: -o cannot' <<< "$err")" 6 "where nothing can be written, it is always said"

# flags that only look like ours
check -pedantic -pthread -- -pg -pipe arch/x86/kvm/u0.c
is "$status $(grep -vc 'u0.c' <<< "$err")" "0 0" "-pedantic and -pthread are a compiler's"
check -q -Wsparse-all -Wno-decl -- arch/x86/kvm/u0.c
is "$status $(grep -vc 'u0.c' <<< "$err")" "0 0" "-q is ours, -Wsparse-all sparse's"
check --error-exitcode=3 -- arch/x86/kvm/u0.c
is "$status" 3 "--error-exitcode"
check --error-exitcode 3 -- arch/x86/kvm/u0.c
is "$status" 3 "--error-exitcode N"
check -Wall -Wextra -Wunused-variable -Wmissing-prototypes -W -- arch/x86/kvm/u0.c
is "$status $(grep -vc 'u0.c' <<< "$err")" "0 0" "a compiler's warnings"
check -W by-design --all-sites -- arch/x86/kvm/u0.c
is "$status $(grep -vc 'u0.c' <<< "$err")" "0 0" "-W WHAT"
check -Wvm-as0 --format=rdjsonl -- arch/x86/kvm/u0.c
like "$err" '^\{"message"' "--format"

"$gfncheck" -p "$tmp/k/b/x86" --no-cache -q --write-baseline "$tree/known" > /dev/null
check --baseline=known --error-exitcode=3 -- arch/x86/kvm/u0.c
is "$status $err" "0 " "--baseline"

# facts and the precompiled header are kept where they are asked for, by all units alike
mkdir "$tmp/facts"
for i in 0 1; do
	check -v --facts="$tmp/facts/db" -- arch/x86/kvm/u$i.c
	like "$err" "u$i.c:5:.*vcpu-direct" "--facts: u$i.c: what is found"
	like "$err" "kbuild: arch/x86/kvm/u$i.c: ok" "--facts: u$i.c: parsed"
done
is "$(find "$tmp/facts" -name '*.pch' | wc -l)" 1 "--facts: one header for both"
for i in 0 1; do
	check -v --facts="$tmp/facts/db" -- arch/x86/kvm/u$i.c
	is "$(grep -c 'vcpu-direct' <<< "$err") $(grep -c 'c: ok' <<< "$err")" "1 0" "--facts: u$i.c again: not parsed"
done
sed -i 's/sizeof(v)/8/' "$tree/arch/x86/kvm/u1.c"
check -v --facts="$tmp/facts/db" -- arch/x86/kvm/u1.c
is "$(grep -c 'vcpu-direct' <<< "$err") $(grep -c 'c: ok' <<< "$err")" "1 1" "--facts: one that changed is parsed"
rm -r "$tmp/facts" && mkdir "$tmp/facts"
CF="--facts=$tmp/facts/db"
make_all "$CF"
is "$(grep -c 'vcpu-direct' <<< "$err") $(grep -vc 'u0.c:' <<< "$err")" "6 0" "--facts: several units at once"

# what does not parse is no reason to stop
echo 'int x = ;' > "$tree/arch/x86/kvm/bad.c"
sed -n p "$tree/arch/x86/kvm/u0.c" >> "$tree/arch/x86/kvm/bad.c"
check --error-exitcode=0 -- arch/x86/kvm/bad.c
is "$status" 0 "a unit that does not parse: exit status"
like "$err" 'bad.c:1: note: not analysed: does not parse' "a unit that does not parse: says so"
check -- arch/x86/kvm/gone.c
is "$status" 0 "a file that is not there: exit status"
like "$err" 'cannot read arch/x86/kvm/gone.c' "a file that is not there: says so"

# without an accessor there is nothing to parse, so nothing can be wrong
printf '#include <linux/kvm_host.h>\n#error not parsed\n' > "$tree/arch/x86/kvm/none.c"
check -- arch/x86/kvm/none.c
is "$status $err" "0 " "a unit without an accessor is not parsed"
printf '#define READ kvm_read_guest\n' > "$tree/arch/x86/kvm/h.h"
printf '#include <linux/kvm_host.h>\n#include "h.h"\nint r(struct kvm_vcpu *v, void *p) { return READ(v->kvm, 0, p, 8); }\n' \
	> "$tree/arch/x86/kvm/none.c"
check -- arch/x86/kvm/none.c
like "$err" 'h.h:1:.*vcpu-direct' "but with one in a header"

# the whole program, where it is known
cat > "$tree/arch/x86/kvm/u0.c" <<'END'
#include <linux/kvm_host.h>
int helper(struct kvm *kvm, gpa_t gpa, void *p);
int helper(struct kvm *kvm, gpa_t gpa, void *p)
{
	return kvm_read_guest(kvm, gpa, p, 8);
}
END
cat > "$tree/arch/x86/kvm/u1.c" <<'END'
#include <linux/kvm_host.h>
int helper(struct kvm *kvm, gpa_t gpa, void *p);
int vcpu(struct kvm_vcpu *vcpu, void *p)
{
	return helper(vcpu->kvm, 0, p);
}
END
sleep 0.1
check -p "$tmp/k/b/x86" -- arch/x86/kvm/u0.c
is "$status" 0 "-p without facts: exit status"
like "$err" 'warning: the facts of x86 do not hold for 1 other files, so callers there are not seen; run gfncheck -p ' "-p without facts: says so"
"$gfncheck" -p "$tmp/k/b/x86" -q > /dev/null
check -p "$tmp/k/b/x86" -- arch/x86/kvm/u0.c
like "$err" '^arch/x86/kvm/u0.c:5:.*\[vcpu-callers\].*u1.c' "-p with facts: callers in other files"
is "$(grep -c warning: <<< "$err")" 0 "-p with facts: nothing else"
check "--build=$tmp/k/b/x86" -- arch/x86/kvm/u1.c
is "$err" "" "-p with facts: what another file has is not said"
sed -i '1i\ ' "$tree/arch/x86/kvm/u0.c"
check -p "$tmp/k/b/x86" -- arch/x86/kvm/u0.c
like "$err" '^arch/x86/kvm/u0.c:6:.*\[vcpu-callers\]' "-p: the file itself may have changed"
sed -i '1i\ ' "$tree/arch/x86/kvm/u1.c"
check -p "$tmp/k/b/x86" -- arch/x86/kvm/u0.c
like "$err" 'the facts of x86 do not hold for 1 other files' "-p: another one may not"

done_testing
