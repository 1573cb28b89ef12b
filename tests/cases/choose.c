// What the compiler chooses is all that is evaluated.
#include <linux/kvm_host.h>

#define to_kvm(x) _Generic((x),						\
	struct kvm *: (struct kvm *)(x),				\
	struct kvm_vcpu *: ((struct kvm_vcpu *)(x))->kvm)

void generic_vm(struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	mark_page_dirty(to_kvm(kvm), gfn);	// expect: vm
}

void generic_vcpu(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(to_kvm(vcpu), gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void generic_default(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(_Generic(gfn, struct kvm *: vcpu->kvm, default: dev->kvm), gfn);	// expect: vm
}

/* A name that is as long as one of C's own, and may be that of any type. */
typedef struct kvm_vcpu *vcpu_p;
void generic_typedef(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(_Generic(vcpu, vcpu_p: vcpu->kvm, default: dev->kvm), gfn);	// expect: unknown
}

void choose_expr(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = __builtin_choose_expr(0, vcpu->kvm, dev->kvm);

	mark_page_dirty(kvm, gfn);	// expect: vm
	kvm = __builtin_choose_expr(sizeof(gfn) == 8, vcpu->kvm, dev->kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

void elvis(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm ?: dev->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}

/* Neither assigned nor evaluated. */
int not_evaluated(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	__typeof__(kvm = dev->kvm) other = kvm;
	int n = sizeof(kvm = dev->kvm) + __alignof__(kvm) + __builtin_constant_p(kvm = dev->kvm);

	n += __builtin_types_compatible_p(__typeof__(kvm = dev->kvm), int);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	mark_page_dirty(other, gfn);	// expect: vcpu-alias
	return n;
}

/* A number that is written there; what a configuration says is another one elsewhere. */
#define CONFIG_HERE 0
void constant(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (0)
		kvm = dev->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	if (CONFIG_HERE)
		kvm = dev->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}

static void variable(int n, ...)
{
	__builtin_va_list ap;
	struct kvm *kvm;

	__builtin_va_start(ap, n);
	kvm = __builtin_va_arg(ap, struct kvm *);
	mark_page_dirty(kvm, 0);	// expect: unknown
	__builtin_va_end(ap);
}

void calls_variable(struct kvm_vcpu *vcpu)
{
	variable(1, vcpu->kvm);
}

int atomic(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, *old;

	old = __atomic_exchange_n(&kvm, NULL, __ATOMIC_RELAXED);
	mark_page_dirty(old, gfn);	// expect: unknown
	mark_page_dirty(kvm, gfn);	// expect: unknown
	return 0;
}

int through_star(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	return (*kvm_read_guest)(vcpu->kvm, gpa, p, 8) +	// expect: vcpu-direct // fix: none
	       (**kvm_read_guest)(vcpu->kvm, gpa, p, 8) +	// expect: vcpu-direct // fix: none
	       (&kvm_write_guest)((vcpu->kvm), gpa, p, 8);	// expect: vcpu-direct // fix: none
}

/* Types that are written in words of C's own are no other names; a name of five letters may be one. */
typedef struct kvm_vcpu *vcpup;
void words(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(_Generic(vcpu, unsigned int *: vcpu->kvm, default: dev->kvm), gfn);	// expect: vm
	mark_page_dirty(_Generic(vcpu, vcpup: vcpu->kvm, default: dev->kvm), gfn);	// expect: unknown
}
