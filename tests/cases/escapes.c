// What may be set through an address that was given away.
#include <linux/kvm_host.h>

struct ctx { struct kvm *kvm; gfn_t gfn; };
struct outer { struct ctx *in; int n; };
void pick(struct kvm **kvmp);
void pick_void(void **p);
void fill(struct ctx *c);
void fill_outer(struct outer *o);
void look(const struct ctx *c);
void *memset(void *p, int c, size_t n);

void member(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm };

	pick(&c.kvm);
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
	c.kvm = vcpu->kvm;
	mark_page_dirty(c.kvm, gfn);	// expect: vcpu-alias
}

void local(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	void *p = vcpu->kvm;

	pick_void(&p);
	mark_page_dirty(p, gfn);	// expect: unknown
}

void object(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm };

	look(&c);
	mark_page_dirty(c.kvm, gfn);	// expect: vcpu-alias
	fill(&c);
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
}

void in_struct(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm };
	struct outer o = { .in = &c };

	fill_outer(&o);
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
}

void copied_over(struct kvm_vcpu *vcpu, struct ctx *from, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm };

	memcpy(&c, from, sizeof(c));
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
	c.kvm = vcpu->kvm;
	copy_from_user(&c, from, 4);
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
	c.kvm = vcpu->kvm;
	memset(&c, 1, 8);
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
}

/* What a body in the program does. */
static void keep(struct ctx *c)
{
	c->gfn++;
}

static void from_device(struct ctx *c, struct kvm_device *dev)
{
	c->kvm = dev->kvm;
}

static void deeper(struct ctx *c, struct kvm_device *dev)
{
	keep(c);
	from_device(c, dev);
}

static void give(struct kvm **out, struct kvm *kvm)
{
	*out = kvm;
}

void seen(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm };
	struct kvm *kvm;

	keep(&c);
	mark_page_dirty(c.kvm, gfn);	// expect: vcpu-alias // fix: none
	deeper(&c, dev);
	mark_page_dirty(c.kvm, gfn);	// expect: vcpu-mixed
	give(&kvm, vcpu->kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	give(&kvm, dev->kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}

void through_pointer(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *a = vcpu->kvm, *b = vcpu->kvm, **p = n ? &a : &b;

	*p = dev->kvm;
	mark_page_dirty(a, gfn);	// expect: vcpu-mixed
	p = &b;
	*p = dev->kvm;
	mark_page_dirty(b, gfn);	// expect: vm
}
