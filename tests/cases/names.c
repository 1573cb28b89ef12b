// Names that mean something else: inner variables, aliases of functions, pointers to them.
#include <linux/kvm_host.h>
void use(struct kvm_vcpu *v);
int cond(void);
void defer(void (*fn)(void *), void *opaque);
int each(struct kvm *kvm, int (*fn)(struct kvm *, void *), void *data);

void a_shadow(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	{
		struct kvm_vcpu *vcpu = other;

		mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
	}
}
void a_shadow2(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	{
		struct kvm *kvm = dev->kvm;

		mark_page_dirty(kvm, gfn);	// expect: vm
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, its name is written elsewhere in its scope
}
void a_shadow3(struct kvm_vcpu *vcpu, struct kvm *kvm, gfn_t gfn)
{
	for (struct kvm *kvm = vcpu->kvm; kvm; kvm = NULL)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
struct job { struct kvm *kvm; struct kvm_vcpu *vcpu; gfn_t gfn; };
static void job_fn(void *opaque)
{
	struct job *j = opaque;

	mark_page_dirty(j->kvm, j->gfn);	// expect: unknown
}
void b_queue(struct kvm_vcpu *vcpu, struct kvm_device *dev)
{
	struct job a = { .kvm = vcpu->kvm }, b;

	b.kvm = dev->kvm;
	defer(job_fn, &a);
	defer(job_fn, &b);
}
static void opaque_kvm(void *opaque)
{
	struct kvm *kvm = opaque;

	mark_page_dirty(kvm, 1);	// expect: unknown
}
void b_opaque(struct kvm_vcpu *vcpu)
{
	defer(opaque_kvm, vcpu->kvm);
	opaque_kvm(vcpu->kvm);
}
static int each_fn(struct kvm *kvm, void *data)
{
	mark_page_dirty(kvm, 1);	// expect: unknown
	return 0;
}
void b_each(struct kvm_vcpu *vcpu)
{
	each(vcpu->kvm, each_fn, NULL);
}
static int rec(struct kvm *kvm, gfn_t gfn, int n)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
	return n ? rec(kvm, gfn + 1, n - 1) : 0;
}
int c_rec(struct kvm_vcpu *vcpu, gfn_t gfn) { return rec(vcpu->kvm, gfn, 3); }
static int odd(struct kvm *kvm, gfn_t gfn);
static int even(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	return gfn ? odd(kvm, gfn - 1) : 0;
}
static int odd(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	return gfn ? even(kvm, gfn - 1) : 1;
}
int c_even(struct kvm_vcpu *vcpu, gfn_t gfn) { return even(vcpu->kvm, gfn); }
int c_odd(struct kvm_device *dev, gfn_t gfn) { return odd(dev->kvm, gfn); }
struct fops { void (*fn)(struct kvm *kvm, gfn_t gfn); };
static void op1(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-callers
static void op2(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-mixed
static const struct fops fops[] = { { op1 }, { .fn = op2 } };
void d_ops(struct kvm_vcpu *vcpu, gfn_t gfn, int i) { fops[i].fn(vcpu->kvm, gfn); }
void d_ops2(struct kvm_device *dev, gfn_t gfn) { op2(dev->kvm, gfn); }
static void fnp(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: unknown
extern void (*hook)(struct kvm *, gfn_t);
void e_hook(struct kvm_vcpu *vcpu) { hook = fnp; fnp(vcpu->kvm, 0); }
static void lfn(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-callers
void e_local(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	void (*p)(struct kvm *, gfn_t) = lfn;

	p(vcpu->kvm, gfn);
	(**p)(vcpu->kvm, gfn);
}
static void tfn(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-mixed
static void tfn2(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-mixed
void e_cond(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	(cond() ? tfn : tfn2)(vcpu->kvm, gfn);
	(cond() ? tfn : &tfn2)(dev->kvm, gfn);
}
void __attribute__((weak)) arch_mark(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-callers
void f_weak(struct kvm_vcpu *vcpu) { arch_mark(vcpu->kvm, 1); }
static void real_fn(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-mixed
void other_name(struct kvm *kvm, gfn_t gfn) __attribute__((alias("real_fn")));
void f_alias(struct kvm_vcpu *vcpu, struct kvm_device *dev) { other_name(vcpu->kvm, 1); real_fn(dev->kvm, 2); }
static struct kvm *cached;
void g_static(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	static struct kvm *once;

	if (!once)
		once = vcpu->kvm;
	mark_page_dirty(once, gfn);	// expect: vcpu-callers // fix: none
}
void g_global(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	cached = vcpu->kvm;
	use(vcpu);
	mark_page_dirty(cached, gfn);	// expect: vcpu-callers // fix: none
}
static void aarr(struct kvm *kvms[], int n) { mark_page_dirty(kvms[0], n); mark_page_dirty(kvms[1], n); }	// expect: vcpu-mixed // expect: vcpu-mixed
void h_arr(struct kvm_vcpu *vcpu, struct kvm_device *dev)
{
	struct kvm *k[2] = { vcpu->kvm, dev->kvm };

	aarr(k, 2);
}
void i_migrate(struct kvm_vcpu *src_vcpu, struct kvm_vcpu *dst_vcpu, gfn_t gfn)
{
	struct kvm *src_kvm = src_vcpu->kvm, *dst_kvm = dst_vcpu->kvm;

	mark_page_dirty(src_kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(src_vcpu, gfn)
	mark_page_dirty(dst_kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(dst_vcpu, gfn)
}
static void i_two(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-callers // fix: none
}
void i_two_caller(struct kvm_vcpu *a, struct kvm_vcpu *b, gfn_t gfn) { i_two(a->kvm, b, gfn); }
static void i_three(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-callers // fix: none
}
void i_three_a(struct kvm_vcpu *a, struct kvm_vcpu *b, gfn_t gfn) { i_three(a->kvm, a, gfn); }
void i_three_b(struct kvm_vcpu *a, struct kvm_vcpu *b, gfn_t gfn) { a = b; i_three(b->kvm, a, gfn); i_three(a->kvm, kvm_get_vcpu(a->kvm, 0), gfn); }
static void i_four(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	vcpu = kvm_get_vcpu(kvm, 1);
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-callers // fix: none
}
void i_four_a(struct kvm_vcpu *a, gfn_t gfn) { i_four(a->kvm, a, gfn); }
