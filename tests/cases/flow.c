// Loops, jumps and switches between the definition and the call.
#include <linux/kvm_host.h>

/* The first turn has the VM's, the others the vCPU's. */
void loop_carried(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	for (int i = 0; i < 4; i++) {
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
		kvm = vcpu->kvm;
	}
}

void before_loop(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	int i = 0;

	while (i++ < 4)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	do {
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	} while (--i);
}

/* What is assigned on the way out of the loop is never seen in it. */
void break_out(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	for (;;) {
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
		if (gfn++ == 7) {
			kvm = dev->kvm;
			break;
		}
	}
	mark_page_dirty(kvm, gfn);	// expect: vm
}

/* The body of do runs before anything else. */
void do_first(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	do {
		kvm = vcpu->kvm;
	} while (gfn++ < 4);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void continued(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	while (gfn--) {
		if (gfn & 1) {
			kvm = dev->kvm;
			continue;
		}
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	}
}

int jump_forwards(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (!gfn)
		goto out;
	kvm = dev->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vm
	return 0;
out:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	return 1;
}

int joined_label(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (!gfn)
		goto out;
	kvm = dev->kvm;
out:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	return 1;
}

int jump_backwards(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

again:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	if (gfn++ == 3)
		return 0;
	kvm = vcpu->kvm;
	goto again;
}

int retry(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

again:
	kvm = vcpu->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	if (gfn++ == 3)
		goto again;
	return 0;
}

void fallthrough(struct kvm_vcpu *vcpu, struct kvm_device *dev, int n, gfn_t gfn)
{
	struct kvm *kvm = NULL;

	switch (n) {
	case 1:
		kvm = vcpu->kvm;
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
		break;
	case 2:
		kvm = dev->kvm;
		mark_page_dirty(kvm, gfn);	// expect: vm
		__attribute__((fallthrough));
	case 3:
	case 4:
		if (!kvm)
			kvm = vcpu->kvm;
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
		break;
	default:
		kvm = dev->kvm;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}

void switch_default(struct kvm_vcpu *vcpu, struct vcpu_svm *svm, struct kvm_device *dev, int n, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	switch (n) {
	case 1:
		kvm = vcpu->kvm;
		break;
	default:
		kvm = svm->vcpu.kvm;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void switch_in_loop(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	while (gfn--) {
		switch (gfn & 3) {
		case 1:
			kvm = vcpu->kvm;
			continue;
		case 2:
			kvm = vcpu->kvm;
			break;
		default:
			return;
		}
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	}
}

#define SET(to, v) do { (to) = (v)->kvm; } while (0)

void once_macro(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	SET(kvm, vcpu);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void breaks_out_of_once(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	do {
		if (!gfn)
			break;
		kvm = vcpu->kvm;
	} while (0);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}

int short_circuit(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;
	int c = gfn && (kvm = vcpu->kvm);

	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	return c;
}

void comma(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	kvm = vcpu->kvm, gfn++;
	mark_page_dirty(((void)gfn, kvm), gfn);	// expect: vcpu-alias
}

void loop_condition(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

	for (kvm = NULL; !kvm; kvm = vcpu->kvm)
		gfn++;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

/* continue runs the step. */
void step(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	for (int i = 0; i < 4; i++, kvm = vcpu->kvm) {
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
		kvm = dev->kvm;
		if (gfn & i)
			continue;
		mark_page_dirty(kvm, gfn);	// expect: vm
	}
}

/* What the condition assigns is there when it ends the loop. */
void assigned_by_condition(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = NULL;

	while (!(kvm = vcpu->kvm))
		gfn++;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

int endless(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	while (true) {
		if (gfn++ == 7) {
			kvm = vcpu->kvm;
			break;
		}
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	return 0;
}

void nested(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	while (gfn--) {
		for (;;) {
			if (gfn & 1)
				break;
			do {
				mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
			} while (gfn++ & 2);
		}
		kvm = dev->kvm;
		mark_page_dirty(kvm, gfn);	// expect: vm
	}
}
