# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034
# For tests in shell: TAP, a scratch folder $tmp, and a kernel of three files.
# Source it, call ok/is/like..., end with done_testing.
set -u
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
gfncheck=${GFNCHECK:-$top/gfncheck}
tmp=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT
export XDG_CACHE_HOME=$tmp/cache NO_COLOR=1
tap_n=0
tap_failed=0

ok() # STATUS NAME: 0 is good
{
	tap_n=$((tap_n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tap_n - $2"
	else
		echo "not ok $tap_n - $2"
		tap_failed=1
		return 1
	fi
}

skip() # NAME WHY
{
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

is() # GOT WANT NAME
{
	[ "$1" = "$2" ]
	ok $? "$3" || printf '#  got: %s\n# want: %s\n' "${1//$'\n'/$'\n'#       }" "$2"
}

like() # TEXT REGEX NAME
{
	[[ $1 =~ $2 ]]
	ok $? "$3" || printf '#    got: %s\n# no match for: %s\n' "${1//$'\n'/$'\n'#         }" "$2"
}

same() # FILE FILE NAME
{
	diff -u "$1" "$2" > "$tmp/.diff" 2>&1
	ok $? "$3" || sed 's/^/# /' "$tmp/.diff" | head -40
}

# Run a command: $out and $err are what it says, $status is its exit status.
catch() # COMMAND...
{
	"$@" > "$tmp/out" 2> "$tmp/err"
	status=$?
	out=$(cat "$tmp/out")
	err=$(cat "$tmp/err")
}

done_testing()
{
	echo "1..$tap_n"
	exit "$tap_failed"
}

# A kernel tree with N units in DIR/tree, and its build in DIR/b/x86.
mini_kernel() # DIR [N]
{
	local dir=$1 n=${2:-2} i
	mkdir -p "$dir/tree/include/linux" "$dir/tree/arch/x86/kvm" "$dir/b/x86"
	cat > "$dir/tree/include/linux/kvm_host.h" <<-'END'
	#ifndef __KVM_HOST_H
	#define __KVM_HOST_H
	typedef unsigned long long u64, gpa_t, gfn_t;
	struct kvm { int x; };
	struct kvm_vcpu { struct kvm *kvm; int id; };
	int kvm_read_guest(struct kvm *kvm, gpa_t gpa, void *data, unsigned long len);
	int kvm_vcpu_read_guest(struct kvm_vcpu *vcpu, gpa_t gpa, void *data, unsigned long len);
	#endif
	END
	for ((i = 0; i < n; i++)); do
		cat > "$dir/tree/arch/x86/kvm/u$i.c" <<-END
		#include <linux/kvm_host.h>
		int direct_$i(struct kvm_vcpu *vcpu, gpa_t gpa)
		{
		        u64 v;
		        return kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v));
		}
		END
	done
	mini_compdb "$dir" "$n" > "$dir/b/x86/compile_commands.json"
	printf 'tree=%s\narch=x86\naddress_spaces=2\n' "$dir/tree" > "$dir/b/x86/build.info"
	# Files as new as the run are not trusted to stay: let the clock tick.
	sleep 0.02
}

mini_compdb() # DIR N
{
	local i sep=
	echo '['
	for ((i = 0; i < $2; i++)); do
		printf '%s{"directory": "%s/b/x86", "file": "../../tree/arch/x86/kvm/u%d.c",' "$sep" "$1" "$i"
		printf ' "arguments": ["gcc", "-I%s/tree/include", "-DKBUILD_MODNAME=\\"kvm\\"",' "$1"
		printf ' "-Wall", "-Werror", "-mpreferred-stack-boundary=3", "-c", "-o", "u.o",'
		printf ' "../../tree/arch/x86/kvm/u%d.c"]}\n' "$i"
		sep=,
	done
	echo ']'
}

# A unit arch/ARCH/kvm/k.c with a call in line 6, a register variable, and an asm
# that other architectures do not have.
asm_unit() # TREE ARCH REGISTER ASM
{
	mkdir -p "$1/arch/$2/kvm" "$1/arch/$2/include"
	cat > "$1/arch/$2/kvm/k.c" <<-END
	#include <linux/kvm_host.h>
	int k(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
	{
	        register unsigned long r asm("$3") = 0;
	        asm volatile("$4" : "+r"(r) : : "memory");
	        return kvm_read_guest(vcpu->kvm, gpa, p, 8);
	}
	END
}

# Debian's kernel sources, unpacked and configured for x86 once for all tests: in
# the folder that GFN_KERNELS names, as linux-source-6.12 and b6.12/x86, which is
# below build/kernels by default.
kernels=${GFN_KERNELS:-${BUILD:-$top/build}/kernels}

# Fails, with a line that says why, where the kernel cannot be had.
debian_kernel() # VERSION
{
	mkdir -p "$kernels" && (
		flock 9
		make_debian_kernel "$1"
	) 9> "$kernels/.lock"
}

make_debian_kernel() # VERSION
{
	local tree=$kernels/linux-source-$1 tarball=/usr/src/linux-source-$1.tar.xz

	if [ ! -d "$tree" ]; then
		[ -f "$tarball" ] || { echo "linux-source-$1 is not installed"; return 1; }
		rm -rf "$tree.part"
		mkdir "$tree.part" && tar -C "$tree.part" --strip-components=1 -xf "$tarball" &&
			mv "$tree.part" "$tree" || { echo "cannot unpack $tarball"; return 1; }
	fi
	[ -f "$kernels/b$1/x86/compile_commands.json" ] ||
		"$top/scripts/gfn-prepare" -q --tree "$tree" --arch x86 --out "$kernels/b$1" \
			> "$tmp/prepare" 2>&1 9>&- || { echo "gfn-prepare failed: $(tail -n 1 "$tmp/prepare")"; return 1; }
}
