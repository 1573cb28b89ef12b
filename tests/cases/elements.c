// Elements of arrays, members of unions, copies: which bytes a value is in.
#include <linux/kvm_host.h>

struct pair { struct kvm *kvm; struct kvm *both[2]; gfn_t gfn; };
struct hold { struct kvm_vcpu *threads[4]; struct kvm_vcpu a, b; };
static struct kvm_vcpu *all[64];

void any_thread(struct hold *h, gfn_t gfn)
{
	for (int i = 0; i < 4; i++)
		mark_page_dirty(h->threads[i]->kvm, gfn);	// expect: vcpu-foreign // fix: none
}

void any_of_all(gfn_t gfn)
{
	for (int i = 0; i < 64; i++) {
		struct kvm_vcpu *vcpu = all[i];

		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-foreign // fix: none
	}
}

void by_pointer(struct hold *h, gfn_t gfn)
{
	struct kvm_vcpu **p;

	for (p = h->threads; p < h->threads + 4; p++)
		mark_page_dirty((*p)->kvm, gfn);	// expect: vcpu-foreign // fix: none
}

void the_first(struct hold *h, gfn_t gfn)
{
	struct kvm *kvm = h->threads[0]->kvm;
	struct kvm_vcpu *vcpu = h->threads[1], *same = h->threads[0];

	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(same, gfn + vcpu->vcpu_id)
	(void)same;
}

/* Two vCPUs in one object. */
void embedded(struct hold *h, gfn_t gfn)
{
	struct kvm *kvm = h->a.kvm;
	struct kvm_vcpu *vcpu = &h->b;

	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(&h->a, gfn + vcpu->vcpu_id)
}

void objects(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int i)
{
	struct pair c[2];

	c[0].kvm = dev->kvm;
	c[1].kvm = vcpu->kvm;
	mark_page_dirty(c[0].kvm, gfn);		// expect: vm
	mark_page_dirty(c[1].kvm, gfn);		// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(c[i].kvm, gfn);		// expect: vcpu-mixed
	c[i].kvm = dev->kvm;
	mark_page_dirty(c[1].kvm, gfn);		// expect: vcpu-mixed
}

void initialised(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct pair c[2] = { { .kvm = dev->kvm }, { .kvm = vcpu->kvm } };
	struct pair d[] = { [1].kvm = dev->kvm, [0] = { vcpu->kvm } };
	struct pair e = { .both = { dev->kvm, vcpu->kvm } };
	struct pair f = { dev->kvm, { vcpu->kvm, dev->kvm }, gfn };
	struct kvm *g[4] = { [0 ... 2] = vcpu->kvm, dev->kvm };

	mark_page_dirty(c[0].kvm, gfn);		// expect: vm
	mark_page_dirty(d[0].kvm, gfn);		// expect: vcpu-alias
	mark_page_dirty(d[1].kvm, gfn);		// expect: vm
	mark_page_dirty(e.both[0], gfn);	// expect: vm
	mark_page_dirty(e.both[1], gfn);	// expect: vcpu-alias
	mark_page_dirty(f.both[0], gfn);	// expect: vcpu-alias
	mark_page_dirty(f.both[1], gfn);	// expect: vm
	mark_page_dirty(g[3], gfn);		// expect: vm
}

/* One place under two names. */
void in_union(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	union { struct kvm *kvm; void *p; struct { struct kvm *inner; } s; } u;

	u.kvm = vcpu->kvm;
	u.p = dev->kvm;
	mark_page_dirty(u.kvm, gfn);	// expect: vm
	u.s.inner = vcpu->kvm;
	mark_page_dirty(u.kvm, gfn);	// expect: vcpu-alias
}

struct pair make_pair(struct kvm_device *dev)
{
	struct pair c = { .kvm = dev->kvm };

	return c;
}

static struct pair pair_of(struct kvm *kvm)
{
	return (struct pair){ .kvm = kvm };
}

void by_value(struct kvm_vcpu *vcpu, struct kvm_device *dev, struct pair *from, gfn_t gfn)
{
	struct pair c = { .kvm = vcpu->kvm };

	c = make_pair(dev);
	mark_page_dirty(c.kvm, gfn);		// expect: vm
	c = pair_of(vcpu->kvm);
	mark_page_dirty(c.kvm, gfn);		// expect: vcpu-alias
	mark_page_dirty(make_pair(dev).kvm, gfn);	// expect: vm
}

static void takes_value(struct pair c)
{
	mark_page_dirty(c.kvm, c.gfn);		// expect: vcpu-callers
}

void passes_value(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	takes_value((struct pair){ .kvm = vcpu->kvm, .gfn = gfn });
}

/* All of it is copied, not only what was set here. */
void copied(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct pair a = { .both = { vcpu->kvm } }, b = { .kvm = dev->kvm }, *p = &b;

	*p = a;
	mark_page_dirty(b.both[0], gfn);	// expect: vcpu-alias
	p->kvm = dev->kvm;
	mark_page_dirty(b.kvm, gfn);		// expect: vm
}
