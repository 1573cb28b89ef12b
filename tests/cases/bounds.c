// What a bound could cut off: much of everything that is still followed, and what is not.
#include <linux/kvm_host.h>

struct kvm_vcpu *get(int n);
struct node { struct node *a, *b; struct kvm *kvm; };

/* As many values as a set holds. */
void values(struct kvm_vcpu *a, struct kvm_vcpu *b, struct kvm_vcpu *c, struct kvm_vcpu *d,
	    struct kvm_vcpu *e, struct kvm_vcpu *f, struct kvm_vcpu *g, int n, gfn_t gfn)
{
	struct kvm *kvm = a->kvm;

	switch (n) {
	case 1: kvm = b->kvm; break;
	case 2: kvm = c->kvm; break;
	case 3: kvm = d->kvm; break;
	case 4: kvm = e->kvm; break;
	case 5: kvm = f->kvm; break;
	case 6: kvm = g->kvm; break;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}

/* Turns of a loop. */
void turns(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn, int n)
{
	struct kvm *a, *b, *c, *d, *e, *f, *g, *h, *i;

	a = b = c = d = e = f = g = h = vcpu->kvm;
	i = other->kvm;
	while (n--) {
		mark_page_dirty(a, gfn);	// expect: vcpu-alias // fix: none
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

/* More turns than are gone over before what grows is unknown: never the first value alone. */
#define NEXT(a, b) a = b
#define NEXT_OF_30							\
	NEXT(x0, x1); NEXT(x1, x2); NEXT(x2, x3); NEXT(x3, x4); NEXT(x4, x5); NEXT(x5, x6);	\
	NEXT(x6, x7); NEXT(x7, x8); NEXT(x8, x9); NEXT(x9, y0); NEXT(y0, y1); NEXT(y1, y2);	\
	NEXT(y2, y3); NEXT(y3, y4); NEXT(y4, y5); NEXT(y5, y6); NEXT(y6, y7); NEXT(y7, y8);	\
	NEXT(y8, y9); NEXT(y9, z0); NEXT(z0, z1); NEXT(z1, z2); NEXT(z2, z3); NEXT(z3, z4);	\
	NEXT(z4, z5); NEXT(z5, z6); NEXT(z6, z7); NEXT(z7, z8); NEXT(z8, z9); NEXT(z9, k[0])
void more_turns(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *k[32], *x0, *x1, *x2, *x3, *x4, *x5, *x6, *x7, *x8, *x9, *y0, *y1, *y2, *y3, *y4,
		   *y5, *y6, *y7, *y8, *y9, *z0, *z1, *z2, *z3, *z4, *z5, *z6, *z7, *z8, *z9;

	x0 = x1 = x2 = x3 = x4 = x5 = x6 = x7 = x8 = x9 = vcpu->kvm;
	y0 = y1 = y2 = y3 = y4 = y5 = y6 = y7 = y8 = y9 = vcpu->kvm;
	z0 = z1 = z2 = z3 = z4 = z5 = z6 = z7 = z8 = vcpu->kvm;
	z9 = vcpu->kvm;
	k[0] = dev->kvm;
	while (n--) {
		mark_page_dirty(x0, gfn);	// expect: unknown
		NEXT_OF_30;
	}
}

/* The same, with a goto. */
void more_jumps(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *k[32], *x0, *x1, *x2, *x3, *x4, *x5, *x6, *x7, *x8, *x9, *y0, *y1, *y2, *y3, *y4,
		   *y5, *y6, *y7, *y8, *y9, *z0, *z1, *z2, *z3, *z4, *z5, *z6, *z7, *z8, *z9;

	x0 = x1 = x2 = x3 = x4 = x5 = x6 = x7 = x8 = x9 = vcpu->kvm;
	y0 = y1 = y2 = y3 = y4 = y5 = y6 = y7 = y8 = y9 = vcpu->kvm;
	z0 = z1 = z2 = z3 = z4 = z5 = z6 = z7 = z8 = vcpu->kvm;
	z9 = vcpu->kvm;
	k[0] = dev->kvm;
again:
	mark_page_dirty(x0, gfn);	// expect: unknown
	NEXT_OF_30;
	if (n--)
		goto again;
}

/* Loads of loads. */
void loads(struct node *n, gfn_t gfn)
{
	n->kvm = NULL;
	mark_page_dirty(n->a->b->a->b->a->b->kvm, gfn);	// expect: unknown
}

#define R(n) case n: return get(n)->kvm;
#define R8(n) R(n) R(n + 1) R(n + 2) R(n + 3) R(n + 4) R(n + 5) R(n + 6) R(n + 7)
#define R64(n) R8(n) R8(n + 8) R8(n + 16) R8(n + 24) R8(n + 32) R8(n + 40) R8(n + 48) R8(n + 56)
static struct kvm *results(struct kvm_device *dev, int n)
{
	switch (n) {
	R64(0)
	default:
		return dev->kvm;
	}
}

void many_results(struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(results(dev, gfn), gfn);	// expect: vcpu-mixed
}

static struct kvm *more_results(struct kvm_device *dev, int n)
{
	switch (n) {
	R64(0) R64(64) R64(128) R64(192) R64(256)
	default:
		return dev->kvm;
	}
}

void too_many_results(struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(more_results(dev, gfn), gfn);	// expect: unknown
}

/* A callee that is known only once another call is. */
typedef void (*fn_t)(struct kvm *, gfn_t);
typedef void (*apply_t)(fn_t, struct kvm *);
typedef void (*twice_t)(apply_t, fn_t, struct kvm *);
static struct { twice_t twice; } hooks;

static void last(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
static void apply(fn_t fn, struct kvm *kvm)
{
	fn(kvm, 0);
}
static void twice(apply_t a, fn_t fn, struct kvm *kvm)
{
	a(fn, kvm);
}
void through_three(struct kvm_vcpu *vcpu)
{
	hooks.twice = twice;
	hooks.twice(apply, last, vcpu->kvm);
}

/* More arguments than most calls have. */
void lots(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m,
	  int n, int o, int p, int q, int r, struct kvm_memory_slot *s, int last);
void many_arguments(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	lots(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
	     gfn_to_memslot(vcpu->kvm, gfn), 0);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
}

/* Results that are other calls' results, in one expression. */
static struct kvm *same(struct kvm *kvm) { return kvm; }
#define SAME(e) same(same(same(same(same(same(same(same(same(same(e))))))))))
void deep_results(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(SAME(SAME(SAME(SAME(SAME(SAME(vcpu->kvm)))))), gfn);	// expect: vcpu-alias
	mark_page_dirty(SAME(SAME(SAME(SAME(SAME(SAME(SAME(vcpu->kvm))))))), gfn);	// expect: unknown
	mark_page_dirty(SAME(SAME(SAME(SAME(SAME(SAME(SAME(dev->kvm))))))), gfn);	// expect: unknown
}

/* Where a slot goes: what is farther than that is not said. */
void mark_page_dirty_in_slot(struct kvm *kvm, const struct kvm_memory_slot *slot, gfn_t gfn);
#define L __gfn_to_memslot(slots, gfn);
#define L10 L L L L L L L L L L
#define L100 L10 L10 L10 L10 L10 L10 L10 L10 L10 L10
void slots_near(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_memslots *slots = kvm_memslots(vcpu->kvm);	// expect: vcpu-direct // effect: marks dirty

	L100 L100
	mark_page_dirty_in_slot(vcpu->kvm, __gfn_to_memslot(slots, gfn), gfn);
}

void slots_far(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_memslots *slots = kvm_memslots(vcpu->kvm);	// expect: vcpu-direct // effect: resolves

	L100 L100 L100
	mark_page_dirty_in_slot(vcpu->kvm, __gfn_to_memslot(slots, gfn), gfn);
}

/* Types to choose from. */
void many_types(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = _Generic(vcpu, default: dev->kvm, struct a *: dev->kvm,
		struct b *: dev->kvm, struct c *: dev->kvm, struct d *: dev->kvm,
		struct e *: dev->kvm, struct f *: dev->kvm, struct g *: dev->kvm,
		struct h *: dev->kvm, struct i *: dev->kvm, struct j *: dev->kvm,
		struct k *: dev->kvm, struct l *: dev->kvm, struct m *: dev->kvm,
		struct n *: dev->kvm, struct o *: dev->kvm, struct p *: dev->kvm,
		struct q *: dev->kvm, struct kvm_vcpu *: vcpu->kvm);

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

/* Labels of an asm. */
int many_labels(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	asm goto("" : : : : a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
	kvm = dev->kvm;
a: b: c: d: e: f: g: h: i: j: k: l: m: n: o: p:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	return 0;
q:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	return 1;
}

/* Calls in calls that are looked at for what they change. */
static inline bool pure0(int n) { return n > 7; }
static inline bool pure1(int n) { return pure0(n); }
static inline bool pure2(int n) { return pure1(n); }
static inline bool pure3(int n) { return pure2(n); }
static inline bool pure4(int n) { return pure3(n); }
static inline bool pure5(int n) { return pure4(n); }
static inline bool pure6(int n) { return pure5(n); }
void deep_effects(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = pure5(gfn) ? vcpu->kvm : vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void deeper_effects(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = pure6(gfn) ? vcpu->kvm : vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, side effect: pure6()
}
