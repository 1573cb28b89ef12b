# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
# A small kernel in git in $k/tree, its build in $b, and a series of eight
# patches, base..series. Source it behind lib.sh and call make_series.
k=$tmp/k
b=$k/b/x86
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org
export GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'

# A kernel with a helper that only the VM calls, and one that only vCPUs call.
base_tree()
{
	mkdir -p "$k/tree/include/linux" "$k/tree/arch/x86/kvm/vmx" "$b"
	cd "$k/tree" || exit 1
	cat > include/linux/kvm_host.h <<-'END'
	#ifndef __KVM_HOST_H
	#define __KVM_HOST_H
	typedef unsigned long long u64, gpa_t, gfn_t;
	struct kvm { int x; };
	struct kvm_vcpu { struct kvm *kvm; int id; };
	int kvm_read_guest(struct kvm *kvm, gpa_t gpa, void *data, unsigned long len);
	int kvm_vcpu_read_guest(struct kvm_vcpu *vcpu, gpa_t gpa, void *data, unsigned long len);
	int kvm_write_guest(struct kvm *kvm, gpa_t gpa, const void *data, unsigned long len);
	int kvm_vcpu_write_guest(struct kvm_vcpu *vcpu, gpa_t gpa, const void *data, unsigned long len);
	struct kvm_device { struct kvm *kvm; };
	struct kvm_vcpu *kvm_get_vcpu(struct kvm *kvm, int i);
	#endif
	END
	cat > arch/x86/kvm/x86.h <<-'END'
	#ifndef X86_H
	#define X86_H
	u64 read_vm(struct kvm *kvm, gpa_t gpa);
	u64 read_table(struct kvm *kvm, gpa_t gpa);
	#endif
	END
	cat > arch/x86/kvm/x86.c <<-'END'
	#include <linux/kvm_host.h>
	#include "x86.h"

	u64 read_table(struct kvm *kvm, gpa_t gpa)
	{
		u64 v = 0;

		kvm_read_guest(kvm, gpa, &v, sizeof(v));
		return v;
	}

	u64 read_vm(struct kvm *kvm, gpa_t gpa)
	{
		u64 v = 0;

		kvm_read_guest(kvm, gpa, &v, 8);
		return v;
	}

	int old_bug(struct kvm_vcpu *vcpu, gpa_t gpa)
	{
		u64 v;

		return kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v));
	}

	u64 walk(struct kvm_vcpu *vcpu, gpa_t gpa)
	{
		return read_table(vcpu->kvm, gpa);
	}

	long dev_attr(struct kvm_device *dev, gpa_t arg)
	{
		return read_vm(dev->kvm, arg);
	}
	END
	cat > arch/x86/kvm/emulate.c <<-'END'
	#include <linux/kvm_host.h>
	#include "x86.h"

	int emulate(struct kvm_vcpu *vcpu, gpa_t gpa)
	{
		u64 v = 1;

		return kvm_write_guest(vcpu->kvm, gpa, &v, sizeof(v));
	}
	END
	printf '%s\n' '#include <linux/kvm_host.h>' 'int vmx(void) { return 0; }' > arch/x86/kvm/vmx/vmx.c
	cat > arch/x86/kvm/Makefile <<-'END'
	obj-$(CONFIG_KVM) += kvm.o
	kvm-y += x86.o emulate.o \
		pmu.o
	obj-$(CONFIG_KVM_INTEL) += kvm-intel.o
	kvm-intel-y += vmx/vmx.o
	END
	printf '%s\n' '#include <linux/kvm_host.h>' 'int pmu(void) { return 0; }' > arch/x86/kvm/pmu.c
}

build()
{
	local f sep='['
	for f in x86 emulate pmu vmx/vmx; do
		printf '%s{"directory": "%s", "file": "%s/tree/arch/x86/kvm/%s.c",' "$sep" "$b" "$k" $f
		printf ' "arguments": ["gcc", "-I%s/tree/include", "-I%s/tree/arch/x86/kvm",' "$k" "$k"
		printf ' "-DKBUILD_BASENAME=\\"%s\\"", "-DKBUILD_MODNAME=\\"kvm\\"", "-c", "%s/tree/arch/x86/kvm/%s.c"]}\n' \
			"${f##*/}" "$k" $f
		sep=,
	done > "$b/compile_commands.json"
	echo ']' >> "$b/compile_commands.json"
	printf 'tree=%s\narch=x86\naddress_spaces=2\n' "$k/tree" > "$b/build.info"
	mkdir -p "$b/include/generated"
	echo '#define CONFIG_KVM_MODULE 1' > "$b/include/generated/autoconf.h"
	echo '# CONFIG_KVM_XEN is not set' > "$b/.config"
}

