#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# "gfncheck thread": which helpers can take the vCPU, the semantic patch for these,
# and why the others cannot. convert.sh tests what Coccinelle makes of it.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

mini_kernel "$tmp/k" 1
cat > "$tmp/k/tree/include/linux/more.h" <<'END'
#include <linux/kvm_host.h>
void mark_page_dirty(struct kvm *kvm, gfn_t gfn);
void kvm_vcpu_mark_page_dirty(struct kvm_vcpu *vcpu, gfn_t gfn);
int note(int *x);
END

# The whole plan for a file: the lines about it, then the patch.
plan() # OPTION...
{
	{ echo '#include <linux/more.h>'; cat; } > "$tmp/k/tree/arch/x86/kvm/u0.c"
	"$gfncheck" -q -p "$tmp/k/b/x86" --no-cache thread "$@" -o "$tmp/cocci" > "$tmp/out" 2> "$tmp/err"
	status=$?
	out=$(cat "$tmp/out" "$tmp/err")
	cocci=$(cat "$tmp/cocci" 2>/dev/null)
	rm -f "$tmp/cocci"
}

plan <<'END'
static void last(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);
}
static void middle(int n, struct kvm *kvm)
{
	last(kvm, n);
}
void first(struct kvm_vcpu *vcpu)
{
	struct kvm *kvm = vcpu->kvm;

	middle(1, vcpu->kvm);
	middle(2, kvm);
}
END
is "$status" 0 "two helpers: exit status"
like "$cocci" "last\(.- struct kvm .kvm.. struct kvm_vcpu" "two helpers: the last takes the vCPU"
like "$cocci" "middle\(" "two helpers: so does the one in between"

plan <<'END'
static void helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);
}
void locks(struct kvm_vcpu *vcpu)
{
	struct kvm *kvm = vcpu->kvm;

	note(&vcpu->kvm->x);
	helper(kvm, 1);
}
END
like "$cocci" "helper\(.- struct kvm .kvm.. struct kvm_vcpu" "a caller that locks its VM: the helper takes the vCPU"

# refused NAME WHY: the helper in stdin, called as helper(vcpu->kvm, 1), does not become one
refused()
{
	{ cat; printf 'void calls(struct kvm_vcpu *vcpu)\n{\n\thelper(vcpu->kvm, 1);\n}\n'; } > "$tmp/source"
	plan < "$tmp/source"
	like "$out" "$2" "refused, $1"
	[[ $cocci != *"helper("* ]]
	ok $? "refused, $1: not in the patch"
}

refused "what it does with the VM" 'helper\(\) works on the VM: &kvm->x([^)]|$)' <<'END'
static void helper(struct kvm *kvm, gfn_t gfn)
{
	note(&kvm->x);
	mark_page_dirty(kvm, gfn);
}
END
refused "it sets its kvm" 'helper\(\) changes its kvm' <<'END'
static void helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);
	kvm = 0;
}
END
refused "it sets its kvm in its last line" 'helper\(\) changes its kvm' <<'END'
static void helper(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); kvm = 0; }
END
refused "a call that no build has" 'arch/x86/kvm/u0.c:9 mentions helper\(\)' <<'END'
static void helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);
}
#ifdef NEVER
void never(struct kvm *kvm)
{
	helper(kvm, 2);
}
#endif
END

plan <<'END'
static void helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);
}
void calls(struct kvm_vcpu *vcpu)
{
	helper(vcpu->kvm, 1);
#ifdef NEVER
	helper(vcpu->kvm, 2);
#endif
}
END
like "$out" 'arch/x86/kvm/u0.c:10 mentions helper' "refused, a call that no build has behind one that is known"
mkdir -p "$tmp/k/tree/virt/kvm"
echo 'int helper(struct kvm *kvm, gfn_t gfn);' > "$tmp/k/tree/virt/kvm/other.h"
printf '\nint helper(struct kvm *kvm, gfn_t gfn)\n{\n\treturn 0;\n}\n' > "$tmp/k/tree/virt/kvm/other.c"
refused "another one in a file that no build has" 'virt/kvm/other.c:2 has another helper\(\)' <<'END'
int helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);
	return 0;
}
END

