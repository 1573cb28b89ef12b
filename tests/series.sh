#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gfn-convert -o: which change is in which patch, what each says, and that git am
# takes them one after the other.
# slow: conversions
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck source=tests/convert-lib.sh
. "$top/tests/convert-lib.sh"

also() # DIR FILE...: a unit for each, in the build
{
	local dir=$1 file

	shift
	{
		mini_compdb "$dir" 1 | sed '$d'
		for file; do
			echo ,
			mini_compdb "$dir" 1 | sed "1d; \$d; s|arch/x86/kvm/u0.c|$file|g"
		done
		echo ']'
	} > "$dir/b/x86/compile_commands.json"
}

commit() # DIR SUBJECT
{
	git -C "$1/tree" add -A .
	git -C "$1/tree" commit -qm "$2"
}

export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

# --- Causes ---------------------------------------------------------------------
# One file: two hypercalls that read, one that writes, a helper that others call
# directly, and what is never in SMM.

kernel "$tmp/c" <<'END'
#include <linux/kvm_host.h>
static int flush(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, sizeof(v));
}

static int clock(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v = 1;

	return kvm_write_guest(vcpu->kvm, gpa, &v, sizeof(v));
}

static int send(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v));
}

int hypercall(struct kvm_vcpu *vcpu, int nr, gpa_t gpa)
{
	switch (nr) {
	case 0:
		return flush(vcpu, gpa);
	case 1:
		return clock(vcpu, gpa);
	}
	return send(vcpu, gpa);
}

int walk(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v));
}

static int sev_es_guest(struct kvm *kvm)
{
	return !!kvm;
}

int svm_has_emulated_msr(struct kvm *kvm)
{
	return !sev_es_guest(kvm);
}

int sev_handle_vmgexit(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v)) + !gfn_to_page(vcpu->kvm, gpa);
}
END
cat >> "$tmp/c/tree/include/linux/kvm_host.h" <<'END'
int kvm_write_guest(struct kvm *kvm, gpa_t gpa, const void *data, unsigned long len);
int kvm_vcpu_write_guest(struct kvm_vcpu *vcpu, gpa_t gpa, const void *data, unsigned long len);
END
commit "$tmp/c" forms
sed '/^static int clock/,/^}/s/^/	/' "$tmp/c/tree/arch/x86/kvm/u0.c" > "$tmp/u0.c"
git -C "$tmp/c/tree" rm -q arch/x86/kvm/u0.c
commit "$tmp/c" "Away with it"
mkdir "$tmp/c/tree/old"
mv "$tmp/u0.c" "$tmp/c/tree/old"
commit "$tmp/c" "Bring the bugs"
origin=$(git -C "$tmp/c/tree" log -1 --abbrev=12 --format='Fixes: %h ("%s")')
mkdir -p "$tmp/c/tree/arch/x86/kvm"
git -C "$tmp/c/tree" mv old/u0.c arch/x86/kvm/u0.c
commit "$tmp/c" "Move them"
sed -i 's/^		*/	/; s/^	\(static\|{\|}\)/\1/' "$tmp/c/tree/arch/x86/kvm/u0.c"
commit "$tmp/c" "Indent them as the kernel does"

convert "$tmp/c" -o "$tmp/causes" -s
is "$status" 0 "causes: exit status"
git -C "$tmp/c/tree" am -q "$tmp/causes/000"[1-9]-* > "$tmp/am" 2>&1
is "$? $(cat "$tmp/am")" "0 " "causes: git am takes them"
is "$(git -C "$tmp/c/tree" log -4 --reverse --format=%s)" \
"KVM: x86: Use vCPU's address space to read memory in hypercall()
KVM: x86: Use vCPU's address space to write memory in clock()
KVM: x86: Use vCPU's address space to read memory in walk()
KVM: x86: Use vCPU forms of guest memory accessors" \
	"causes: siblings are one patch, what does or serves something else is another, a clean-up comes last"
is "$(git -C "$tmp/c/tree" show --format= HEAD~3 | grep -c '^[-+].*read_guest\|^-.*struct kvm \*kvm')" 5 \
	"causes: a declaration goes with its last use"
