// Handlers that __attribute__((cleanup)) calls with the variable's address.
#include <linux/kvm_host.h>

#define __cleanup(f) __attribute__((__cleanup__(f)))

static void dirty_on_exit(struct kvm **p)
{
	mark_page_dirty(*p, 5);	// expect: vcpu-callers
}

void scalar(struct kvm_vcpu *vcpu)
{
	struct kvm *kvm __cleanup(dirty_on_exit) = vcpu->kvm;

	kvm->online_vcpus++;
}

struct held { struct kvm *kvm; gfn_t gfn; };
static void held_exit(struct held *h)
{
	mark_page_dirty(h->kvm, h->gfn);	// expect: vcpu-callers
}

int object(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct held h __cleanup(held_exit) = { .kvm = vcpu->kvm, .gfn = gfn };

	if (h.gfn++)
		return 1;
	return 0;
}

static void both_exit(struct kvm **p)
{
	mark_page_dirty(*p, 6);	// expect: vcpu-mixed
}

void for_vm(struct kvm_device *dev)
{
	both_exit(&dev->kvm);
}

void for_vcpu(struct kvm_vcpu *vcpu)
{
	struct kvm *kvm __cleanup(both_exit) = vcpu->kvm;

	kvm->online_vcpus++;
}

/* What it holds when its scope is left, by whatever way. */
static void last_exit(struct kvm **p)
{
	mark_page_dirty(*p, 7);	// expect: vcpu-mixed
}

int left_twice(struct kvm_vcpu *vcpu, struct kvm_device *dev, int n)
{
	struct kvm *kvm __cleanup(last_exit) = vcpu->kvm;

	if (n)
		return 0;
	kvm = dev->kvm;
	return 1;
}

/* Where it is the only variable that there is. */
static void only_exit(struct kvm **p)
{
	mark_page_dirty(*p, 8);	// expect: vcpu-callers
}

int only(void)
{
	struct kvm *kvm __cleanup(only_exit) = kvm_get_running_vcpu()->kvm;

	return 0;
}
