// What functions return, when they call each other or there is much of it.
#include <linux/kvm_host.h>

static struct kvm *g(struct kvm_vcpu *v, struct kvm_device *d, int n);
static struct kvm *f(struct kvm_vcpu *v, struct kvm_device *d, int n)
{
	if (n > 3)
		return g(v, d, n - 1);
	return d->kvm;
}
static struct kvm *g(struct kvm_vcpu *v, struct kvm_device *d, int n)
{
	if (n > 5)
		return f(v, d, n - 1);
	return v->kvm;
}

void mutual(struct kvm_vcpu *v, struct kvm_device *d, gfn_t gfn)
{
	mark_page_dirty(f(v, d, gfn), gfn);	// expect: vcpu-mixed
	mark_page_dirty(g(v, d, gfn), gfn);	// expect: vcpu-mixed
}

static struct kvm *down(struct kvm_vcpu *v, struct kvm_device *d, int n)
{
	return n ? down(v, d, n - 1) : v->kvm;
}

void direct(struct kvm_vcpu *v, struct kvm_device *d, gfn_t gfn)
{
	mark_page_dirty(down(v, d, gfn), gfn);	// expect: vcpu-alias
}

static void put(struct kvm **out, struct kvm_vcpu *v, struct kvm_device *d, int n)
{
	if (n)
		put(out, v, d, n - 1);
	else
		*out = d->kvm;
	if (n == 7)
		*out = v->kvm;
}

void left_behind(struct kvm_vcpu *v, struct kvm_device *d, gfn_t gfn)
{
	struct kvm *kvm;

	put(&kvm, v, d, gfn);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}

/* Ten deep. */
static struct kvm *d0(struct kvm *k) { return k; }
static struct kvm *d1(struct kvm *k) { return d0(k); }
static struct kvm *d2(struct kvm *k) { return d1(k); }
static struct kvm *d3(struct kvm *k) { return d2(k); }
static struct kvm *d4(struct kvm *k) { return d3(k); }
static struct kvm *d5(struct kvm *k) { return d4(k); }
static struct kvm *d6(struct kvm *k) { return d5(k); }
static struct kvm *d7(struct kvm *k) { return d6(k); }
static struct kvm *d8(struct kvm *k) { return d7(k); }
static struct kvm *d9(struct kvm *k) { return d8(k); }

void deep(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(d9(vcpu->kvm), gfn);	// expect: vcpu-alias
	mark_page_dirty(d9(d9(d9(vcpu->kvm))), gfn);	// expect: vcpu-alias
	mark_page_dirty(d9(dev->kvm), gfn);	// expect: vm
}

/* More values than a set holds. */
struct many { struct kvm *a, *b, *c, *d, *e, *f, *g, *h, *i; };
void many_values(struct many *m, struct kvm_vcpu *vcpu, int n, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	switch (n) {
	case 0: kvm = m->a; break;
	case 1: kvm = m->b; break;
	case 2: kvm = m->c; break;
	case 3: kvm = m->d; break;
	case 4: kvm = m->e; break;
	case 5: kvm = m->f; break;
	case 6: kvm = m->g; break;
	case 7: kvm = m->h; break;
	case 8: kvm = m->i; break;
	}
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
