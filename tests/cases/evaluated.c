// Calls in every place that is evaluated, or is not; addresses that were given away.
#include <linux/kvm_host.h>
void use(struct kvm_vcpu *v);
void foo(void);
int cond(void);
struct kvm_vcpu *get_vcpu(void);
struct ctx { struct kvm *kvm; gfn_t gfn; struct list_head node; struct kvm_vcpu *vcpu; };
static struct kvm **global_pp;
static struct list_head head;
void reg(void *p);

void a_vla(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	char buf[gfn_to_hva(vcpu->kvm, gfn)];	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_hva(vcpu, gfn)

	reg(buf);
}
void a_asm(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	asm volatile("" : : "r"(gfn_to_hva(vcpu->kvm, gfn)));	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_hva(vcpu, gfn)
}
void a_uneval(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	__typeof__(gfn_to_hva(vcpu->kvm, gfn)) x = sizeof(gfn_to_page(vcpu->kvm, gfn)) +	// expect: none
		_Alignof(__typeof__(gfn_to_page(vcpu->kvm, gfn)));	// expect: none

	if (__builtin_constant_p(gfn_to_hva(vcpu->kvm, gfn)))	// expect: none
		reg(&x);
	x = __builtin_types_compatible_p(__typeof__(gfn_to_hva(vcpu->kvm, gfn)), long);	// expect: none
}
void a_cond(struct kvm_vcpu *vcpu, gfn_t gfn, int *arr)
{
	switch (gfn_to_hva(vcpu->kvm, gfn)) {	// expect: vcpu-direct
	case 1:
		arr[gfn_to_hva(vcpu->kvm, gfn)]++;	// expect: vcpu-direct
	}
	for (; gfn_to_hva(vcpu->kvm, gfn); mark_page_dirty(vcpu->kvm, gfn))	// expect: vcpu-direct // expect: vcpu-direct
		;
	do ; while (gfn_to_hva(vcpu->kvm, gfn));	// expect: vcpu-direct
	(void)(gfn_to_hva(vcpu->kvm, gfn) ?: gfn_to_hva(vcpu->kvm, gfn + 1));	// expect: vcpu-direct // expect: vcpu-direct
	goto *(void *)gfn_to_hva(vcpu->kvm, gfn);	// expect: vcpu-direct
x:
	reg(&&x);
}
void b_dead(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (0)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	return;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void c_escape(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	global_pp = &kvm;
	foo();
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void c_escape2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm };

	list_add_tail(&c.node, &head);
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
	c.kvm = vcpu->kvm;
	foo();
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
}
void c_escape3(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	reg(&kvm);
	kvm = vcpu->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	foo();
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void c_escape_vcpu(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

	reg(&vcpu);
	kvm = vcpu->kvm;
	foo();
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
}
void c_container(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm };
	gfn_t *gp = &c.gfn;

	container_of(gp, struct ctx, gfn)->kvm = dev->kvm;
	mark_page_dirty(c.kvm, gfn);	// expect: vm
}
void c_casted(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm };
	void **p = (void **)&c;
	unsigned long *l = (unsigned long *)&c;

	p[0] = dev->kvm;
	mark_page_dirty(c.kvm, gfn);	// expect: vm
	c.kvm = vcpu->kvm;
	l[cond()] = 5;
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
}
static void d_same(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-callers // fix: none
}
void d_call(struct kvm_lapic *apic, gfn_t gfn)
{
	d_same(READ_ONCE(apic->vcpu)->kvm, READ_ONCE(apic->vcpu), gfn);
}
static void d_same2(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-callers // fix: none
}
void d_call2(struct kvm_lapic *apic, gfn_t gfn) { d_same2(get_vcpu()->kvm, get_vcpu(), gfn); }
static void d_same3(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-callers // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn + vcpu->vcpu_id)
}
void d_call3(struct kvm_lapic *apic, gfn_t gfn) { d_same3(apic->vcpu->kvm, apic->vcpu, gfn); }
static void d_same4(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-foreign // fix: none
}
void d_call4(struct kvm_vcpu **v, int i, int j, gfn_t gfn) { d_same4(v[i]->kvm, v[j], gfn); }
static void d_same5(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-callers // fix: none
}
void d_call5(struct ctx *c, struct kvm_vcpu *o, gfn_t gfn)
{
	struct kvm *kvm = c->vcpu->kvm;

	c->vcpu = o;
	d_same5(kvm, c->vcpu, gfn);
}
void e_again(struct ctx *p, gfn_t gfn)
{
	struct kvm *kvm = NULL;
	struct kvm_vcpu *v;
again:
	v = READ_ONCE(p->vcpu);
	if (cond()) {
		kvm = v->kvm;
		goto again;
	}
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}
void e_again2(struct ctx *p, gfn_t gfn, int n)
{
	struct kvm *kvm = p->vcpu->kvm;
	struct kvm_vcpu *v = p->vcpu;

	while (n--) {
		mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
		v = READ_ONCE(p->vcpu);
	}
}
void e_again3(struct ctx *p, gfn_t gfn, int n)
{
	struct kvm_vcpu *v = READ_ONCE(p->vcpu);
	struct kvm *kvm = v->kvm;

	while (n--)
		mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn + v->vcpu_id)
}
void e_again4(struct ctx *p, gfn_t gfn, int n)
{
	struct kvm *kvm = NULL;

	while (n--) {
		struct kvm_vcpu *v = READ_ONCE(p->vcpu);

		if (kvm)
			mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
		kvm = v->kvm;
	}
}
