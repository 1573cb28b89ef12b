// SPDX-License-Identifier: GPL-2.0-only
/* Input of tests/report.sh: findings are made by hand on these lines. */
#include "gaccess.h"

static int deref_table(struct kvm *kvm, unsigned long gpa, unsigned long *val)
{
	return kvm_read_guest(kvm, gpa, val, sizeof(*val));
}

static int guest_translate(struct kvm_vcpu *vcpu, unsigned long gva)
{
	unsigned long entry;

	return deref_table(vcpu->kvm, gva, &entry);
}

static void wake(struct kvm *kvm, int id)
{
	struct kvm_vcpu *dst = kvm_get_vcpu(kvm, id);

	kvm_write_guest(dst->kvm, 0, NULL, 0);
}
