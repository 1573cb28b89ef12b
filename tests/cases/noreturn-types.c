// Functions that do not return, by the type of a pointer; and others whose type only has the word.
#include <linux/kvm_host.h>
int cond(void);
void use(struct kvm_vcpu *v);
void __attribute__((noreturn)) (*die_p)(void);
typedef void __attribute__((noreturn)) (*die_t)(void);
struct o { die_t die; };
void a(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;
	if (n == 1) { kvm = dev->kvm; die_p(); }
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void a2(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, struct o *o)
{
	struct kvm *kvm = vcpu->kvm;
	if (gfn == 1) { kvm = dev->kvm; o->die(); }
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void b(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;
	if (n == 1) { kvm = dev->kvm; for (;;) use(vcpu); }
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void c(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;
	if (n == 1) { kvm = dev->kvm; while (1) ; }
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void d(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;
	if (n == 1) { kvm = dev->kvm; ({ return; }); }
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
struct noreturn_ctx { int x; };
void set_ctx(struct noreturn_ctx *c);
void set_handler(void __attribute__((noreturn)) (*h)(void));
void e(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;
	if (n == 1) { kvm = dev->kvm; set_ctx(NULL); }
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
void e2(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;
	if (n == 1) { kvm = dev->kvm; set_handler(NULL); }
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
void __attribute__((noreturn)) die2(struct noreturn_ctx *c);
void f(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;
	if (n == 1) { kvm = dev->kvm; die2(NULL); }
	if (n == 2) { kvm = dev->kvm; (cond() ? *die_p : die_p)(); }
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
