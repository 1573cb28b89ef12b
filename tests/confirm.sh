#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# "fix --expect" and "confirm": a call on another vCPU than before is told, and
# so is one that is gone; what an edit only shifts is not.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

mini_kernel "$tmp/k" 1
cat > "$tmp/k/tree/arch/x86/kvm/u0.c" <<'END'
#include <linux/kvm_host.h>
struct kvm_vcpu *current_vcpu(void);
struct kvm_vcpu *next_vcpu(struct kvm_vcpu *v);
struct pair { struct kvm_vcpu *a, *b; };
int first(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gpa_t gpa, void *p)
{
	struct kvm *kvm = vcpu->kvm;

	return kvm_read_guest(kvm, gpa, p, 8) + kvm_read_guest(other->kvm, gpa, p, 8);
}
int second(struct pair *pair, gpa_t gpa, void *p)
{
	return kvm_read_guest(pair->a->kvm, gpa, p, 8);
}
int third(gpa_t gpa, void *p)
{
	struct kvm_vcpu *v = current_vcpu(), *w = next_vcpu(v);

	return kvm_read_guest(v->kvm, gpa, p, 8) + kvm_read_guest(w->kvm, gpa, p, 8);
}
END
cp -r "$tmp/k" "$tmp/f"
sed -i "s|$tmp/k|$tmp/f|g" "$tmp/f/b/x86/compile_commands.json" "$tmp/f/b/x86/build.info"
"$gfncheck" -q -p "$tmp/k/b/x86" --no-cache fix --expect "$tmp/expected" -o "$tmp/f/tree" > "$tmp/out"
is "$(cat "$tmp/out")" "5 calls rewritten in 1 file" "fix --expect: makes the edits"
is "$(wc -l < "$tmp/expected")" 5 "fix --expect: a line for each call"

confirm()
{
	out=$("$gfncheck" -q -p "$tmp/f/b/x86" --no-cache confirm "$tmp/expected" 2>&1)
	status=$?
}
cp "$tmp/f/tree/arch/x86/kvm/u0.c" "$tmp/fixed"
confirm
is "$status$out" 0 "confirm: what fix did holds"

# mutant NAME WANT SED: the converted file with a mistake in it
mutant()
{
	sed "$3" "$tmp/fixed" > "$tmp/f/tree/arch/x86/kvm/u0.c"
	cmp -s "$tmp/fixed" "$tmp/f/tree/arch/x86/kvm/u0.c" && echo "# $1: nothing is changed"
	confirm
	is "$status" 1 "$1: exit status"
	like "$out" "$2" "$1: says which"
}
mutant "another vCPU" 'u0.c:9	kvm_vcpu_read_guest\(\) would be called on another vCPU: P1, not P0' \
	's/return kvm_vcpu_read_guest(vcpu,/return kvm_vcpu_read_guest(other,/'
mutant "set in between" 'u0.c:9	.*another vCPU: P1, not P0' '/^int first/,/^}/s/^{/{ vcpu = other;/'
mutant "another member" 'u0.c:13	.*kvm_vcpu' 's/pair->a/pair->b/'
mutant "the results of calls taken for each other" 'u0.c:19	.*another vCPU' \
	's/guest(v,/guest(x,/; s/guest(w,/guest(v,/; s/guest(x,/guest(w,/'
mutant "a call that is gone" 'u0.c:13	kvm_vcpu_read_guest\(\) cannot be found again in arch/x86/kvm/u0.c' \
	's/return kvm_vcpu_read_guest(pair->a,.*/return 0;/'
# A call more in front of them shifts their numbers, and nothing else.
sed 's/struct kvm_vcpu \*v = current_vcpu()/struct kvm_vcpu *v = (next_vcpu(0), current_vcpu())/' "$tmp/fixed" \
	> "$tmp/f/tree/arch/x86/kvm/u0.c"
confirm
is "$status$out" 0 "confirm: a call more in front of them is nothing"
# However many calls there are.
{
	printf '#include <linux/kvm_host.h>\nstruct kvm_vcpu *current_vcpu(void);\n'
	printf 'int many(gpa_t gpa, void *p)\n{\n\tint r = 0;\n'
	printf '\tstruct kvm_vcpu *v%d = current_vcpu();\n' {1..300}
	printf '\tr |= kvm_read_guest(v%d->kvm, gpa, p, 8);\n' {1..300}
	printf '\treturn r;\n}\n'
} > "$tmp/k/tree/arch/x86/kvm/u0.c"
"$gfncheck" -q -p "$tmp/k/b/x86" --no-cache fix --expect "$tmp/expected" -o "$tmp/f/tree" > "$tmp/out"
cp "$tmp/f/tree/arch/x86/kvm/u0.c" "$tmp/fixed"
confirm
is "$status$out" 0 "confirm: 300 calls hold"
mutant "the last of 300 calls taken for each other" 'u0.c:60[45]	.*another vCPU' \
	's/guest(v299,/guest(x,/; s/guest(v300,/guest(v299,/; s/guest(x,/guest(v300,/'
echo nonsense > "$tmp/expected"
confirm
like "$status $out" "^2 .*not what .fix --expect. wrote" "confirm: what is not ours is an error"
"$gfncheck" -p "$tmp/f/b/x86" confirm "$tmp/nowhere" > "$tmp/out" 2>&1
like "$? $(cat "$tmp/out")" "^2 .*cannot read $tmp/nowhere" "confirm: what is not there is an error"

mini_kernel "$tmp/two" 2
sed "s/direct_1/again/; 1d" "$tmp/two/tree/arch/x86/kvm/u1.c" >> "$tmp/two/tree/arch/x86/kvm/u0.c"
"$gfncheck" -q -p "$tmp/two/b/x86" --no-cache fix --expect "$tmp/expected" --dry-run > "$tmp/out"
is "$(cut -f 2 "$tmp/expected" | uniq -c | tr -s ' \n' ' ')" " 2 arch/x86/kvm/u0.c 1 arch/x86/kvm/u1.c " \
	"fix --expect: a file behind one with two calls"
done_testing
