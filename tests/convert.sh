#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gfn-convert on small trees: what it changes, what it leaves, and that it
# writes nothing where anything is wrong.
# takes: 14 s
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck source=tests/convert-lib.sh
. "$top/tests/convert-lib.sh"

kernel "$tmp/k" <<'END'
#include <linux/kvm_host.h>
int stay(struct kvm *kvm);
#define READ(vcpu, gpa, v)					\
({								\
	struct kvm_vcpu *__vcpu = (vcpu);			\
	kvm_read_guest(__vcpu->kvm, gpa, v, sizeof(*(v)));	\
})
int direct(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	if (kvm_read_guest(vcpu->kvm, gpa/8, &v,
			   sizeof(v)))
		return 1;
	return READ(vcpu, gpa, &v);
}
struct svm { struct kvm_vcpu vcpu; };
int alias(struct svm *svm, gpa_t gpa)
{
	struct kvm *kvm = svm->vcpu.kvm;
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, sizeof(v));
}
int used(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;

	return gfn_to_hva(kvm, gpa) + stay(kvm);
}
static int helper(struct kvm *kvm, struct kvm_vcpu *vcpu, gpa_t gpa)
{
	return gfn_to_hva(kvm, gpa);
}
int calls(struct kvm_vcpu *vcpu)
{
	return helper(vcpu->kvm, vcpu, 1) + helper(vcpu->kvm, vcpu, 2);
}
int vm(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 1);
}
struct page *none(struct kvm_vcpu *vcpu)
{
	return gfn_to_page(vcpu->kvm, 1);
}
void record_steal_time(struct kvm_vcpu *vcpu)
{
	kvm_memslots(vcpu->kvm);
}
END
cat > "$tmp/want" <<'END'
#include <linux/kvm_host.h>
int stay(struct kvm *kvm);
#define READ(vcpu, gpa, v)					\
({								\
	struct kvm_vcpu *__vcpu = (vcpu);			\
	kvm_vcpu_read_guest(__vcpu, gpa, v, sizeof(*(v)));	\
})
int direct(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	if (kvm_vcpu_read_guest(vcpu, gpa/8, &v,
				sizeof(v)))
		return 1;
	return READ(vcpu, gpa, &v);
}
struct svm { struct kvm_vcpu vcpu; };
int alias(struct svm *svm, gpa_t gpa)
{
	u64 v;

	return kvm_vcpu_read_guest(&svm->vcpu, gpa, &v, sizeof(v));
}
int used(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;

	return kvm_vcpu_gfn_to_hva(vcpu, gpa) + stay(kvm);
}
static int helper(struct kvm *kvm, struct kvm_vcpu *vcpu, gpa_t gpa)
{
	return kvm_vcpu_gfn_to_hva(vcpu, gpa);
}
int calls(struct kvm_vcpu *vcpu)
{
	return helper(vcpu->kvm, vcpu, 1) + helper(vcpu->kvm, vcpu, 2);
}
int vm(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 1);
}
struct page *none(struct kvm_vcpu *vcpu)
{
	return gfn_to_page(vcpu->kvm, 1);
}
void record_steal_time(struct kvm_vcpu *vcpu)
{
	kvm_memslots(vcpu->kvm);
}
END

before=$(sum "$tmp/k")
convert "$tmp/k" --dry-run
is "$status" 0 "dry run: exit status"
is "$(sum "$tmp/k")" "$before" "dry run: the tree is as it was"
git -C "$tmp/k/tree" apply --check - < "$tmp/out" 2> "$tmp/apply"
is "$? $(cat "$tmp/apply")" "0 " "dry run: the diff applies"
like "$err" "would be rewritten in 1 file" "dry run: says what would be done"

convert "$tmp/k"
is "$status" 0 "exit status"
same "$tmp/want" "$tmp/k/tree/arch/x86/kvm/u0.c" "the file is converted"
like "$out" "5 calls rewritten in 1 file.*2  direct.*2  alias.*1  callers" "the summary counts by context"
like "$out" "2 by Coccinelle too" "and says what Coccinelle did"
like "$out" "direct: address space 0 by design" "and what was left by design"
like "$out" "direct: no vCPU form in this tree" "and what has no vCPU form"
is "$(git -C "$tmp/k/tree" status --porcelain)" " M arch/x86/kvm/u0.c" "nothing else is written"
[ ! -e "$tmp/k/tree.gfn-convert.patch" ]
is "$?" 0 "a tree with git gets no backup"

