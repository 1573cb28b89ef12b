// A member of a local struct holds the kvm.
#include <linux/kvm_host.h>

struct ctx { struct kvm *kvm; struct kvm_vcpu *vcpu; gfn_t gfn; };
struct outer { struct ctx in; int x; };

void member(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c;

	c.kvm = vcpu->kvm;
	mark_page_dirty(c.kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void designated(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .gfn = gfn, .kvm = vcpu->kvm };

	mark_page_dirty(c.kvm, c.gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, c.gfn)
}

void positional(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { vcpu->kvm, vcpu, gfn };

	mark_page_dirty(c.kvm, gfn);	// expect: vcpu-alias
	mark_page_dirty(c.vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(c.vcpu, gfn)
}

void nested(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct outer o = { .in = { .kvm = vcpu->kvm }, .x = 1 };

	mark_page_dirty(o.in.kvm, gfn + o.x);	// expect: vcpu-alias
}

void nested_designator(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct outer o = { .in.kvm = vcpu->kvm };

	mark_page_dirty(o.in.kvm, gfn + o.x);	// expect: vcpu-alias
}

void pointer(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm }, *p = &c;

	mark_page_dirty(p->kvm, p->gfn);	// expect: vcpu-alias
}

void compound_literal(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx *p = &(struct ctx){ .kvm = vcpu->kvm };

	mark_page_dirty(p->kvm, p->gfn);	// expect: vcpu-alias
}

void overwritten(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct ctx c = { .kvm = dev->kvm };

	mark_page_dirty(c.kvm, gfn);	// expect: vm
	c.kvm = vcpu->kvm;
	mark_page_dirty(c.kvm, gfn);	// expect: vcpu-alias
}

void copied(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx a = { .kvm = vcpu->kvm }, b;

	b = a;
	mark_page_dirty(b.kvm, gfn);	// expect: vcpu-alias
}

void copied_initialiser(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx a = { .kvm = vcpu->kvm }, b = a;
	struct outer o = { .in = b };

	mark_page_dirty(b.kvm, gfn);	// expect: vcpu-alias
	mark_page_dirty(o.in.kvm, o.in.gfn);	// expect: vcpu-alias
}

void copied_literal(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c;

	c = (struct ctx){ .kvm = vcpu->kvm, .gfn = gfn };
	mark_page_dirty(c.kvm, c.gfn);	// expect: vcpu-alias
}

static void copied_parameter(struct ctx *p)
{
	struct ctx c = *p;

	mark_page_dirty(c.kvm, c.gfn);	// expect: vcpu-callers
}

void copied_element(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm, .gfn = gfn };

	copied_parameter(&c);
}
