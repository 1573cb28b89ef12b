// Who can write what: through members, results, by value, behind const.
#include <linux/kvm_host.h>
int cond(void);
void *memset(void *p, int c, size_t n);
void use(struct kvm_vcpu *v);
struct ctx { struct kvm *kvm; gfn_t gfn; struct ctx *next; struct kvm_vcpu *vcpu; };
struct req { struct kvm **out; struct ctx *ctx; int n; };
void submit(const struct req *r);
void submit_val(struct req r);
struct kvm **keep(struct kvm **p);
struct kvm **peek(struct kvm *const *p);
void get_all(const char *fmt, ...);
void foo(void);
void *__builtin___memcpy_chk(void *, const void *, size_t, size_t);

void a(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	struct req r = { .out = &kvm };

	submit(&r);
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void a2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = { .kvm = vcpu->kvm };
	struct req r = { .ctx = &c };

	submit(&r);
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
}
void a3(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	struct req r = { .out = &kvm };

	submit_val(r);
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void a4(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	submit_val((struct req){ .out = &kvm });
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void b(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, **p = keep(&kvm);

	kvm = vcpu->kvm;
	*p = dev->kvm;
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void b2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	get_all("%p", &kvm);
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void b3(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, *k = dev->kvm;

	__builtin___memcpy_chk(&kvm, &k, sizeof(k), sizeof(kvm));
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void b4(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	unsigned long v = (unsigned long)vcpu->kvm;

	if (__builtin_add_overflow(v, (unsigned long)dev->kvm, &v))
		return;
	mark_page_dirty((struct kvm *)v, gfn);	// expect: unknown
}
void c(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct ctx x = { .kvm = vcpu->kvm }, y = { .kvm = vcpu->kvm };

	x.next = &y;
	y.next = &x;
	x.next->kvm = dev->kvm;
	mark_page_dirty(y.kvm, gfn);	// expect: vm
	mark_page_dirty(x.kvm, gfn);	// expect: vcpu-alias
	x.next->next->kvm = dev->kvm;
	mark_page_dirty(x.kvm, gfn);	// expect: vm
}
void d(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct ctx x = { .kvm = vcpu->kvm }, y = { .kvm = dev->kvm }, z;

	z = cond() ? x : y;
	mark_page_dirty(z.kvm, gfn);	// expect: vcpu-mixed
	z = (foo(), x);
	mark_page_dirty(z.kvm, gfn);	// expect: vcpu-alias
	z = z;
	mark_page_dirty(z.kvm, gfn);	// expect: vcpu-alias
	z = *({ struct ctx *t = &y; t; });
	mark_page_dirty(z.kvm, gfn);	// expect: vm
	z = ({ struct ctx t = x; t.kvm = dev->kvm; t; });
	mark_page_dirty(z.kvm, gfn);	// expect: vm
}
void e(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct ctx *p = NULL;

	for (int i = 0; i < n; i++) {
		struct ctx c = { .kvm = vcpu->kvm };

		if (p)
			p->kvm = dev->kvm;
		mark_page_dirty(c.kvm, gfn);	// expect: vcpu-mixed
		p = &c;
	}
}
void f(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *a = dev->kvm, *b = dev->kvm, *c = dev->kvm, *d = dev->kvm, *e = dev->kvm,
		   *g = dev->kvm, *h = dev->kvm, *i = dev->kvm, *j = vcpu->kvm, *k = vcpu->kvm;

	while (n--) {
		mark_page_dirty(k, gfn);	// expect: vcpu-mixed
		k = j;
		j = i;
		i = h;
		h = g;
		g = e;
		e = d;
		d = c;
		c = b;
		b = a;
	}
}
void g(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *a = vcpu->kvm;
	unsigned long x = (unsigned long)a, y = (unsigned long)dev->kvm;

	x ^= y;
	y ^= x;
	x ^= y;
	mark_page_dirty((struct kvm *)x, gfn);	// expect: vcpu-mixed
	mark_page_dirty((struct kvm *)y, gfn);	// expect: vcpu-mixed
}
void h(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *arr[2] = { vcpu->kvm, vcpu->kvm };

	keep(&arr[1]);
	mark_page_dirty(arr[1], gfn);	// expect: unknown
	keep(arr);
	mark_page_dirty(arr[0], gfn);	// expect: unknown
}
void i(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *const kvm = vcpu->kvm;
	struct kvm *k2 = vcpu->kvm;

	peek(&k2);
	mark_page_dirty(k2, gfn);	// expect: vcpu-alias
	*peek(&k2) = dev->kvm;
	mark_page_dirty(k2, gfn);	// expect: unknown
	(void)kvm;
}
static void set_next(struct ctx *c, struct kvm_device *dev) { c->next->kvm = dev->kvm; }
void j(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct ctx x = { .kvm = vcpu->kvm }, y = { .kvm = vcpu->kvm, .next = &x };

	set_next(&y, dev);
	mark_page_dirty(x.kvm, gfn);	// expect: vcpu-mixed
}
static struct kvm **global;
static void setg(struct kvm_device *dev) { *global = dev->kvm; }
void k(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	global = &kvm;
	setg(dev);
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
static struct ctx *gctx;
void l(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx *c = gctx;
	struct kvm *kvm = c->vcpu->kvm;
	struct kvm_vcpu *v = c->vcpu;

	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn + v->vcpu_id)
	gctx = NULL;
	c = gctx;
	v = c->vcpu;
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}
void m(struct ctx *c, gfn_t gfn)
{
	struct kvm *kvm = c->vcpu->kvm;
	struct kvm_vcpu *v;

	c = c->next;
	v = c->vcpu;
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}
void n(struct ctx *c, struct ctx *d, gfn_t gfn)
{
	struct kvm *kvm = c->vcpu->kvm;
	struct kvm_vcpu *v;

	*c = *d;
	v = c->vcpu;
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}
void o(struct ctx *c, struct kvm_vcpu *x, gfn_t gfn)
{
	struct kvm *kvm = c->vcpu->kvm;
	struct kvm_vcpu *v, **vp = &c->vcpu;

	*vp = x;
	v = c->vcpu;
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
	memcpy(c, x, sizeof(*c));
	kvm = c->vcpu->kvm;
	memset(c, 0, sizeof(*c));
	v = c->vcpu;
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}

/* A callee that is given a member's address writes no further than that. */
void writes_vcpu(struct kvm_vcpu **v);
struct held { struct kvm *before; struct kvm_vcpu *vcpu; struct kvm *after; };
void z_member(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct held h = { vcpu->kvm, vcpu, vcpu->kvm };

	writes_vcpu(&h.vcpu);
	mark_page_dirty(h.before, gfn);	// expect: vcpu-alias
	mark_page_dirty(h.after, gfn);	// expect: vcpu-alias
	mark_page_dirty(h.vcpu->kvm, gfn);	// expect: vcpu-direct
}