# Calls in what a macro names, or Coccinelle cannot parse, are edits: once each, although two functions have them.
cat > "$tmp/k/tree/arch/x86/kvm/tmpl.h" <<'END'
static void FNAME(walk)(struct kvm_vcpu *vcpu)
{
	helper(vcpu->kvm, 1);
	helper(vcpu->kvm, 2);
}
END
cat > "$tmp/source" <<'END'
static void helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);
}
#define FNAME(name) a_##name
#include "tmpl.h"
#undef FNAME
#define FNAME(name) b_##name
#include "tmpl.h"
void calls(struct kvm_vcpu *vcpu)
{
	a_walk(vcpu);
	b_walk(vcpu);
	helper(vcpu->kvm, 3);
}
static void other(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);
}
void calls_other(struct kvm_vcpu *vcpu)
{
	other(vcpu->kvm, 4);
}
END
plan < "$tmp/source"
edit=$'edit\t[^\t]*/tmpl.h\t'
like "$cocci" "other\(.*helper\(|helper\(.*other\(" "a template: both are in the patch"
like "$out" "$edit.*$edit" "a template: each of its calls is an edit"
[[ $out =~ $edit.*$edit.*$edit ]]
is "$?" 1 "a template: and none of them twice"
printf '%s\t%d\n' arch/x86/kvm/u0.c 19 arch/x86/kvm/u0.c 4 > "$tmp/unparsed"
plan --unparsed "$tmp/unparsed" < "$tmp/source"
like "$out" "Coccinelle cannot parse helper\(\)" "what Coccinelle cannot parse is refused"
like "$out" "Coccinelle cannot parse other\(\)" "all of it"

# As many helpers in a row as are gone through, and one more.
chain() # N
{
	local i
	printf 'static void h0(struct kvm *kvm)\n{\n\tmark_page_dirty(kvm, 1);\n}\n'
	for ((i = 1; i < $1; i++)); do
		printf 'static void h%d(struct kvm *kvm)\n{\n\th%d(kvm);\n}\n' "$i" $((i - 1))
	done
	printf 'void calls(struct kvm_vcpu *vcpu)\n{\n\th%d(vcpu->kvm);\n}\n' $(($1 - 1))
}
plan < <(chain 17)
like "$cocci" "h0\(.*h16\(" "17 helpers in a row"
plan < <(chain 18)
like "$out" "none of the 17 calls up to h17\(\) has a vCPU" "18 helpers in a row: too many"
is "$cocci" "" "18 helpers in a row: none of them"

# Static functions of two files share a name, and the rule for it.
mini_kernel "$tmp/two" 2
for i in 0 1; do
	printf '#include <linux/kvm_host.h>\nstatic int helper(struct kvm *kvm)\n{\n\treturn kvm_read_guest(kvm, %d, 0, 1);\n}\n' $i
	printf 'int calls_%d(struct kvm_vcpu *vcpu)\n{\n\treturn helper(vcpu->kvm);\n}\n' $i
done | csplit -sz -f "$tmp/u" -b %d.c - '/^#include/' '{*}'
cp "$tmp"/u[01].c "$tmp/two/tree/arch/x86/kvm"
"$gfncheck" -q -p "$tmp/two/b/x86" --no-cache thread -o "$tmp/cocci" > "$tmp/out" 2>&1
is "$?,$(grep -c '^thread' "$tmp/out")" "0,2" "two functions of a name: both are in the plan"
is "$(grep -c '^@define_' "$tmp/cocci"),$(grep -c '^@call_' "$tmp/cocci")" "1,1" "two functions of a name: one rule"
done_testing
