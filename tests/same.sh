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
for b in ${GFN_BUILDS:-}; do
	all_ways "$(basename "$(dirname "$b")")/$(basename "$b")" "$b"
done
done_testing