convert "$tmp/k"
is "$status" 2 "a dirty tree is refused"
like "$err" "not committed.*u0.c.*--force" "and the message says which file, and what to do"
convert "$tmp/k" --force
is "$status" 0 "unless forced"
like "$out" "^Nothing to rewrite" "a second run has nothing to do"
same "$tmp/want" "$tmp/k/tree/arch/x86/kvm/u0.c" "and changes nothing"

# A file that this build does not have, the tree of a folder without git.
kernel "$tmp/n" <<'END'
#include <linux/kvm_host.h>
#include "tmpl.h"
END
cat > "$tmp/n/tree/arch/x86/kvm/tmpl.h" <<'END'
#define FNAME(name) paging64_##name
static inline int FNAME(walk)(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	return gfn_to_hva(vcpu->kvm,
			  gpa);
}
END
echo 'int x(struct kvm_vcpu *v) { return gfn_to_hva(v->kvm, 1); }' > "$tmp/n/tree/arch/x86/kvm/other.c"
cp -a "$tmp/n/tree" "$tmp/n/orig"
rm -rf "$tmp/n/tree/.git" "$tmp/n/orig/.git"
convert "$tmp/n"
is "$status" 0 "no git, a template: exit status"
like "$(cat "$tmp/n/tree/arch/x86/kvm/tmpl.h")" $'kvm_vcpu_gfn_to_hva\\(vcpu,\n\t\t\t\t   gpa' \
	"what Coccinelle cannot parse is converted all the same"
same "$tmp/n/orig/arch/x86/kvm/other.c" "$tmp/n/tree/arch/x86/kvm/other.c" \
	"what no build has is left alone"
like "$out" "undo with: patch -R" "a tree without git: how to undo"
patch -s -R -p1 -d "$tmp/n/tree" < "$tmp/n/tree.gfn-convert.patch"
is "$(diff -r "$tmp/n/tree" "$tmp/n/orig")" "" "and that works"

# What goes wrong leaves the tree alone.
kernel "$tmp/d" <<'END'
#include <linux/kvm_host.h>
int f(struct kvm_vcpu *vcpu)
{
	return gfn_to_hva(vcpu->kvm, 1);
}
END
before=$(sum "$tmp/d")
cat > "$tmp/other.cocci" <<'END'
// Options: --local-includes
virtual patch
@depends on patch@
struct kvm_vcpu *V;
@@
- gfn_to_hva(V->kvm, 1)
+ kvm_vcpu_gfn_to_hva(V, 2)
END
COCCI=$tmp/other.cocci convert "$tmp/d"
is "$status" 2 "Coccinelle does not agree: exit status"
like "$err" "do not agree on arch/x86/kvm/u0.c" "and says on which file"
is "$(sum "$tmp/d")" "$before" "and the tree is as it was"
sed -i 's/^\(unsigned long kvm_vcpu_gfn_to_hva.*\);/\1 __attribute__((deprecated));/' \
	"$tmp/d/tree/include/linux/kvm_host.h"
before=$(sum "$tmp/d")
convert "$tmp/d" --force
is "$status" 2 "a new diagnostic: exit status"
like "$err" "did not say before:.*deprecated.*Nothing was changed" "and says which"
is "$(sum "$tmp/d")" "$before" "and the tree is as it was"
chmod a-w "$tmp/d/tree/arch/x86/kvm"
sed -i 's/ __attribute__((deprecated))//' "$tmp/d/tree/include/linux/kvm_host.h"
before=$(sum "$tmp/d")
if [ "$(id -u)" = 0 ]; then
	skip "a tree that cannot be written" "root writes everywhere"
else
	convert "$tmp/d" --force
	is "$status $(sum "$tmp/d")" "2 $before" "a tree that cannot be written"
fi
chmod u+w "$tmp/d/tree/arch/x86/kvm"

