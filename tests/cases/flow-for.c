// A for header with parts left out, and loops that are left in the middle.
#include <linux/kvm_host.h>

/* The first turn has the vCPU's, later ones the device's. */
void no_step(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm;

	for (kvm = vcpu->kvm; n--; ) {
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed // says: kvm is a vCPU's in one case and the VM's in another
		kvm = dev->kvm;
	}
}

void no_condition(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm;

	for (kvm = vcpu->kvm; /* ; */ ; kvm = dev->kvm) {
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
		if (!n--)
			break;
	}
}

void only_init(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm;

	for (kvm = vcpu->kvm; ; ) {
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
		kvm = dev->kvm;
		if (!n--)
			break;
	}
}

void only_step(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = dev->kvm;

	for (; ; kvm = vcpu->kvm) {
		if (!n--)
			break;
		if (n == 3)
			continue;
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	}
}

void only_condition(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = dev->kvm;

	for (; (kvm = vcpu->kvm) && n--; )
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

#define from(start, more) for (kvm = (start); (more); )

void in_macro(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm;

	from(vcpu->kvm, n--) {
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
		kvm = dev->kvm;
	}
}

void all_parts(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm;

	for (kvm = dev->kvm; n; n--, kvm = vcpu->kvm)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}

/* A chain of variables that takes more turns to go through than loops usually do. */
void many_turns(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *a, *b, *c, *d, *e, *f, *g, *h, *i;

	a = b = c = d = e = f = g = h = vcpu->kvm;
	i = dev->kvm;
	while (n--) {
		mark_page_dirty(a, gfn);	// expect: vcpu-mixed
		a = b;
		b = c;
		c = d;
		d = e;
		e = f;
		f = g;
		g = h;
		h = i;
	}
}

/* Looked up in each turn. */
void looked_up(struct kvm *kvm, gfn_t gfn)
{
	struct kvm_vcpu *vcpu;
	int i;

	for (i = 0, vcpu = NULL; (vcpu = kvm_get_vcpu(kvm, i++)); )
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-foreign // fix: none
}

/* What a switch without a default does not name goes by it. */
void no_default(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = dev->kvm;

	switch (n) {
	case 1:
		kvm = vcpu->kvm;
		break;
	case 2 ... 4:
		kvm = vcpu->kvm;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}

/* What a condition assigned, where it was true. */
void in_condition(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	if (gfn && (kvm = vcpu->kvm))
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	kvm = dev->kvm;
	if (!(gfn == 2 || (kvm = vcpu->kvm)))
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	else
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
