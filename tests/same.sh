#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What is parsed, and how, must not show: the report is the same, byte for
# byte, whether all units are parsed or only those that can matter, with and
# without a precompiled header, from the fact base or afresh, by one worker or
# by four. On all of tests/cases as one program each, on a small kernel, and on
# the builds that GFN_BUILDS names ("b/x86 b/arm64"), as scripts/gfn-prepare
# made them.
# takes: 4 s
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

report() # FILE DIR OPTION...
{
	local out=$1 dir=$2
	shift 2
	"$gfncheck" -q -p "$dir" --all-sites -W vm-as0 --format=json "$@" > "$out" 2> "$out.err"
}

all_ways() # NAME DIR OPTION...
{
	local name=$1 dir=$2
	shift 2
	rm -f "$tmp"/base*
	report "$tmp/plain" "$dir" "$@" --no-cache --no-pch --exhaustive -j1
	like "$(cat "$tmp/plain")" '"units": [1-9]' "$name: something is reported"
	report "$tmp/way" "$dir" "$@" --facts "$tmp/base" -j4
	same "$tmp/plain" "$tmp/way" "$name: rounds, a header, an empty fact base"
	report "$tmp/way" "$dir" "$@" --facts "$tmp/base"
	same "$tmp/plain" "$tmp/way" "$name: the fact base as it was left"
	report "$tmp/way" "$dir" "$@" --facts "$tmp/base" --exhaustive
	same "$tmp/plain" "$tmp/way" "$name: the rest on top"
	report "$tmp/way" "$dir" "$@" --no-cache --no-pch
	same "$tmp/plain" "$tmp/way" "$name: rounds without a header"
}

# One program of each folder of cases, one of all single files.
case_builds()
{
	local d f sep
	cd "$top/tests/cases" || exit 1
	for d in */; do
		[ "$d" = include/ ] && continue
		mkdir -p "$tmp/cases/${d%/}"
		sep='['
		for f in "$d"*.c; do
			printf '%s{"directory": "%s", "file": "%s", "arguments": ["cc", "-std=gnu11", "-Iinclude", "-c", "%s"]}' \
				"$sep" "$PWD" "$f" "$f"
			sep=$',\n'
		done > "$tmp/cases/${d%/}/compile_commands.json"
		echo ']' >> "$tmp/cases/${d%/}/compile_commands.json"
	done
	mkdir "$tmp/cases/single-files"
	sep='['
	for f in *.c; do
		printf '%s{"directory": "%s", "file": "%s", "arguments": ["cc", "-std=gnu11", "-Iinclude", "-c", "%s"]}' \
			"$sep" "$PWD" "$f" "$f"
		sep=$',\n'
	done > "$tmp/cases/single-files/compile_commands.json"
	echo ']' >> "$tmp/cases/single-files/compile_commands.json"
	cd "$top" || exit 1
}

# A small kernel whose units bring along headers of KVM's own: one with a site, and
# one that some do not include, for whom its macro must not be there.
private_headers()
{
	local kvm=$1/tree/arch/x86/kvm i
	mini_kernel "$1" 6
	cat > "$kvm/x86.h" <<-'END'
	#ifndef X86_H
	#define X86_H
	#include "lapic.h"
	static inline int header_site(struct kvm_vcpu *vcpu, gpa_t gpa)
	{
		u64 v;
		return kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v));
	}
	#endif
	END
	printf '#ifndef LAPIC_H\n#define LAPIC_H\n#define OF(vcpu) ((vcpu)->kvm)\n#endif\n' > "$kvm/lapic.h"
	for i in 0 1 2 3; do
		sed -i -e '1a #include "x86.h"' -e 's/vcpu->kvm/OF(vcpu)/' "$kvm/u$i.c"
	done
	cat >> "$kvm/u4.c" <<-'END'
	int vm(struct kvm *kvm, gpa_t gpa)
	{
	#ifdef OF
		return 0;
	#else
		u64 v;
		return kvm_read_guest(kvm, gpa, &v, sizeof(v));
	#endif
	}
	END
	sleep 0.02
}

case_builds
for b in "$tmp"/cases/*/; do
	all_ways "$(basename "$b")" "$b" --tree "$top/tests/cases"
done
mini_kernel "$tmp/mini" 5
all_ways "a small kernel" "$tmp/mini/b/x86"
private_headers "$tmp/private"
all_ways "headers of KVM's own" "$tmp/private/b/x86"
like "$(cat "$tmp/plain")" '"function": "header_site"' "a site in such a header"
is "$(grep -c '"accessor": "kvm_read_guest"' "$tmp/plain")" 8 "all sites, the one without the macro too"

# The same kernel, edited: what is kept of the units that do not include the edited
# header must go with what is said of it now.
private=$tmp/private/tree/arch/x86/kvm
edited() # NAME [UNITS]: after an edit; how many units are parsed
{
	local n
	sleep 0.02
	report "$tmp/plain" "$tmp/private/b/x86" --no-cache --no-pch --exhaustive -j1
	n=$("$gfncheck" -p "$tmp/private/b/x86" -v --facts "$tmp/base" 2>&1 > /dev/null |
		sed -n 's/^\([0-9]*\) of .* units parsed.*/\1/p')
	[ -z "${2:-}" ] || is "$n" "$2" "$1: units parsed"
	report "$tmp/way" "$tmp/private/b/x86" --facts "$tmp/base"
	same "$tmp/plain" "$tmp/way" "$1"
}
edited "nothing" 0
sed -i 's/header_site/other_name/' "$private/x86.h"
edited "a header that four include" 4
like "$(cat "$tmp/plain")" '"function": "other_name"' "the header's own facts are those of today"
sed -i 's/&v, sizeof(v)/\&v, 8/' "$private/lapic.h" "$private/x86.h"
edited "a call in it" 4
sed -i 's/^#define OF.*/&\nint two(struct kvm_vcpu *vcpu);/' "$private/lapic.h"
edited "a header that it includes" 4
printf '#include <linux/kvm_host.h>\n#include "lapic.h"\n' > "$private/u5.c"
edited "a unit that comes to include it"
sed -i 's/^int two.*/&\nstatic inline int in_lapic(struct kvm_vcpu *vcpu) { u64 v; return kvm_read_guest(vcpu->kvm, 1, \&v, 8); }/' "$private/lapic.h"
edited "a site in the header that it includes" 5
sed -i '/include "lapic.h"/d' "$private/x86.h"
edited "one include less, which four lack"
sed -i '1i #include "lapic.h"' "$private/x86.h"
edited "and again"
sed -i '/include "x86.h"/s/x86.h/lapic.h/' "$private/u1.c" "$private/u2.c" "$private/u3.c"
edited "what too few include is not shared any more"
echo '#error no' >> "$private/x86.h"
edited "a header that does not parse"
sed -i '/#error/d' "$private/x86.h"
sed -i '/include "lapic.h"/s/lapic.h/x86.h/' "$private/u1.c" "$private/u2.c" "$private/u3.c"
edited "shared again"
echo '#error no' >> "$private/x86.h"
edited "then it does not parse"
sed -i '/#error/d' "$private/x86.h"
edited "then it does"

for b in ${GFN_BUILDS:-}; do
	all_ways "$(basename "$(dirname "$b")")/$(basename "$b")" "$b"
done
done_testing
