// Values that change hands: swapped, copied, set behind pointers, stepped.
#include <linux/kvm_host.h>
struct ctx { struct kvm *kvm; gfn_t gfn; struct kvm_vcpu *vcpu; };
struct outer { int x; struct ctx in; struct ctx *p; struct ctx arr[3]; };
#define swap(a, b) do { __typeof__(a) __tmp = (a); (a) = (b); (b) = __tmp; } while (0)
void out_kvm(struct kvm **kvmp);
void out_vcpu(struct kvm_vcpu **vp);
void use(struct kvm_vcpu *v);
void use_kvm(const struct kvm *k);

void a_swap(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *a = vcpu->kvm, *b = dev->kvm;

	swap(a, b);
	mark_page_dirty(a, gfn);	// expect: vm
	mark_page_dirty(b, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void a_swap_vcpu(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	swap(vcpu, other);
	use(vcpu);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(other, gfn)
}
void b_out(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	out_vcpu(&vcpu);
	use(vcpu);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
void b_out2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, **pp = &kvm;

	out_kvm(pp);
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void b_out3(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, **pp = &kvm, ***ppp = &pp;

	**ppp = dev->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vm
}
void b_out4(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm, *k2 = vcpu->kvm, **pp = n ? &kvm : &k2;

	*pp = dev->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	mark_page_dirty(k2, gfn);	// expect: vcpu-mixed
}
static void set_it(struct kvm **kvmp, struct kvm_device *dev) { *kvmp = dev->kvm; }
static void maybe_set_it(struct kvm **kvmp, struct kvm_device *dev, int n) { if (n) *kvmp = dev->kvm; }
static void dont_set_it(struct kvm *const *kvmp) { use_kvm(*kvmp); }
void c_known(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *a = vcpu->kvm, *b = vcpu->kvm, *c = vcpu->kvm;

	set_it(&a, dev);
	mark_page_dirty(a, gfn);	// expect: vcpu-mixed
	maybe_set_it(&b, dev, n);
	mark_page_dirty(b, gfn);	// expect: vcpu-mixed
	dont_set_it(&c);
	mark_page_dirty(c, gfn);	// expect: vcpu-alias
}
void d_nested(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct outer o = { .in = { .kvm = vcpu->kvm } };
	struct ctx *in = &o.in;

	mark_page_dirty(in->kvm, gfn);	// expect: vcpu-alias
	o.in = (struct ctx){ .kvm = dev->kvm };
	mark_page_dirty(in->kvm, gfn);	// expect: vm
	o.p = in;
	o.p->kvm = vcpu->kvm;
	mark_page_dirty(o.in.kvm, gfn);	// expect: vcpu-alias
}
void e_arr(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int i)
{
	struct outer o = { .arr = { [1] = { .kvm = dev->kvm }, [0].kvm = vcpu->kvm, [2 ... 2] = { .kvm = dev->kvm } } };

	mark_page_dirty(o.arr[0].kvm, gfn);	// expect: vcpu-mixed
	mark_page_dirty(o.arr[2].kvm, gfn);	// expect: vm
	(&o.arr[0] + 1)->kvm = vcpu->kvm;
	mark_page_dirty(o.arr[1].kvm, gfn);	// expect: vcpu-alias
	1[o.arr].kvm = dev->kvm;
	mark_page_dirty(o.arr[1].kvm, gfn);	// expect: vm
	mark_page_dirty((*(o.arr + i)).kvm, gfn);	// expect: vcpu-mixed
}
void f_uninit(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm;

	if (n)
		kvm = vcpu->kvm;
	if (n)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void g_copy(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct ctx a = { .kvm = vcpu->kvm }, b, c[2];

	b = a;
	a.kvm = dev->kvm;
	mark_page_dirty(b.kvm, gfn);	// expect: vcpu-alias
	c[0] = a;
	c[1] = b;
	memcpy(&c[0], &c[1], sizeof(c[0]));
	mark_page_dirty(c[0].kvm, gfn);	// expect: vcpu-alias
	memcpy(&c[1].kvm, &a.kvm, sizeof(c[1].kvm));
	mark_page_dirty(c[1].kvm, gfn);	// expect: unknown
	__builtin_memset(&b, 0, sizeof(b));
	b.kvm = b.kvm ?: dev->kvm;
	mark_page_dirty(b.kvm, gfn);	// expect: vm
}
void h_partial(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct ctx a[2] = { { vcpu->kvm }, { dev->kvm } };

	memcpy(a, a + 1, sizeof(a[0]));
	mark_page_dirty(a[0].kvm, gfn);	// expect: unknown
}
void h_partial2(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, void *buf)
{
	struct ctx a[2] = { { vcpu->kvm }, { dev->kvm } };

	memcpy(buf, a, sizeof(a));
	memcpy(a, buf, sizeof(a));
	mark_page_dirty(a[0].kvm, gfn);	// expect: unknown
}
void i_alias_store(struct kvm_vcpu *vcpu, struct ctx *p, struct ctx *q, struct kvm_device *dev, gfn_t gfn)
{
	p->kvm = vcpu->kvm;
	q->kvm = dev->kvm;
	mark_page_dirty(p->kvm, gfn);	// expect: vcpu-mixed
}
void j_vcpu_field(struct ctx *p, struct ctx *q, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm_vcpu *v = p->vcpu;
	struct kvm *kvm = v->kvm;

	q->vcpu = other;
	mark_page_dirty(kvm, gfn + p->vcpu->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn + p->vcpu->vcpu_id)
}
void k_plusplus(struct kvm_vcpu *vcpus, int n, gfn_t gfn)
{
	struct kvm_vcpu *v = vcpus, *end = vcpus + n;

	for (; v < end; v++)
		mark_page_dirty(v->kvm, gfn);	// expect: vcpu-foreign
}
void k_plusplus2(struct kvm_vcpu **vcpus, gfn_t gfn)
{
	while (*vcpus)
		mark_page_dirty((*vcpus++)->kvm, gfn);	// expect: vcpu-foreign
}
void l_idx(struct kvm_vcpu **vcpus, int i, gfn_t gfn)
{
	struct kvm *kvm = vcpus[i++]->kvm;

	mark_page_dirty(kvm, gfn + vcpus[i]->vcpu_id);	// expect: vcpu-foreign
}

/* A function whose first variable is no parameter. */
struct kvm_vcpu *this_vcpu(void);
void first_variable(void)
{
	struct kvm *kvm = this_vcpu()->kvm;

	mark_page_dirty(kvm, 1);	// expect: vcpu-alias // why: kvm =
}