body=$(git -C "$tmp/c/tree" log -1 --format=%b HEAD~3)
like "$body" "Use kvm_vcpu_read_guest\\(\\) instead of kvm_read_guest\\(\\) in flush\\(\\) and.send\\(\\),.*hypercall\\(\\)" \
	"causes: what is done, and where"
like "$body" "looks in address space 0\\..*SMM.*the wrong memory is read" "causes: what goes wrong"
like "$(git -C "$tmp/c/tree" log -1 --format=%b HEAD~2)" "the wrong memory is.written to and marked dirty" "causes: what goes wrong elsewhere"
for n in 3 2 1; do
	is "$(git -C "$tmp/c/tree" log -1 --format=%b HEAD~$n | grep ^Fixes:)" "$origin" \
		"causes: Fixes: names who brought it, through a move and an indentation ($n)"
done
body=$(git -C "$tmp/c/tree" log -1 --format=%b)
like "$body" "another address space.*SEV-ES.*sev_handle_vmgexit\\(\\).*Left on.*gfn_to_page\\(\\) .*No functional change intended\\." \
	"causes: why it is a clean-up, and what is left beside it"
is "$(awk 'length > 75' <<< "$body")" "" "causes: lines are short enough for a log"
convert "$tmp/c"
like "$status $out" "^0 Nothing to rewrite" "causes: with the patches there is nothing to do"

# What is kept by one inline function of a header and compared by another: were it
# two patches, the tree between them would be worse than before.
kernel "$tmp/h" <<'END'
#include <linux/kvm_host.h>
#include "h.h"
int keeps(struct kvm_vcpu *vcpu)
{
	return keep(vcpu);
}
int compares(struct kvm_vcpu *vcpu)
{
	return compare(vcpu);
}
END
cat > "$tmp/h/tree/arch/x86/kvm/h.h" <<'END'
static inline int keep(struct kvm_vcpu *vcpu)
{
	return vcpu->id = !!kvm_memslots(vcpu->kvm);
}

static inline int compare(struct kvm_vcpu *vcpu)
{
	return vcpu->id == !!kvm_memslots(vcpu->kvm);
}
END
commit "$tmp/h" header
convert "$tmp/h" -o "$tmp/header"
is "$status $(grep -h '^Subject' "$tmp/header/000"[1-9]*)" \
	"0 Subject: [PATCH 1/1] KVM: x86: Use vCPU's address space to look up gfns in h.h" "a header: one patch for an accessor"
like "$(cat "$tmp/header/0001"*)" "in keep\\(\\) and.compare\\(\\)" "a header: which functions"

# --- Files and architectures ----------------------------------------------------

kernel "$tmp/s" <<'END'
#include <linux/kvm_host.h>
int f(struct kvm_vcpu *vcpu)
{
	return gfn_to_hva(vcpu->kvm, 1) + !gfn_to_page(vcpu->kvm, 2);
}
END
mkdir -p "$tmp/s/tree/virt/kvm" "$tmp/s/tree/drivers/gpu"
cat > "$tmp/s/tree/virt/kvm/v.c" <<'END'
#include <linux/kvm_host.h>
int g(struct kvm_vcpu *vcpu)
{
	int a = vcpu->id;

	if (!a)
		return 0;
	return gfn_to_hva(vcpu->kvm, a);
}
END
cat > "$tmp/s/tree/drivers/gpu/d.c" <<'END'
#include <linux/kvm_host.h>
static int sev_es_guest(struct kvm *kvm)
{
	return !!kvm;
}
int svm_has_emulated_msr(struct kvm *kvm)
{
	return !sev_es_guest(kvm);
}
int sev_handle_vmgexit(struct kvm_vcpu *vcpu)
{
	return gfn_to_hva(vcpu->kvm, vcpu->id);
}
END
also "$tmp/s" virt/kvm/v.c drivers/gpu/d.c
commit "$tmp/s" more
before=$(sum "$tmp/s")
convert "$tmp/s" -o "$tmp/series" --signoff
is "$status" 0 "-o: exit status"
is "$(grep -c "Seen at run time" "$tmp/series/0000-"*)" 0 "-o: nothing is said to be seen where nothing was run"
is "$(sum "$tmp/s")" "$before" "-o: the tree is as it was"
is "$(cd "$tmp/series" && echo *)" \
   "0000-cover-letter.patch 0001-KVM-x86-Use-vCPU-s-address-space-to-look-up-gfns-in.patch 0002-KVM-Use-vCPU-s-address-space-to-look-up-gfns-in-g.patch 0003-KVM-x86-Use-vCPU-forms-of-guest-memory-accessors.patch" \
   "-o: a patch for each bug, then one for the architecture's clean-ups"
