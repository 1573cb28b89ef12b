// An element that knows its number, and the way from it to the object that the array is in.
#include <linux/kvm_host.h>

struct timer {
	int index;
	gfn_t gfn;
};

struct holder {
	struct kvm_vcpu *vcpu;
	struct timer timer[4];
};

static struct kvm_vcpu *timer_to_vcpu(struct timer *t)
{
	struct holder *h = container_of(t - t->index, struct holder, timer[0]);

	return h->vcpu;
}

static void expired(struct timer *t)
{
	struct kvm_vcpu *vcpu = timer_to_vcpu(t);

	mark_page_dirty(vcpu->kvm, t->gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, t->gfn)
}

void run(struct kvm_vcpu *vcpu, struct holder *h)
{
	h->vcpu = vcpu;
	for (int i = 0; i < 4; i++)
		expired(&h->timer[i]);
}

/* A pointer stepped by anything else is to any of them. */
struct entry {
	struct kvm_vcpu *vcpu;
	int index, other;
};
void walk(struct entry *e, int n)
{
	e = e + n;
	mark_page_dirty(e->vcpu->kvm, 1);	// expect: vcpu-foreign
}