# Modules: a form that kvm.ko has and does not export is not written into a
# header that another module includes.
mini_kernel "$tmp/m" 2
cat >> "$tmp/m/tree/include/linux/kvm_host.h" <<'END'
struct kvm_memory_slot *gfn_to_memslot(struct kvm *kvm, gfn_t gfn);
struct kvm_memory_slot *kvm_vcpu_gfn_to_memslot(struct kvm_vcpu *vcpu, gfn_t gfn);
END
cat > "$tmp/m/tree/arch/x86/kvm/h.h" <<'END'
static inline struct kvm_memory_slot *f(struct kvm_vcpu *vcpu)
{
	return gfn_to_memslot(vcpu->kvm, 1);
}
END
cat > "$tmp/m/tree/arch/x86/kvm/u0.c" <<'END'
#include <linux/kvm_host.h>
#include "h.h"
struct kvm_memory_slot *kvm_vcpu_gfn_to_memslot(struct kvm_vcpu *vcpu, gfn_t gfn) { return 0; }
int x(struct kvm_vcpu *vcpu) { return !f(vcpu); }
END
printf '#include <linux/kvm_host.h>\n#include "h.h"\nint y;\n' > "$tmp/m/tree/arch/x86/kvm/u1.c"
perl -0pi -e 's/(.*KBUILD_MODNAME=\\"kvm)/$1_intel/s' "$tmp/m/b/x86/compile_commands.json"
convert "$tmp/m" --dry-run
is "$status$out" 0 "a form that is not exported is not written into a shared header"
like "$err" "kvm_vcpu_gfn_to_memslot is not exported to kvm_intel" "and the summary says why"

# Signatures.
kernel "$tmp/t" <<'END'
#include <linux/kvm_host.h>
static int last(struct kvm *kvm, gfn_t gfn)
{
	return gfn_to_hva(kvm, gfn) + kvm->x + (gfn && kvm->x) + (gfn & kvm->x);
}
static int middle(int n, struct kvm *kvm)
{
	return last(kvm, n);
}
int first(struct kvm_vcpu *vcpu)
{
	struct kvm *kvm = vcpu->kvm;

	return middle(1, vcpu->kvm) + middle(2, kvm);
}
static int op(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 1);
}
int (*ops)(struct kvm *kvm) = op;
static int hidden(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 2);
}
static int flush(struct kvm *kvm)
{
	int *lock = &kvm->x;

	return gfn_to_hva(kvm, *lock);
}
static int part(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 1) + !gfn_to_page(kvm, 1);
}
int twin(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 3);
}
int calls(struct kvm_vcpu *vcpu)
{
#ifdef NEVER
	hidden(0);
#endif
	return op(vcpu->kvm) + hidden(vcpu->kvm) + flush(vcpu->kvm) + part(vcpu->kvm) + twin(vcpu->kvm);
}
END
cat > "$tmp/want" <<'END'
#include <linux/kvm_host.h>
static int last(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return kvm_vcpu_gfn_to_hva(vcpu, gfn) + vcpu->kvm->x + (gfn && vcpu->kvm->x) + (gfn & vcpu->kvm->x);
}
static int middle(int n, struct kvm_vcpu *vcpu)
{
	return last(vcpu, n);
}
int first(struct kvm_vcpu *vcpu)
{
	return middle(1, vcpu) + middle(2, vcpu);
}
static int op(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 1);
}
int (*ops)(struct kvm *kvm) = op;
static int hidden(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 2);
}
static int flush(struct kvm *kvm)
{
	int *lock = &kvm->x;

	return gfn_to_hva(kvm, *lock);
}
static int part(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 1) + !gfn_to_page(kvm, 1);
}
int twin(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 3);
}
int calls(struct kvm_vcpu *vcpu)
{
#ifdef NEVER
	hidden(0);
#endif
	return op(vcpu->kvm) + hidden(vcpu->kvm) + flush(vcpu->kvm) + part(vcpu->kvm) + twin(vcpu->kvm);
}
END
mkdir -p "$tmp/t/tree/arch/arm64/kvm"
printf 'int twin(struct kvm *kvm)\n{\n\treturn 0;\n}\n' > "$tmp/t/tree/arch/arm64/kvm/a.c"
git -C "$tmp/t/tree" add .
git -C "$tmp/t/tree" -c user.name=a -c user.email=a@b commit -qm more
convert "$tmp/t" --dry-run
is "$status$out" 0 "without --thread no signature changes"
convert "$tmp/t" --thread
is "$status" 0 "--thread: exit status"
same "$tmp/want" "$tmp/t/tree/arch/x86/kvm/u0.c" "--thread: helpers take the vCPU"
like "$out" "Helpers that take the vCPU now.*last" "--thread: the summary names them"
like "$out" "Not threaded: arch/x86/kvm/u0.c:[0-9]+: arch/x86/kvm/u0.c:42 mentions hidden" \
	"--thread: refused for code that no build has"
like "$out" "flush\\(\\) works on the VM: &kvm->x" "--thread: refused where the VM is worked on"
like "$out" "part\\(\\) could not be rewritten as a whole: [^ ]*: no vCPU form in this tree" \
	"--thread: refused where a call would be left"