like "$(cat "$tmp/series/0000-"*)" "Subject: .PATCH 0/3. KVM: .*A \\(3\\):.  KVM: x86: Use vCPU" "-o: the cover letter lists them"
more=$(git -C "$tmp/s/tree" log -1 --abbrev=12 --format='Fixes: %h ("%s")')
git -C "$tmp/s/tree" am -q "$tmp/series/000"[1-9]-* > "$tmp/am" 2>&1
is "$? $(cat "$tmp/am")" "0 " "-o: git am takes them"
body=$(git -C "$tmp/s/tree" log -1 --format=%b HEAD~2)
like "$body" "f\\(\\).*wrong memslot, page.or address.*Signed-off-by: A <a@example.org>" \
	"-o: the body says why, what, where, and who"
like "$body" "Left on address space 0 in the same functions:.  f\\(\\): gfn_to_page" \
	"-o: the body names what is rewritten in part"
is "$(grep -c Fixes: <<< "$body")" 0 "-o: what everything came with is not what is fixed"
body=$(git -C "$tmp/s/tree" log -1 --format=%b HEAD~1)
like "$body" "$(printf '%s' "$more" | sed 's/[()"]/./g')
Signed-off-by" "-o: the commit that a bug came with"
like "$body" "\\(SMM\\) of x86 uses" "-o: generic code is wrong on x86 only"
is "$(git -C "$tmp/s/tree" log -1 --format= --name-only | paste -sd ' ')" \
   "drivers/gpu/d.c" "-o: a driver that one architecture has is in its patch"
like "$(cat "$tmp/series/0002-"*)" "@@ int g\\(struct kvm_vcpu" "-o: hunks name their function"
like "$(cat "$tmp/series/0002-"*)" "---.Found and rewritten by gfn-convert.*parses.*in: x86\\." "-o: how it was verified is no part of the log"
convert "$tmp/s"
like "$status $out" "^0 Nothing to rewrite" "-o: with the patches there is nothing to do"

# --- What gfn-prove saw -----------------------------------------------------------
# On this version, and not on another.

kernel "$tmp/v" <<'END'
#include <linux/kvm_host.h>
int f(struct kvm_vcpu *vcpu)
{
	return gfn_to_hva(vcpu->kvm, 1);
}
END
printf '%s\n' "VERSION = 6" "PATCHLEVEL = 12" "SUBLEVEL = 117" "EXTRAVERSION =" "NAME = a name" \
	> "$tmp/v/tree/Makefile"
commit "$tmp/v" version
for version in 6.12.117 6.12.11; do
	mkdir -p "$tmp/proof/build/prove/$version"
	cat > "$tmp/proof/build/prove/$version/table.txt" <<-END
	arch/x86/kvm/u0.c:4: gfn_to_hva() in f() [direct]
	    guest   runs on $version
	    before  address space 0: saw what the OS has
	    after   the vCPU's: saw SMRAM
	arch/x86/kvm/u1.c:9: gfn_to_hva() in g() [vCPU form]
	    guest   does something else
	2 scenarios: 2 as the findings say, 0 not, 0 not told
	END
done
pushd "$tmp/proof" > /dev/null || exit 1
convert "$tmp/v" -o "$tmp/proven"
popd > /dev/null || exit 1
is "$status" 0 "-o after gfn-prove: exit status"
like "$(cat "$tmp/proven/0000-"*)" "by gfn-prove on 6\\.12\\.117.*  arch/x86/kvm/u0\\.c:4: .*runs on 6\\.12\\.117.*2 scenarios" \
	"-o after gfn-prove: the cover letter has its table"
