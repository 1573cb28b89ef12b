// Functions called through copies of tables, arrays, results; vCPUs of two VMs.
#include <linux/kvm_host.h>
void use(struct kvm_vcpu *v);
void foo(void);
int cond(void);
struct ops { void (*mark)(struct kvm *kvm, gfn_t gfn); int (*get)(struct kvm_vcpu *v); void (*vmark)(struct kvm *kvm, gfn_t gfn); };
static void op_mark(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-callers // fix: none
static void op_vmark(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vm
static const struct ops init_ops = { .mark = op_mark, .vmark = op_vmark };
static struct ops run_ops;
struct init { const struct ops *runtime; };
static const struct init svm_init = { .runtime = &init_ops };
void a_setup(const struct init *i) { memcpy(&run_ops, i->runtime, sizeof(run_ops)); }
void a_init(void) { a_setup(&svm_init); }
void a_run(struct kvm_vcpu *vcpu, gfn_t gfn) { run_ops.mark(vcpu->kvm, gfn); }
void a_run2(struct kvm_device *dev, gfn_t gfn) { run_ops.vmark(dev->kvm, gfn); }

struct ops2 { void (*mark)(struct kvm *kvm, gfn_t gfn); };
static void op2_mark(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-callers
static struct ops2 o2;
void b_setup(void) { static const struct ops2 init = { op2_mark }; o2 = init; }
void b_run(struct kvm_vcpu *vcpu, gfn_t gfn) { if (o2.mark) o2.mark(vcpu->kvm, gfn); }

static void cb1(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-mixed
static void cb2(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-mixed
static void run(void (*fn)(struct kvm *, gfn_t), struct kvm *kvm) { fn(kvm, 1); }
void c_a(struct kvm_vcpu *vcpu) { run(cb1, vcpu->kvm); }
void c_b(struct kvm_device *dev) { run(cb2, dev->kvm); }

static void cmp_only(struct kvm *kvm, gfn_t gfn) { mark_page_dirty(kvm, gfn); }	// expect: vcpu-callers
bool d_cmp(struct ops *o) { return o->mark == cmp_only; }
void d_call(struct kvm_vcpu *vcpu) { cmp_only(vcpu->kvm, 1); }

static void casted(struct kvm *kvm) { mark_page_dirty(kvm, 1); }	// expect: unknown
void e_cast(struct kvm_vcpu *vcpu, void *p) { void (*f)(void *) = (void (*)(void *))casted; f(vcpu->kvm); f(p); }

static void in_asm(struct kvm *kvm) { mark_page_dirty(kvm, 1); }	// expect: unknown
void f_asm(struct kvm_vcpu *vcpu) { asm volatile("call *%0" : : "r"(in_asm)); in_asm(vcpu->kvm); }

static void sect(struct kvm *kvm) { mark_page_dirty(kvm, 1); }	// expect: unknown
static void (*const sect_p)(struct kvm *) __attribute__((used, section(".init"))) = sect;
void g_sect(struct kvm_vcpu *vcpu) { sect(vcpu->kvm); }

static void tbl0(struct kvm *kvm) { mark_page_dirty(kvm, 0); }	// expect: vcpu-callers
static void tbl1(struct kvm *kvm) { mark_page_dirty(kvm, 1); }	// expect: vcpu-callers
static void (*tbl[])(struct kvm *) = { [1] = tbl1, [0] = tbl0 };
void h_tbl(struct kvm_vcpu *vcpu, unsigned int i) { if (i < ARRAY_SIZE(tbl) && tbl[i]) tbl[i](vcpu->kvm); }

static void ret_fn(struct kvm *kvm) { mark_page_dirty(kvm, 1); }	// expect: vcpu-callers
static void (*choose(int n))(struct kvm *) { return n ? ret_fn : NULL; }
void i_ret(struct kvm_vcpu *vcpu, int n) { choose(n)(vcpu->kvm); }

static void weak_target(struct kvm *kvm) { mark_page_dirty(kvm, 1); }	// expect: unknown
void to_void(void *fn);
void j_void(struct kvm_vcpu *vcpu) { to_void(weak_target); weak_target(vcpu->kvm); }

static inline __attribute__((always_inline)) void inl(struct kvm *kvm, struct kvm_vcpu *v) { mark_page_dirty(kvm, v->vcpu_id); }	// expect: vcpu-callers // fix: kvm_vcpu_mark_page_dirty(v, v->vcpu_id)
void k_inl(struct kvm_vcpu *vcpu) { inl(vcpu->kvm, vcpu); }

/* foreign through helper */
static void kick_one(struct kvm *kvm, struct kvm_vcpu *v) { mark_page_dirty(kvm, v->vcpu_id); }	// expect: vcpu-foreign // fix: none
void l_all(struct kvm *kvm) { struct kvm_vcpu *v; unsigned long i; kvm_for_each_vcpu(i, v, kvm) kick_one(v->kvm, v); }
static void kick_mix(struct kvm_vcpu *v) { mark_page_dirty(v->kvm, v->vcpu_id); }	// expect: vcpu-foreign
void l_all2(struct kvm *kvm) { struct kvm_vcpu *v; unsigned long i; kvm_for_each_vcpu(i, v, kvm) kick_mix(v); }

/* sev migration: dst's and src's */
static int move_one(struct kvm_vcpu *dst, struct kvm *src_kvm, gfn_t gfn)
{
	struct kvm_vcpu *src = kvm_get_vcpu(src_kvm, dst->vcpu_id);

	mark_page_dirty(src->kvm, gfn);	// expect: vcpu-foreign
	mark_page_dirty(src_kvm, gfn);	// expect: vm
	mark_page_dirty(dst->kvm, gfn);	// expect: vcpu-foreign
	return 0;
}
int move_all(struct kvm *kvm, struct kvm_device *dev)
{
	struct kvm_vcpu *v;
	unsigned long i;

	kvm_for_each_vcpu(i, v, kvm)
		move_one(v, dev->kvm, 1);
	return 0;
}
struct state { struct kvm *kvm; struct kvm_vcpu *vcpu; };
static void st_use(struct state *s) { mark_page_dirty(s->kvm, s->vcpu->vcpu_id); }	// expect: vcpu-mixed
void m_st(struct kvm_vcpu *vcpu, struct kvm_device *dev, int n)
{
	struct state s = { .vcpu = vcpu };

	s.kvm = n ? vcpu->kvm : dev->kvm;
	st_use(&s);
}
struct state2 { struct kvm *kvm; struct kvm_vcpu *vcpu; };
static void st_use2(struct state2 *s) { mark_page_dirty(s->kvm, s->vcpu->vcpu_id); }	// expect: vcpu-callers // fix: none
void m_st2(struct kvm_vcpu *vcpu, struct kvm_vcpu *other)
{
	struct state2 s = { .vcpu = other, .kvm = vcpu->kvm };

	st_use2(&s);
}
struct state3 { struct kvm *kvm; struct kvm_vcpu *vcpu; };
static void st_use3(struct state3 *s) { struct kvm_vcpu *vcpu = s->vcpu; mark_page_dirty(s->kvm, vcpu->vcpu_id); }	// expect: vcpu-callers
void m_st3(struct kvm_vcpu *vcpu) { struct state3 s = { .vcpu = vcpu, .kvm = vcpu->kvm }; st_use3(&s); }