like "$out" "arch/arm64/kvm/a.c:1 has another twin\\(\\)" "--thread: refused where another build has its own"
like "$(cat "$tmp/t/tree.gfn-thread.cocci")" "last\\(.- struct kvm .kvm.. struct kvm_vcpu" \
	"--thread: the semantic patch is kept"
convert "$tmp/t" --thread --force
is "$status" 0 "--thread again: exit status"
like "$out" "^Nothing to rewrite" "--thread again: nothing to do"

# What a caller passes is one vCPU's, under a name that still means it at the call.
kernel "$tmp/ta" <<'END'
#include <linux/kvm_host.h>
static int comma(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 1);
}
static int set(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 2);
}
static int twice(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 3);
}
static int inner(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 4);
}
static int kept(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 5);
}
int calls_comma(struct kvm_vcpu *vcpu, int n)
{
	return comma((n++, vcpu->kvm));
}
int calls_set(struct kvm_vcpu *vcpu, struct kvm_vcpu *other)
{
	struct kvm *kvm = vcpu->kvm;

	vcpu = other;
	return set(kvm) + vcpu->id;
}
int calls_twice(struct kvm_vcpu *a, struct kvm_vcpu *b)
{
	struct kvm *kvm = a->kvm;
	int r = twice(kvm);

	kvm = b->kvm;
	return r + twice(kvm);
}
int calls_inner(struct kvm_vcpu *a, struct kvm_vcpu *b)
{
	struct kvm *kvm = a->kvm;

	if (b) {
		struct kvm_vcpu *a = b;

		return inner(kvm) + a->id;
	}
	return 0;
}
int calls_kept(struct kvm_vcpu *a)
{
	struct kvm *kvm = a->kvm;

	return kept(kvm);
}
END
sed '/^static int kept/s/struct kvm \*kvm/struct kvm_vcpu *vcpu/
	s/gfn_to_hva(kvm, 5)/kvm_vcpu_gfn_to_hva(vcpu, 5)/; s/kept(kvm);/kept(a);/
	/^int calls_kept/,/^}/{/struct kvm \*kvm/,/^$/d;}' "$tmp/ta/tree/arch/x86/kvm/u0.c" > "$tmp/want"
convert "$tmp/ta" --thread
is "$status" 0 "--thread: arguments: exit status"
same "$tmp/want" "$tmp/ta/tree/arch/x86/kvm/u0.c" "--thread: arguments: only what has a name that keeps its value"
like "$out" "u0.c:24 passes \\(n\+\+, vcpu->kvm\\)" "--thread: refused where an argument does more"
like "$out" "u0.c:31 has no name for the vCPU" "--thread: refused where the name is set to another vCPU"
like "$out" "kvm is not the same vCPU's all through calls_twice" "--thread: refused where the alias is"
like "$out" "u0.c:48 has no name for the vCPU" "--thread: refused where an inner variable has the name"

# Coccinelle looks at what is not evaluated, too; a statement that both have changed agrees.
kernel "$tmp/ag" <<'END'
#include <linux/kvm_host.h>
struct kvm_vcpu *get(void);
unsigned long f(struct kvm_vcpu *vcpu)
{
	return gfn_to_hva(vcpu->kvm, 1) + sizeof(*gfn_to_page(get()->kvm, 1));
}
END
sed 's/gfn_to_hva(vcpu->kvm/kvm_vcpu_gfn_to_hva(vcpu/' "$tmp/ag/tree/arch/x86/kvm/u0.c" > "$tmp/want"
sed -i 's/^struct page \*gfn_to_page.*/struct page { int flags; };\n&\nstruct page *kvm_vcpu_gfn_to_page(struct kvm_vcpu *vcpu, gfn_t gfn);/' \
	"$tmp/ag/tree/include/linux/kvm_host.h"
convert "$tmp/ag" --force
is "$status" 0 "what is not evaluated: exit status"
same "$tmp/want" "$tmp/ag/tree/arch/x86/kvm/u0.c" "what is not evaluated is left"

# What Coccinelle cannot parse is left and named; calls in it are edited.
kernel "$tmp/tu" <<'END'
#include <linux/kvm_host.h>
static int lock;
static int strange(struct kvm *kvm)
{
	scoped_cond_guard(mutex_intr, return -1, &lock) {
		return gfn_to_hva(kvm, 1);
	}
	return 0;
}
static int good(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 2);
}
int calls(struct kvm_vcpu *vcpu)
{
	scoped_cond_guard(mutex_intr, return -1, &vcpu->id) {
		return good(vcpu->kvm) + strange(vcpu->kvm);
	}
	return good(vcpu->kvm);
}
END
echo '#define scoped_cond_guard(n, fail, l) for (int *p_ = (l); p_; p_ = 0)' \
	>> "$tmp/tu/tree/include/linux/kvm_host.h"
