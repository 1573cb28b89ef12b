// Values out of memory: volatile reads, exchanges, per-CPU variables, lists, containers, bytes.
#include <linux/kvm_host.h>
void use(struct kvm_vcpu *v);
int cond(void);
#define xchg(ptr, x) ({ __typeof__(*(ptr)) __r = __atomic_exchange_n((ptr), (x), __ATOMIC_SEQ_CST); __r; })
#define cmpxchg(ptr, o, n) ({ __typeof__(*(ptr)) __o = (o); __atomic_compare_exchange_n((ptr), &__o, (n), 0, 5, 5); __o; })
#define smp_load_acquire(p) ({ __typeof__(*p) ___p1 = READ_ONCE(*p); ___p1; })
#define rcu_dereference(p) ({ __typeof__(*p) *__local = (__typeof__(*p) *)READ_ONCE(p); (__typeof__(*p) *)__local; })
#define srcu_dereference(p, s) rcu_dereference(p)
#define rcu_assign_pointer(p, v) do { WRITE_ONCE(p, v); } while (0)
#define this_cpu_ptr(p) ({ __typeof__(p) __q = (p); asm("" : "+r"(__q)); __q; })
#define raw_cpu_read(v) ({ __typeof__(v) __v; asm("mov %1, %0" : "=r"(__v) : "m"(v)); __v; })
#define this_cpu_write(v, x) asm volatile("" : "=m"(v) : "r"(x))
static struct kvm_vcpu *running_vcpu;
struct slotted { struct kvm_vcpu *owner; struct kvm *kvm; struct slotted *next; struct list_head node; };

void a_xchg(struct slotted *s, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_vcpu *old = xchg(&s->owner, vcpu);

	mark_page_dirty(old->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(old, gfn)
	mark_page_dirty(s->owner->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(s->owner, gfn)
}
void a_xchg_local(struct kvm_vcpu *vcpu, struct kvm_vcpu *b, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	xchg(&vcpu, b);
	use(vcpu);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
void a_cmpxchg_local(struct kvm_vcpu *vcpu, struct kvm_vcpu *b, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	cmpxchg(&vcpu, vcpu, b);
	use(vcpu);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
void a_write_once(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	WRITE_ONCE(kvm, dev->kvm);
	mark_page_dirty(kvm, gfn);	// expect: vm
}
void a_write_once_v(struct kvm_vcpu *vcpu, struct kvm_vcpu *b, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	WRITE_ONCE(vcpu, b);
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
}
void b_read_once(struct slotted *s, gfn_t gfn)
{
	struct kvm *kvm = READ_ONCE(s->owner)->kvm;
	struct kvm_vcpu *v = READ_ONCE(s->owner);

	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
	mark_page_dirty(READ_ONCE(s->owner)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(READ_ONCE(s->owner), gfn)
}
void c_rcu(struct slotted *s, gfn_t gfn)
{
	struct kvm_vcpu *v = rcu_dereference(s->owner);
	struct kvm *kvm = v->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn)
}
void d_percpu(gfn_t gfn)
{
	struct kvm_vcpu *v = raw_cpu_read(running_vcpu);

	mark_page_dirty(v->kvm, gfn);	// expect: vcpu-direct
}
void d_percpu_set(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	this_cpu_write(vcpu, running_vcpu);
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
}
void e_container(struct kvm_vcpu_arch *arch, gfn_t gfn)
{
	struct kvm_vcpu *vcpu = container_of(arch, struct kvm_vcpu, arch);
	struct kvm *kvm = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(container_of(arch, struct kvm_vcpu, arch)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(container_of(arch, struct kvm_vcpu, arch), gfn)
	mark_page_dirty(arch->kvm, gfn);	// expect: vm
}
void e_container2(struct hrtimer *t, gfn_t gfn)
{
	struct kvm_vcpu_arch *a = container_of(t, struct kvm_vcpu_arch, timer);
	struct kvm_vcpu *vcpu = container_of(a, struct kvm_vcpu, arch);

	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
}
void e_container_kvm(struct kvm_arch *ka, gfn_t gfn)
{
	mark_page_dirty(container_of(ka, struct kvm, arch), gfn);	// expect: unknown
}
static void e_devfn(struct mmu_notifier *mn, gfn_t gfn)
{
	mark_page_dirty(container_of(mn, struct kvm, mmu_notifier), gfn);	// expect: vcpu-callers // fix: none
}
void e_devcall(struct kvm_vcpu *vcpu, gfn_t gfn) { e_devfn(&vcpu->kvm->mmu_notifier, gfn); }
void f_list(struct list_head *head, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct slotted *s;
	struct kvm_vcpu *v;

	list_for_each_entry(s, head, node)
		mark_page_dirty(s->owner->kvm, gfn);	// expect: vcpu-foreign
	list_for_each_entry(v, head, blocked_vcpu_list)
		mark_page_dirty(v->kvm, gfn);	// expect: vcpu-foreign
	list_for_each_entry(s, head, node)
		mark_page_dirty(s->kvm, gfn);	// expect: vm
}
void g_xa(struct kvm *kvm, gfn_t gfn)
{
	unsigned long i;
	void *e;

	xa_for_each_range(&kvm->vcpu_array, i, e, 0, 9)
		mark_page_dirty(((struct kvm_vcpu *)e)->kvm, gfn);	// expect: vcpu-foreign
}
void h_chain(struct slotted *s, gfn_t gfn)
{
	for (; s; s = s->next)
		mark_page_dirty(s->owner->kvm, gfn);	// expect: vcpu-foreign
}
void i_bits(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	unsigned long x = (unsigned long)vcpu->kvm | 1;
	struct { unsigned int a:3, b:5; struct kvm *kvm; } s = { 1, 2, dev->kvm };

	s.a = 2;
	mark_page_dirty((struct kvm *)(x & ~1UL), gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty(s.kvm, gfn);	// expect: vm
}
void j_union(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	union { unsigned long l; struct kvm *k; } u = { .k = vcpu->kvm };

	u.l = (unsigned long)dev->kvm;
	mark_page_dirty(u.k, gfn);	// expect: vm
}
void k_bsp(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm->bsp->kvm, gfn);	// expect: vcpu-foreign
	mark_page_dirty(vcpu->arch.apic->vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu->arch.apic->vcpu, gfn)
	mark_page_dirty(vcpu->kvm->arch.apic_map->phys_map[1]->vcpu->kvm, gfn);	// expect: vcpu-foreign
}
void l_elvis(struct kvm_vcpu *a, struct kvm_vcpu *b, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm_vcpu *v = a ?: b;

	mark_page_dirty((a ?: b)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(a ?: b, gfn)
	mark_page_dirty(v->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(v, gfn)
	mark_page_dirty(a->kvm ?: dev->kvm, gfn);	// expect: vcpu-mixed
	mark_page_dirty(a->kvm ?: b->kvm, gfn);	// expect: vcpu-alias // fix: none
}
void m_byte(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, *k = dev->kvm;
	char *to = (char *)&kvm, *from = (char *)&k;

	for (unsigned i = 0; i < sizeof(kvm); i++)
		to[i] = from[i];
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void n_long(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	*(unsigned long *)&kvm = (unsigned long)dev->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vm
}