commit() # SUBJECT
{
	git add -A && git commit -qm "$1"
}

make_series()
{
	base_tree
	build
	series_commits
}

series_commits()
{
git init -q . && commit base
git tag base

# 1: one bug of each kind
cat >> arch/x86/kvm/x86.c <<'END'

int new_direct(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(vcpu->kvm, gpa, &v, 1);
}

int new_alias(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, 2);
}

static int helper(struct kvm *kvm, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, 3);
}

int new_callers(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	return helper(vcpu->kvm, gpa);
}

int new_foreign(struct kvm *kvm, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(kvm_get_vcpu(kvm, 0)->kvm, gpa, &v, 4);
}

int fine(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	u64 v;

	return kvm_vcpu_read_guest(vcpu, gpa, &v, 5);
}
END
commit 'KVM: x86: one of each'
# 2: fixes one, and edits around another
sed -i 's/return kvm_write_guest(vcpu->kvm/return kvm_vcpu_write_guest(vcpu/' arch/x86/kvm/emulate.c
sed -i 's/^int old_bug.*/int old_bug(struct kvm_vcpu *cpu, gpa_t gpa)/
	/^int old_bug/,/^}/s/vcpu->kvm, gpa, &v/cpu->kvm, gpa, \&v/' arch/x86/kvm/x86.c
commit 'KVM: x86: fix one'
# 3: moves one between files
sed -n '/^int old_bug/,/^}/p' arch/x86/kvm/x86.c > "$tmp/moved"
sed -i '/^int old_bug/,/^}/d' arch/x86/kvm/x86.c
{ echo; cat "$tmp/moved"; } >> arch/x86/kvm/emulate.c
commit 'KVM: x86: move one'
# 4: renames a file
git mv arch/x86/kvm/emulate.c arch/x86/kvm/insn.c
sed -i 's/emulate\.o/insn.o/' arch/x86/kvm/Makefile
commit 'KVM: x86: rename a file'
# 5: adds files: one that a Makefile names, one for an option that is off, one that none names
for f in added vmx/evmcs xen stray; do
	printf '#include <linux/kvm_host.h>\nint f_%s(struct kvm_vcpu *vcpu, gpa_t gpa)\n{\n\tu64 v;\n\n\treturn kvm_read_guest(vcpu->kvm, gpa, &v, 6);\n}\n' \
		"${f##*/}" > arch/x86/kvm/$f.c
done
sed -i 's/pmu\.o/pmu.o added.o/; s,vmx/vmx.o,vmx/vmx.o vmx/evmcs.o,' arch/x86/kvm/Makefile
# shellcheck disable=SC2016
echo 'kvm-$(CONFIG_KVM_XEN) += xen.o' >> arch/x86/kvm/Makefile
commit 'KVM: x86: add files'
# 6: edits a header, and gives the VM's helper a vCPU for a caller
sed -i 's/^#endif/static inline int in_header(struct kvm_vcpu *vcpu, gpa_t gpa)\n{\n\tu64 v;\n\n\treturn kvm_read_guest(vcpu->kvm, gpa, \&v, 7);\n}\n&/' arch/x86/kvm/x86.h
sed -i 's/^long dev_attr/u64 peek(struct kvm_vcpu *vcpu, gpa_t gpa)\n{\n\treturn read_vm(vcpu->kvm, gpa);\n}\n\n&/' arch/x86/kvm/x86.c
commit 'KVM: x86: edit a header'
# 7: does not parse
sed -i 's/^int new_direct(struct kvm_vcpu \*vcpu, gpa_t gpa)$/&\n{\n\tthis is no C;\n}\n\nint new_direct2(struct kvm_vcpu *vcpu, gpa_t gpa)/' arch/x86/kvm/x86.c
sed -i 's/^int new_alias.*/&\n/; s/^u64 walk(struct kvm_vcpu \*vcpu, gpa_t gpa)/&\n/; s/return helper(vcpu->kvm, gpa);/return helper(vcpu->kvm, gpa) + nonsense;/' arch/x86/kvm/x86.c
commit 'KVM: x86: break it'
# 8: repairs that, and calls a vCPU's helper for the VM
sed -i '/^	this is no C;/d; s/ + nonsense;/;/' arch/x86/kvm/x86.c
cat >> arch/x86/kvm/x86.c <<'END'

long dev_read(struct kvm_device *dev, gpa_t arg)
{
	return read_table(dev->kvm, arg);
}
END
commit 'KVM: x86: repair it'
git tag series
}