is "$(grep -c 'runs on 6\.12\.11$\|something else' "$tmp/proven/0000-"*)" 0 \
	"-o after gfn-prove: and no other kernel's, nor what was right before"
like "$(cat "$tmp/proven/0001-"*)" "Reproduced on 6\\.12\\.117 by gfn-prove.*  f\\(\\): runs on 6.12.117.    before: saw what the OS has.    after: saw SMRAM" \
	"-o after gfn-prove: a bug's log says how it was seen"

# --- Each patch leaves a tree that parses -----------------------------------------
# A signature that changes is with all its calls.

kernel "$tmp/o" <<'END'
#include <linux/kvm_host.h>
int f(struct kvm_vcpu *vcpu)
{
	return helper(vcpu->kvm);
}
int alone(struct kvm_vcpu *vcpu)
{
	return gfn_to_hva(vcpu->kvm, 2);
}
END
mkdir -p "$tmp/o/tree/virt/kvm"
cat > "$tmp/o/tree/virt/kvm/v.c" <<'END'
#include <linux/kvm_host.h>
int helper(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 1);
}
END
also "$tmp/o" virt/kvm/v.c
echo 'int helper(struct kvm *kvm);' >> "$tmp/o/tree/include/linux/kvm_host.h"
commit "$tmp/o" more
convert "$tmp/o" --thread -o "$tmp/over"
is "$status" 0 "a signature in three files: exit status"
git -C "$tmp/o/tree" am -q "$tmp/over/000"[1-9]-* > "$tmp/am" 2>&1
is "$? $(cat "$tmp/am")" "0 " "a signature in three files: git am takes them"
is "$(git -C "$tmp/o/tree" log -2 --reverse --format=%s --name-only | grep .)" \
"KVM: Use vCPU's address space to look up gfns in helper()
arch/x86/kvm/u0.c
include/linux/kvm_host.h
virt/kvm/v.c
KVM: x86: Use vCPU's address space to look up gfns in alone()
arch/x86/kvm/u0.c" "a signature in three files: one patch, and what has nothing to do with it another"
like "$(git -C "$tmp/o/tree" log -1 --format=%b HEAD~1)" "Pass the vCPU to helper\\(\\) rather than its kvm" \
	"a signature in three files: the log says so"

# Here a definition serves a call in another function: found out by parsing.
kernel "$tmp/p" <<'END'
#include <linux/kvm_host.h>
int f(struct kvm_vcpu *vcpu)
{
	return gfn_to_hva(vcpu->kvm, 1);
}
int g(struct kvm_vcpu *vcpu)
{
	u64 v;

	return kvm_read_guest(vcpu->kvm, 1, &v, 8);
}
END
convert "$tmp/p" -o "$tmp/parts"
is "$status $(cd "$tmp/parts" && echo 000[1-9]* | wc -w)" "0 2" "parts that parse on their own: two patches"
cat > "$tmp/clang" <<END
#!/bin/bash
case "\$*" in
*/gfn-convert.*) ! grep -q kvm_vcpu_gfn_to_hva $tmp/gfn-convert.*/tree/arch/x86/kvm/u0.c ||
	    grep -q kvm_vcpu_read_guest $tmp/gfn-convert.*/tree/arch/x86/kvm/u0.c ||
	    { echo "arch/x86/kvm/u0.c:1:1: error: g() is not as f() is"; exit 1; } ;;
esac
exit 0
END
chmod +x "$tmp/clang"
compiler=$(perl -MJSON::PP -0777 -ne 'print decode_json($_)->[0]{arguments}[0]' "$tmp/p/b/x86/compile_commands.json")
sed -i "s|\"$compiler\"|\"$tmp/clang\"|" "$tmp/p/b/x86/compile_commands.json"
convert "$tmp/p" -o "$tmp/whole"
is "$status $(cd "$tmp/whole" && echo 000[1-9]* | wc -w)" "0 1" "parts that do not: one patch"
like "$out" "All in one patch, since parts of it do not build on their own: after patch 1: .*g\\(\\) is not as f\\(\\) is" \
	"parts that do not: and why"

done_testing
