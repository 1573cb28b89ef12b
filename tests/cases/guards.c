// Guards, cleanup handlers and selections by type.
#include <linux/kvm_host.h>
#define __cleanup(f) __attribute__((__cleanup__(f)))
#define __free(_name) __cleanup(__free_##_name)
#define DEFINE_FREE(_name, _type, _free) static inline void __free_##_name(void *p) { _type _T = *(_type *)p; _free; }
#define no_free_ptr(p) ({ __auto_type __ptr = (p); (p) = NULL; __ptr; })
#define DEFINE_CLASS(_name, _type, _exit, _init, _init_args...)	\
typedef _type class_##_name##_t;					\
static inline void class_##_name##_destructor(_type *p) { _type _T = *p; _exit; } \
static inline _type class_##_name##_constructor(_init_args) { _type t = _init; return t; }
#define CLASS(_name, var) class_##_name##_t var __cleanup(class_##_name##_destructor) = class_##_name##_constructor
#define __UNIQUE(x) x##_uniq
#define guard(_name) CLASS(_name, __UNIQUE(guard))
#define scoped_guard(_name, args...) for (CLASS(_name, scope)(args), *done = NULL; !done; done = (void *)1)
DEFINE_FREE(kfree, void *, if (_T) kfree(_T))
void kvm_put(struct kvm *kvm);
void kvm_get(struct kvm *kvm);
void kvm_lock(struct kvm *kvm);
void kvm_unlock(struct kvm *kvm);
DEFINE_FREE(kvm, struct kvm *, if (_T) kvm_put(_T))
DEFINE_CLASS(kvm_lock, struct kvm *, kvm_unlock(_T), ({ kvm_lock(k); k; }), struct kvm *k)
static void mark_exit(struct kvm_vcpu **v) { mark_page_dirty((*v)->kvm, 3); }	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(*v, 3)
DEFINE_CLASS(dirty, struct kvm *, mark_page_dirty(_T, 2), k, struct kvm *k)	// expect: vcpu-mixed
void use(struct kvm_vcpu *v);
int cond(void);
void __attribute__((noreturn)) die(void);
static void __attribute__((noreturn)) (*die_p)(void);

void a_free(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm __free(kvm) = vcpu->kvm;

	kvm_get(kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void a_free2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm __free(kvm) = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void b_guard(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	guard(kvm_lock)(kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void b_scoped(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	scoped_guard(kvm_lock, vcpu->kvm) {
		struct kvm *kvm = scope;

		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	}
}
void b_class(struct kvm_vcpu *vcpu, gfn_t gfn) { CLASS(dirty, d)(vcpu->kvm); use(vcpu); }
void b_class_vm(struct kvm_device *dev, gfn_t gfn) { guard(dirty)(dev->kvm); cond(); }
void c_exit(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_vcpu *v __cleanup(mark_exit) = vcpu;

	mark_page_dirty(v->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(v, gfn)
}
static void zap(struct kvm **kvmp) { mark_page_dirty(*kvmp, 1); }	// expect: vcpu-callers // fix: none
void c_steal(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm __cleanup(zap) = vcpu->kvm;

	if (cond())
		return;
	mark_page_dirty(no_free_ptr(kvm), gfn);	// expect: vcpu-alias // fix: none
}
void d_noreturn(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;

	if (n == 1) {
		kvm = dev->kvm;
		die_p();
	} else if (n == 2) {
		kvm = dev->kvm;
		for (;;)
			use(vcpu);
	} else if (n == 3) {
		kvm = dev->kvm;
		while (1)
			;
	} else if (n == 4) {
		kvm = dev->kvm;
		__builtin_unreachable();
	} else if (n == 5) {
		kvm = dev->kvm;
		({ return; });
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
#define kvm_of(x) _Generic((x),						\
	struct kvm *: (x),						\
	const struct kvm_vcpu *: ((struct kvm_vcpu *)(x))->kvm,		\
	struct kvm_vcpu *: ((struct kvm_vcpu *)(x))->kvm,		\
	default: NULL)
void e_generic(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(kvm_of(vcpu), gfn);	// expect: vcpu-alias
	mark_page_dirty(kvm_of(dev->kvm), gfn);	// expect: vm
	mark_page_dirty(_Generic(gfn, int: dev->kvm, default: vcpu->kvm), gfn);	// expect: unknown // fix: none
	mark_page_dirty(_Generic(gfn, gfn_t: dev->kvm, default: vcpu->kvm), gfn);	// expect: unknown
	mark_page_dirty(_Generic((char)1, char: vcpu, default: vcpu)->kvm, gfn);	// expect: vcpu-direct
	mark_page_dirty(__builtin_choose_expr(sizeof(gfn) == 8, vcpu, dev)->kvm, gfn);	// expect: vcpu-direct
	_Generic(gfn, int: mark_page_dirty(dev->kvm, gfn), default: mark_page_dirty(vcpu->kvm, gfn));	// expect: vm // expect: vcpu-direct
}
void f_typeof(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	__typeof__(vcpu->kvm) kvm = vcpu->kvm;
	__typeof__(({ struct kvm *k = vcpu->kvm; k; })) k2 = kvm;

	mark_page_dirty(k2, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
