// Calls in macros: one finding where the call is spelled, however often that is expanded.
#include <linux/kvm_host.h>

/* As arch/s390/kvm/gaccess.h has it. */
#define put_guest_lc(vcpu, x, gpa) ({					\
	struct kvm_vcpu *__vcpu = (vcpu);				\
	__typeof__(*(gpa)) __x = (x);					\
	kvm_write_guest(__vcpu->kvm, (unsigned long)(gpa),	/* expect: vcpu-direct */ \
			&__x, sizeof(__x));			/* in: put_guest_lc */ \
})	// fix: kvm_vcpu_write_guest(__vcpu, (unsigned long)(gpa), &__x, sizeof(__x))

int deliver(struct kvm_vcpu *vcpu)
{
	int rc = put_guest_lc(vcpu, 1, (u16 *)0x80);

	rc |= put_guest_lc(vcpu, 2, (u32 *)0x84);
	return rc;
}

int deliver_more(struct kvm_vcpu *v)
{
	return put_guest_lc(v, 1, (u16 *)0x80);
}

/* As KVM_NESTED_VMENTER_CONSISTENCY_CHECK(), which prints what it was given. */
void trace(const char *what);
#define CC(check) ({							\
	bool failed = (check);						\
	if (failed)							\
		trace(#check);						\
	failed;								\
})

int checked(struct kvm_vcpu *vcpu, gpa_t gpa, void *data)
{
	if (CC(kvm_read_guest(vcpu->kvm, gpa, data, 8)))	// expect: vcpu-direct
		return -EINVAL;	// fix: kvm_vcpu_read_guest(vcpu, gpa, data, 8)
	return 0;		// in: checked
}

int checked_alias(struct kvm_vcpu *vcpu, gpa_t gpa, void *data)
{
	struct kvm *kvm = vcpu->kvm;

	return CC(kvm_read_guest(kvm, gpa, data, 8));	// expect: vcpu-alias // fix: kvm_vcpu_read_guest(vcpu, gpa, data, 8)
}

/* The argument is evaluated at two places of the macro: still one call in the source. */
#define max(a, b) ((a) > (b) ? (a) : (b))
unsigned long twice(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return max(gfn_to_hva(vcpu->kvm, gfn), 4096UL);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_hva(vcpu, gfn)
}

/* A macro of a macro. */
#define DIRTY(v, gfn) mark_page_dirty((v)->kvm, gfn)	/* expect: vcpu-direct */
							/* in: DIRTY */
							/* fix: kvm_vcpu_mark_page_dirty(v, gfn) */
#define DIRTY_TWO(v, gfn) do { DIRTY(v, gfn); DIRTY(v, (gfn) + 1); } while (0)

void nested(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	DIRTY_TWO(vcpu, gfn);
	DIRTY(vcpu, gfn);
}

/* The macro has no vCPU: what its users pass decides, and nothing is rewritten. */
#define DIRTY_KVM(kvm, gfn) mark_page_dirty(kvm, gfn)	/* expect: vcpu-alias */
							/* fix: none */
void user(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	DIRTY_KVM(kvm, gfn);
	DIRTY_KVM(vcpu->kvm, gfn);
}

/* One user is the VM's. */
#define DIRTY_ANY(kvm, gfn) mark_page_dirty(kvm, gfn)	/* expect: vcpu-mixed */
							/* fix: none */
void user_vcpu(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	DIRTY_ANY(vcpu->kvm, gfn);
}
void user_vm(struct kvm_device *dev, gfn_t gfn)
{
	DIRTY_ANY(dev->kvm, gfn);
}

/* A call through an argument of a macro that names another accessor. */
#define CALL(fn, ...) fn(__VA_ARGS__)
void by_argument(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	CALL(mark_page_dirty, vcpu->kvm, gfn);	// expect: vcpu-direct // fix: none
}

/* A statement expression gives the kvm. */
void statement_expression(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = ({ struct kvm_vcpu *v = vcpu; v->kvm; });

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(({ vcpu->kvm; }), gfn);	// expect: vcpu-alias
}

/* A vCPU that only exists in the macro's body must not be written outside of it. */
#define MACRO_KVM(x) ({ struct kvm_vcpu *__v = (x)->vcpu; __v->kvm; })
void macro_kvm(struct kvm_lapic *apic, gfn_t gfn)
{
	mark_page_dirty(MACRO_KVM(apic), gfn);	// expect: vcpu-alias // fix: none
}

/* An object-like macro for the kvm. */
#define THIS_KVM (vcpu->kvm)
void object_like(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(THIS_KVM, gfn);	// expect: vcpu-direct // fix: none
}
