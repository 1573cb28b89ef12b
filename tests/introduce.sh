#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gfn-convert --introduce on a tree with the declarations of 4.1: no vCPU form,
# and no memslot form of what never got a vCPU form.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/convert-lib.sh
. "$top/tests/convert-lib.sh"

kernel "$tmp/k" <<'END'
#include <linux/kvm_host.h>
int prefetch(struct kvm_vcpu *vcpu, gfn_t gfn, struct page **pages)
{
	return gfn_to_page_many_atomic(vcpu->kvm, gfn, pages, 8);
}
pfn_t fault(struct kvm_vcpu *vcpu, gfn_t gfn, bool write, bool *writable)
{
	bool async;
	pfn_t pfn = gfn_to_pfn_async(vcpu->kvm, gfn, &async, write, writable);

	return async ? 0 : pfn + gfn_to_pfn_prot(vcpu->kvm, gfn, write, writable);
}
pfn_t for_vm(struct kvm *kvm, gfn_t gfn, bool *writable)
{
	return gfn_to_pfn_prot(kvm, gfn, true, writable);
}
struct page *page(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return gfn_to_page(vcpu->kvm, gfn);
}
END
cat > "$tmp/k/tree/include/linux/kvm_host.h" <<'END'
#ifndef __KVM_HOST_H
#define __KVM_HOST_H
#define EXPORT_SYMBOL_GPL(x) extern int export_##x
#define NULL ((void *)0)
typedef unsigned long long u64, gpa_t, gfn_t, pfn_t;
typedef _Bool bool;
enum { false, true };
struct page { int x; };
struct kvm { struct kvm_memslots *slots; };
struct kvm_vcpu { struct kvm *kvm; int id; };
struct kvm_memory_slot { gfn_t base; unsigned long hva; };
struct kvm_memslots { struct kvm_memory_slot slot; };
static inline struct kvm_memslots *kvm_memslots(struct kvm *kvm)
{
	return kvm->slots;
}
struct kvm_memory_slot *gfn_to_memslot(struct kvm *kvm, gfn_t gfn);
struct page *gfn_to_page(struct kvm *kvm, gfn_t gfn);
int gfn_to_page_many_atomic(struct kvm *kvm, gfn_t gfn, struct page **pages,
			    int nr_pages);
pfn_t gfn_to_pfn_async(struct kvm *kvm, gfn_t gfn, bool *async,
		       bool write_fault, bool *writable);
pfn_t gfn_to_pfn(struct kvm *kvm, gfn_t gfn);
pfn_t gfn_to_pfn_prot(struct kvm *kvm, gfn_t gfn, bool write_fault,
		      bool *writable);
pfn_t gfn_to_pfn_memslot(struct kvm_memory_slot *slot, gfn_t gfn);
unsigned long fast_gup(unsigned long addr, int nr_pages, struct page **pages);
#endif
END
mkdir -p "$tmp/k/tree/virt/kvm"
cat > "$tmp/k/tree/virt/kvm/kvm_main.c" <<'END'
#include <linux/kvm_host.h>

struct kvm_memory_slot *gfn_to_memslot(struct kvm *kvm, gfn_t gfn)
{
	return &kvm_memslots(kvm)->slot;
}
EXPORT_SYMBOL_GPL(gfn_to_memslot);

static pfn_t
__gfn_to_pfn_memslot(struct kvm_memory_slot *slot, gfn_t gfn, bool atomic,
		     bool *async, bool write_fault, bool *writable)
{
	unsigned long addr = slot->hva;

	if (atomic)
		return 0;

	if (writable)
		*writable = write_fault;
	return addr;
}

static pfn_t __gfn_to_pfn(struct kvm *kvm, gfn_t gfn, bool atomic, bool *async,
			  bool write_fault, bool *writable)
{
	struct kvm_memory_slot *slot;

	if (async)
		*async = false;

	slot = gfn_to_memslot(kvm, gfn);

	return __gfn_to_pfn_memslot(slot, gfn, atomic, async, write_fault,
				    writable);
}

pfn_t gfn_to_pfn_async(struct kvm *kvm, gfn_t gfn, bool *async,
		       bool write_fault, bool *writable)
{
	return __gfn_to_pfn(kvm, gfn, false, async, write_fault, writable);
}
EXPORT_SYMBOL_GPL(gfn_to_pfn_async);

pfn_t gfn_to_pfn(struct kvm *kvm, gfn_t gfn)
{
	return __gfn_to_pfn(kvm, gfn, false, NULL, true, NULL);
}
EXPORT_SYMBOL_GPL(gfn_to_pfn);

pfn_t gfn_to_pfn_prot(struct kvm *kvm, gfn_t gfn, bool write_fault,
		      bool *writable)
{
	return __gfn_to_pfn(kvm, gfn, false, NULL, write_fault, writable);
}
EXPORT_SYMBOL_GPL(gfn_to_pfn_prot);

pfn_t gfn_to_pfn_memslot(struct kvm_memory_slot *slot, gfn_t gfn)
{
	return __gfn_to_pfn_memslot(slot, gfn, false, NULL, true, NULL);
}

