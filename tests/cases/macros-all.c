// Macros that hold a call, an argument, a declaration or a name; definitions as of old.
#include <linux/kvm_host.h>
void use(struct kvm_vcpu *v);
void use_kvm(struct kvm *k);
int cond(void);
void trace(const char *fmt, ...);
#define MARK(k, g) mark_page_dirty(k, g)	/* expect: vcpu-mixed */
#define MARK_V(v, g) mark_page_dirty((v)->kvm, (g))	/* expect: vcpu-direct */ /* fix: kvm_vcpu_mark_page_dirty(v, (g)) */
#define MARK_LONG(v, g)							\
do {									\
	struct kvm *__kvm = (v)->kvm;					\
									\
	if (g)								\
		mark_page_dirty(__kvm,	/* expect: vcpu-alias */			\
				(g));						\
} while (0)
#define MARK_LOCAL(g) mark_page_dirty(kvm, g)	/* expect: vcpu-alias */ /* fix: none */
#define MARK_VCPU(g) mark_page_dirty(vcpu->kvm, g)	/* expect: vcpu-direct */ /* fix: kvm_vcpu_mark_page_dirty(vcpu, g) */
#define FIELDS(X) X(one, 1) X(two, 2)
#define GEN(name, n) void gen_##name(struct kvm_vcpu *vcpu) { mark_page_dirty(vcpu->kvm, n); }	/* expect: vcpu-direct */ /* fix: kvm_vcpu_mark_page_dirty(vcpu, n) */
#define GENK(name, n) static void genk_##name(struct kvm *kvm) { mark_page_dirty(kvm, n); }	/* expect: vcpu-mixed */ /* fix: none */
FIELDS(GEN)
FIELDS(GENK)
#define DECL_KVM(v) struct kvm *kvm = (v)->kvm
#define WITH_KVM(v) for (struct kvm *kvm = (v)->kvm, *__once = kvm; __once; __once = NULL)
#define VCPU_KVM(x) x->kvm
#define ARG_V vcpu
#define ARG_KVM vcpu->kvm
#define ARGS vcpu->kvm, gfn
#define GETK(v) ({ struct kvm *__k = (v)->kvm; __k; })

void a(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	MARK(vcpu->kvm, gfn);
	MARK(dev->kvm, gfn);
	MARK_V(vcpu, gfn);
	MARK_LONG(vcpu, gfn);
	MARK_LOCAL(gfn);
	MARK_VCPU(gfn);
	(void)kvm;
}
void b(struct kvm_vcpu *vcpu, struct kvm_device *dev)
{
	genk_one(vcpu->kvm);
	genk_two(dev->kvm);
}
void c(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	DECL_KVM(vcpu);

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
void c2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	DECL_KVM(vcpu);

	use_kvm(kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void d(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	WITH_KVM(vcpu)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void e(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(VCPU_KVM(vcpu), gfn);	// expect: vcpu-direct
	mark_page_dirty(ARG_V->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(ARG_V, gfn)
	mark_page_dirty(ARG_KVM, gfn);	// expect: vcpu-direct
	mark_page_dirty(ARGS);	// expect: vcpu-direct // fix: none
	mark_page_dirty(GETK(vcpu), gfn);	// expect: vcpu-alias
}
#define kvm_of_this kvm
#define X_FN mark_page_dirty /* expect: vcpu-alias */ /* fix: none */
void f(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	X_FN(kvm, gfn);
	use_kvm(kvm_of_this);
}
void f2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	mark_page_dirty(kvm_of_this, gfn);	// expect: vcpu-alias
}
void g(vcpu, gfn)
	struct kvm_vcpu *vcpu;
	gfn_t gfn;
{
	struct kvm *kvm = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
static void g_kr(kvm, gfn)
	struct kvm *kvm;
	gfn_t gfn;
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers // fix: none
}
void g_kr_c(struct kvm_vcpu *vcpu) { g_kr(vcpu->kvm, 1ull); }
void h(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	int r = kvm_read_guest(vcpu->kvm,	// expect: vcpu-direct
			       /* which? */ gfn,
			       // this
			       &gfn,
			       sizeof(gfn));
	if (kvm_write_guest(vcpu->kvm, gfn, &gfn, // expect: vcpu-direct
			    sizeof(gfn)) || r ||
	    cond())
		return;
}
