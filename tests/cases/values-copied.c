// Copies, unions, pointers into arrays, numbers that were pointers, results of functions.
#include <linux/kvm_host.h>
int cond(void);
void use(struct kvm_vcpu *v);
void use_kvm(struct kvm *k);
struct ctx { struct kvm *kvm; gfn_t gfn; struct kvm_vcpu *vcpu; };
struct pair { struct ctx a, b; };
union uu { struct kvm *kvm; struct kvm_vcpu *vcpu; unsigned long raw; char bytes[8]; };
struct bits { unsigned long lo : 1; unsigned long ptr : 63; };

void a_union_punned(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	union uu u = { .vcpu = vcpu };

	mark_page_dirty(u.kvm, gfn);	// expect: unknown
	u.kvm = vcpu->kvm;
	u.bytes[0] = 1;
	mark_page_dirty(u.kvm, gfn);	// expect: unknown
	u.kvm = vcpu->kvm;
	u.raw &= ~1ul;
	mark_page_dirty(u.kvm, gfn);	// expect: vcpu-alias // fix: none
}
struct ctx fetch(struct kvm_vcpu *vcpu);
struct ctx *fetch_p(struct kvm_vcpu *vcpu);
void b_ret_struct(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx c = fetch(vcpu);

	mark_page_dirty(c.kvm, gfn);	// expect: unknown
	mark_page_dirty(fetch(vcpu).kvm, gfn);	// expect: unknown
	mark_page_dirty(fetch(vcpu).vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(fetch(vcpu).vcpu, gfn)
}
void b_copy_members(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct pair p = { .a.kvm = vcpu->kvm, .b = { .kvm = dev->kvm } }, q;

	q = p;
	q.a = q.b;
	mark_page_dirty(q.a.kvm, gfn);	// expect: vm
	mark_page_dirty(p.a.kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	q = (struct pair){ .b = p.a };
	mark_page_dirty(q.b.kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	*(&q.a) = *&p.b;
	mark_page_dirty(q.a.kvm, gfn);	// expect: vm
	(cond() ? &q.a : &q.b)->kvm = vcpu->kvm;
	mark_page_dirty(q.a.kvm, gfn);	// expect: vcpu-mixed
	mark_page_dirty(q.b.kvm, gfn);	// expect: vcpu-alias
}
void c_vcpu_in_struct(struct ctx *c, struct kvm_vcpu *o, gfn_t gfn)
{
	struct kvm *kvm = c->vcpu->kvm;

	use(c->vcpu);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
	c->vcpu = o;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
void c_local_struct(struct kvm_vcpu *vcpu, struct kvm_vcpu *o, gfn_t gfn)
{
	struct ctx c = { .vcpu = vcpu };
	struct kvm *kvm = c.vcpu->kvm;

	c.vcpu = o;
	vcpu = o;
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
	mark_page_dirty(c.vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(c.vcpu, gfn)
}
void d_cond_update(struct kvm_vcpu *vcpu, struct kvm_vcpu *o, gfn_t gfn)
{
	struct kvm_vcpu *v = vcpu;
	struct kvm *kvm = v->kvm;

	if (cond())
		v = o;
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn + v->vcpu_id)
	vcpu = o;
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}
void d_cond_both(struct kvm_vcpu *vcpu, struct kvm_vcpu *o, gfn_t gfn)
{
	struct kvm_vcpu *v;
	struct kvm *kvm;

	if (cond()) {
		v = vcpu;
		kvm = vcpu->kvm;
	} else {
		v = o;
		kvm = o->kvm;
	}
	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}
void d_cond_cross(struct kvm_vcpu *vcpu, struct kvm_vcpu *o, gfn_t gfn)
{
	struct kvm_vcpu *v = cond() ? vcpu : o;
	struct kvm *kvm = cond() ? vcpu->kvm : o->kvm;

	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}
void d_from_v(struct kvm_vcpu *vcpu, struct kvm_vcpu *o, gfn_t gfn)
{
	struct kvm_vcpu *v = cond() ? vcpu : o;
	struct kvm *kvm = v->kvm;

	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}
void e_long(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	unsigned long a = (unsigned long)vcpu->kvm, b = (unsigned long)dev->kvm;
	unsigned int lo = (unsigned int)a;

	mark_page_dirty((void *)(cond() ? a : b), gfn);	// expect: vcpu-mixed
	mark_page_dirty((void *)(a ^ b), gfn);	// expect: unknown
	mark_page_dirty((void *)(unsigned long)lo, gfn);	// expect: unknown
	mark_page_dirty((struct kvm *)((u64)a), gfn);	// expect: vcpu-alias
}
void f_chain(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm, *other;

	kvm = other = vcpu->kvm;
	other = dev->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	(cond() ? (kvm = dev->kvm) : (other = vcpu->kvm));
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	*(cond() ? &kvm : &other) = vcpu->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
void g_deref_write(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *arr[3] = { vcpu->kvm, vcpu->kvm, vcpu->kvm }, **p = arr;

	*p++ = dev->kvm;
	mark_page_dirty(arr[0], gfn);	// expect: vm
	*++p = dev->kvm;
	mark_page_dirty(arr[1], gfn);	// expect: vcpu-alias
	mark_page_dirty(arr[2], gfn);	// expect: vm
	p[-1] = dev->kvm;
	mark_page_dirty(arr[1], gfn);	// expect: vcpu-mixed
	p = &arr[cond()];
	*p = vcpu->kvm;
	mark_page_dirty(arr[1], gfn);	// expect: vcpu-mixed
	mark_page_dirty(*p, gfn);	// expect: vcpu-mixed
}
void h_2d(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *m[2][2] = { { vcpu->kvm, dev->kvm }, { dev->kvm, vcpu->kvm } };
	struct kvm *(*row)[2] = &m[1];

	mark_page_dirty(m[0][0], gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(m[1][0], gfn);	// expect: vm
	mark_page_dirty((*row)[1], gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(row[-1][1], gfn);	// expect: vcpu-mixed
}
static struct kvm *ident(struct kvm *k) { return k; }
static struct kvm *of(const struct kvm_vcpu *v) { return v->kvm; }
static struct kvm_vcpu *same(struct kvm_vcpu *v) { use(v); return v; }
static struct kvm *first(struct kvm *a, struct kvm *b) { return cond() ? a : b; }
void i_fn(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(ident(vcpu->kvm), gfn);	// expect: vcpu-alias
	mark_page_dirty(of(vcpu), gfn);	// expect: vcpu-alias
	mark_page_dirty(same(vcpu)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(same(vcpu), gfn)
	mark_page_dirty(first(vcpu->kvm, dev->kvm), gfn);	// expect: vcpu-mixed
	mark_page_dirty(ident(ident(dev->kvm)), gfn);	// expect: vm
}

/* What is copied is of another type, and what is cleared is none. */
void *memset(void *to, int c, size_t n);
struct twin { struct kvm *kvm; gfn_t gfn; struct kvm_vcpu *vcpu; };
void d_other_type(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct twin t = { .kvm = vcpu->kvm };
	struct ctx c;

	memcpy(&c, &t, sizeof(c));
	mark_page_dirty(c.kvm, gfn);	// expect: unknown
	memset(&c, 0, sizeof(c));
	if (cond())
		c.kvm = vcpu->kvm;
	mark_page_dirty(c.kvm, gfn);	// expect: vcpu-alias // fix: none
}
/* Memory that was allocated is no VM's, whatever its allocator is called. */
void *kmem_cache_zalloc_noprof(void *cache, gfp_t flags);
void *kvmalloc_array(size_t n, size_t size, gfp_t flags);
void d_allocated(void *cache, gfn_t gfn)
{
	struct kvm *kvm = kvmalloc_array(1, sizeof(*kvm), GFP_KERNEL);

	mark_page_dirty(kvm, gfn);	// expect: vm
	kvm = kmem_cache_zalloc_noprof(cache, GFP_KERNEL);
	mark_page_dirty(kvm, gfn);	// expect: vm
}