int gfn_to_page_many_atomic(struct kvm *kvm, gfn_t gfn, struct page **pages,
								  int nr_pages)
{
	unsigned long addr;

	addr = gfn_to_memslot(kvm, gfn)->hva;
	if (!addr)
		return -1;

	return fast_gup(addr, nr_pages, pages);
}
EXPORT_SYMBOL_GPL(gfn_to_page_many_atomic);

struct page *gfn_to_page(struct kvm *kvm, gfn_t gfn)
{
	return (struct page *)(long)gfn_to_pfn(kvm, gfn);
}

EXPORT_SYMBOL_GPL(gfn_to_page);
END
# a second unit, in the build too
sed -i 's|^]$|,{"directive": "", "directory": "'"$tmp/k"'/b/x86", "file": "../../tree/virt/kvm/kvm_main.c", "arguments": ["gcc", "-I'"$tmp/k"'/tree/include", "-DKBUILD_MODNAME=\\"kvm\\"", "-Wall", "-Werror", "-Wuninitialized", "-c", "-o", "k.o", "../../tree/virt/kvm/kvm_main.c"]}]|; s|"directive": "", ||' \
	"$tmp/k/b/x86/compile_commands.json"
git -C "$tmp/k/tree" add .
git -C "$tmp/k/tree" -c user.name=a -c user.email=a@b commit -qm more

# As a series: the forms first, then what uses them.
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
convert "$tmp/k" --introduce -o "$tmp/series"
is "$status" 0 "-o: exit status"
git -C "$tmp/k/tree" am -q "$tmp/series/000"[1-9]-* > "$tmp/am" 2>&1
is "$? $(cat "$tmp/am")" "0 " "-o: git am takes them"
is "$(git -C "$tmp/k/tree" log --reverse --format=%s | sed 1,2d | head -1)" \
	"KVM: Add vCPU forms of guest memory accessors" "-o: the forms are the first patch"
is "$(git -C "$tmp/k/tree" log -1 --format= --name-only)" arch/x86/kvm/u0.c "-o: then what uses them"
git -C "$tmp/k/tree" reset -q --hard "$(git -C "$tmp/k/tree" rev-list --reverse HEAD | sed -n 2p)"

convert "$tmp/k" --introduce
is "$status" 0 "exit status"
tree=$tmp/k/tree
unit=$(cat "$tree/arch/x86/kvm/u0.c")
main=$(cat "$tree/virt/kvm/kvm_main.c")
header=$(cat "$tree/include/linux/kvm_host.h")
like "$unit" "kvm_prefetch_pages\\(kvm_vcpu_gfn_to_memslot\\(vcpu, gfn\\), gfn, pages, 8\\)" \
	"gfn_to_page_many_atomic() for a vCPU"
like "$unit" "__gfn_to_pfn_memslot\\(kvm_vcpu_gfn_to_memslot\\(vcpu, gfn\\),[[:space:]]*gfn,[[:space:]]*false,[[:space:]]*&async,[[:space:]]*write,[[:space:]]*writable\\)" \
	"gfn_to_pfn_async() for a vCPU"
like "$unit" "__gfn_to_pfn_memslot\\(kvm_vcpu_gfn_to_memslot\\(vcpu, gfn\\),[[:space:]]*gfn,[[:space:]]*false,[[:space:]]*NULL,[[:space:]]*write,[[:space:]]*writable\\)" \
	"gfn_to_pfn_prot() for a vCPU"
like "$unit" "return gfn_to_pfn_prot\\(kvm, gfn, true, writable\\)" "for the VM it stays"
like "$unit" "kvm_vcpu_gfn_to_page\\(vcpu, gfn\\)" "a form whose export stands off"
like "$main" "EXPORT_SYMBOL_GPL\\(kvm_vcpu_gfn_to_page\\)" "and is exported, too"

is "$(grep -c 'static pfn_t$' <<< "$main")" 0 "the memslot form is there for all"
like "$main" "EXPORT_SYMBOL_GPL\\(__gfn_to_pfn_memslot\\)" "exported as its VM form is"
like "$header" "pfn_t __gfn_to_pfn_memslot\\(struct kvm_memory_slot \\*slot, gfn_t gfn, bool atomic,"$'\n'"			   bool \\*async, bool write_fault, bool \\*writable\\);" \
	"and declared"
like "$main" "addr = slot->hva;"$'\n\n'"	if \\(async\\)"$'\n'"		\\*async = false;"$'\n\n'"	if \\(atomic\\)" \
	"it clears what its caller cleared"
is "$(grep -c 'async = false' <<< "$main")" 1 "which does so no more"
like "$main" "int gfn_to_page_many_atomic\\(struct kvm \\*kvm, gfn_t gfn, struct page \\*\\*pages,"$'\n'"			    int nr_pages\\)"$'\n'"\\{"$'\n'"	return kvm_prefetch_pages\\(gfn_to_memslot\\(kvm, gfn\\), gfn, pages, nr_pages\\);" \
	"the VM form is a wrapper of the memslot form"
like "$main" "addr = slot->hva;"$'\n'"	if \\(!addr\\)" "which has its body"
like "$out" "Introduced: kvm_prefetch_pages" "the summary names it"
convert "$tmp/k" --introduce --force
like "$status $out" "^0 Nothing to rewrite" "again: nothing to do"

done_testing
