// Jumps that are not a goto: asm, computed ones, and labels that macros bring.
#include <linux/kvm_host.h>

#define put_user_or(x, ptr, label) asm goto("" : : "r"(x), "r"(ptr) : : label)

int only_asm(struct kvm_vcpu *vcpu, u32 *uptr, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	put_user_or(1, uptr, fault);
	return 0;
fault:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	return -EFAULT;
}

int past_an_assignment(struct kvm_vcpu *vcpu, struct kvm_device *dev, u32 *uptr, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	put_user_or(1, uptr, out);
	kvm = vcpu->kvm;
out:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	return 0;
}

/* Of two labels, the one that is named. */
int one_of_two(struct kvm_vcpu *vcpu, struct kvm_device *dev, u32 *uptr, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	put_user_or(1, uptr, second);
	kvm = vcpu->kvm;
	if (gfn)
		goto first;
	return 0;
first:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	return 0;
second:
	mark_page_dirty(kvm, gfn);	// expect: vm
	return 0;
}

int written(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, *same = vcpu->kvm;

	asm("" : "=r"(kvm) : "r"(same));
	mark_page_dirty(kvm, gfn);	// expect: unknown
	mark_page_dirty(same, gfn);	// expect: vcpu-alias
	asm volatile("" : "+r"(same));
	mark_page_dirty(same, gfn);	// expect: unknown
	return 0;
}

int computed(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	static void *const to[] = { &&a, &&b };
	struct kvm *kvm = vcpu->kvm;

	if (n > 4)
		kvm = dev->kvm;
	goto *to[n & 1];
a:
	kvm = vcpu->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	return 0;
b:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	return 1;
}

int computed_back(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	void *to = &&again;
	struct kvm *kvm = vcpu->kvm;

again:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	kvm = dev->kvm;
	if (n--)
		goto *to;
	return 1;
}

/* Two expansions have a label of one name each. */
#define TRY(x, label) ({ __label__ bad; int r_ = (x); if (r_) goto bad; if (0) { bad: goto label; } r_; })
int local_label(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	TRY(gfn & 1, out);
	kvm = vcpu->kvm;
	TRY(gfn & 2, out2);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	return 0;
out:
	mark_page_dirty(kvm, gfn);	// expect: vm
	return 1;
out2:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	return 2;
}

/* Into the middle of a loop. */
void duff(struct kvm_vcpu *vcpu, struct kvm_device *dev, int n, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	switch (n & 3) {
	case 0:
		do {
			mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	case 2:
			kvm = dev->kvm;
	case 1:
			mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
		} while (--n > 0);
	}
}

/* Nothing comes past a goto. */
void behind_goto(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	goto out;
	kvm = dev->kvm;
out:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