convert "$tmp/tu" --thread --force
is "$status" 0 "--thread, code that Coccinelle cannot parse: exit status"
like "$(cat "$tmp/tu/tree/arch/x86/kvm/u0.c")" \
	"good\\(struct kvm_vcpu \\*vcpu\\).*return good\\(vcpu\\) \\+ strange\\(vcpu->kvm\\).*return good\\(vcpu\\)" \
	"--thread, code that Coccinelle cannot parse: the rest is threaded, calls in it too"
like "$out" "Not threaded: [^ ]*: Coccinelle cannot parse strange" \
	"--thread, code that Coccinelle cannot parse: it is left and named"

# Signatures of what other files declare, call from templates, or define too.
kernel "$tmp/td" <<'END'
#include <linux/kvm_host.h>
#include "t.h"
int shared(gfn_t gfn, struct kvm *kvm)
{
	return gfn_to_hva(kvm, gfn);
}
int twice(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 1);
}
int stub(struct kvm *kvm)
{
	return gfn_to_hva(kvm, 2);
}
#define FNAME(name) a_##name
#include "tmpl.h"
#undef FNAME
#define FNAME(name) b_##name
#include "tmpl.h"
int calls(struct kvm_vcpu *vcpu)
{
	return twice(vcpu->kvm) + stub(vcpu->kvm) + a_walk(vcpu) + b_walk(vcpu);
}
END
cat > "$tmp/td/tree/arch/x86/kvm/t.h" <<'END'
int shared(gfn_t gfn, struct kvm *kvm);
int twice(struct kvm *kvm);
int stub(struct kvm *kvm);
END
cat > "$tmp/td/tree/arch/x86/kvm/tmpl.h" <<'END'
static int FNAME(walk)(struct kvm_vcpu *vcpu)
{
	return shared(2, /* the second */ vcpu->kvm) + shared(3,
							      vcpu->kvm);
}
END
mkdir -p "$tmp/td/tree/arch/arm/kvm"
printf 'int twice(struct kvm *kvm)\n{\n\treturn 0;\n}\n' > "$tmp/td/tree/arch/arm/kvm/twice.c"
printf '#ifdef NO_STUB\nstatic inline int stub(struct kvm *kvm) { return 0; }\n#endif\n' \
	> "$tmp/td/tree/arch/x86/kvm/stub.h"
cp -r "$tmp/td/tree" "$tmp/td/want"
sed -i 's/shared(gfn_t gfn, struct kvm \*kvm)/shared(gfn_t gfn, struct kvm_vcpu *vcpu)/
	s/gfn_to_hva(kvm, gfn)/kvm_vcpu_gfn_to_hva(vcpu, gfn)/' \
	"$tmp/td/want/arch/x86/kvm/u0.c" "$tmp/td/want/arch/x86/kvm/t.h"
sed -i 's/vcpu->kvm)/vcpu)/g' "$tmp/td/want/arch/x86/kvm/tmpl.h"
convert "$tmp/td" --thread
is "$status" 0 "--thread with other files: exit status" || echo "$err"
diff -ru "$tmp/td/want" "$tmp/td/tree" > "$tmp/td/diff"
is "$(cat "$tmp/td/diff")" "" "--thread: declarations, and calls in templates"
like "$out" "arch/arm/kvm/twice.c:1 has another twice" "--thread: refused for a definition that no build has"
like "$out" "arch/x86/kvm/stub.h:2 has another stub" "--thread: refused for a stub"

