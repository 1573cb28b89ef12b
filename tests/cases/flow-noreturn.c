// What does not return brings nothing along.
#include <linux/kvm_host.h>

void die(const char *s) __attribute__((noreturn));
_Noreturn void die_c11(void);
static void hang(void) { for (;;) ; }
#define BUG() do { asm volatile("ud2"); __builtin_unreachable(); } while (0)

void declared(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (!gfn) {
		kvm = dev->kvm;
		mark_page_dirty(kvm, gfn);	// expect: vm
		die("no gfn");
	}
	if (gfn == 1) {
		kvm = dev->kvm;
		die_c11();
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void found(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (!gfn) {
		kvm = dev->kvm;
		hang();
	}
	if (gfn == 1) {
		kvm = dev->kvm;
		while (1)
			;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void unreachable_default(struct kvm_vcpu *vcpu, struct kvm_device *dev, int n, gfn_t gfn)
{
	struct kvm *kvm;

	switch (n) {
	case 0:
		kvm = vcpu->kvm;
		break;
	case 1:
		kvm = dev->kvm;
		__builtin_trap();
	default:
		kvm = dev->kvm;
		BUG();
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

/* It returns where the condition is not met, whatever was assigned in it. */
void bug_on(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (unlikely(!gfn && (kvm = dev->kvm)))
		BUG();
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