# A tree without vCPU forms.
kernel "$tmp/i" <<'END'
#include <linux/kvm_host.h>
int f(struct kvm_vcpu *vcpu, u64 *data)
{
	return kvm_read_guest(vcpu->kvm, 8, data, sizeof(*data)) +
	       gfn_to_hva(vcpu->kvm, 1);
}
END
sed -i '/kvm_vcpu_\|struct page\|kvm_memslots/d' "$tmp/i/tree/include/linux/kvm_host.h"
cat >> "$tmp/i/tree/include/linux/kvm_host.h" <<'END'
struct kvm_memslots *slots_of(struct kvm *kvm, int as_id);
static inline struct kvm_memslots *kvm_memslots(struct kvm *kvm)
{
	return slots_of(kvm, 0);
}
struct kvm_memory_slot *gfn_to_memslot(struct kvm *kvm, gfn_t gfn);
struct kvm_memory_slot *search(struct kvm_memslots *slots, gfn_t gfn);
unsigned long hva_of(struct kvm_memory_slot *slot, gfn_t gfn);
int copy(unsigned long hva, void *data, unsigned long len);
END
mkdir -p "$tmp/i/tree/virt/kvm"
cat > "$tmp/i/tree/virt/kvm/kvm_main.c" <<'END'
#include <linux/kvm_host.h>
#define EXPORT_SYMBOL_GPL(x) extern int export_##x

struct kvm_memory_slot *gfn_to_memslot(struct kvm *kvm, gfn_t gfn)
{
	return search(kvm_memslots(kvm), gfn);
}
EXPORT_SYMBOL_GPL(gfn_to_memslot);

unsigned long gfn_to_hva(struct kvm *kvm, gfn_t gfn)
{
	return hva_of(gfn_to_memslot(kvm, gfn), gfn);
}

int kvm_read_guest(struct kvm *kvm, gpa_t gpa, void *data, unsigned long len)
{
	return copy(gfn_to_hva(kvm, gpa >> 12), data, len);
}
END
mini_compdb "$tmp/i" 1 | sed '1d; s|arch/x86/kvm/u0|virt/kvm/kvm_main|g' > "$tmp/entry"
{ echo '['; mini_compdb "$tmp/i" 1 | sed '1d; $d'; echo ,; cat "$tmp/entry"; } > "$tmp/i/b/x86/compile_commands.json"
git -C "$tmp/i/tree" add .
git -C "$tmp/i/tree" -c user.name=a -c user.email=a@b commit -qm more
convert "$tmp/i" --dry-run
is "$status$out" 0 "without --introduce there is nothing to do in such a tree"
convert "$tmp/i" --introduce
is "$status" 0 "--introduce: exit status"
like "$(cat "$tmp/i/tree/arch/x86/kvm/u0.c")" "kvm_vcpu_read_guest\\(vcpu, 8.*kvm_vcpu_gfn_to_hva\\(vcpu, 1" \
	"--introduce: the calls are converted"
main=$(cat "$tmp/i/tree/virt/kvm/kvm_main.c")
like "$main" "kvm_vcpu_gfn_to_memslot\\(struct kvm_vcpu \\*vcpu, gfn_t gfn\\)...	return search\\(kvm_vcpu_memslots\\(vcpu\\), gfn" \
	"--introduce: a form on the vCPU's memslots"
like "$main" "return hva_of\\(kvm_vcpu_gfn_to_memslot\\(vcpu, gfn\\), gfn\\)" "--introduce: one on top of that"
like "$main" "EXPORT_SYMBOL_GPL\\(kvm_vcpu_gfn_to_memslot\\)" "--introduce: exported as the VM form is"
convert "$tmp/i" --introduce --force
like "$status $out" "^0 Nothing to rewrite" "--introduce again: nothing to do"

# Bad usage.
trouble() # NAME REGEX ARG...
{
	local name=$1 regex=$2

	shift 2
	"$top/scripts/gfn-convert" "$@" > "$tmp/out" 2> "$tmp/err"
	is "$?" 2 "$name: exit status"
	like "$(cat "$tmp/err")" "$regex" "$name: says so"
}
trouble "no tree given" "--tree is missing"
trouble "no such tree" "nowhere: no such folder" --tree "$tmp/nowhere"
trouble "not a kernel" "not a kernel tree" --tree "$tmp" --build "$tmp/d/b/x86"
trouble "no build given" "--build is missing" --tree "$tmp/d/tree"
trouble "no such build" "no compile_commands.json.*gfn-prepare" \
	--tree "$tmp/d/tree" --build "$tmp/d/b/s390"
trouble "the build of another tree" "is a build of .*/k/tree, not of .*/d/tree" \
	--tree "$tmp/d/tree" --build "$tmp/k/b/x86"
trouble "an unknown option" "unknown argument '--fast'" --fast
like "$("$top/scripts/gfn-convert" --help)" "Usage: gfn-convert --tree TREE.*Exit status: 0" "--help"
is "$(find "$tmp" -maxdepth 1 -name 'gfn-convert.*')" "" "no work folder stays behind"
done_testing
