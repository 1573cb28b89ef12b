// A preprocessor directive in the middle: no edit covers one, and what other builds have there is not guessed.
#include <linux/kvm_host.h>

struct other { struct kvm *kvm; };

int later(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	return kvm_read_guest(vcpu->kvm,	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(vcpu, ...)
#ifdef CONFIG_X
			      gpa + 1,
#else
			      gpa,
#endif
			      p, 8);
}

int first(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	return kvm_read_guest(	// expect: vcpu-direct // fix: none, a preprocessor directive is in the middle of the call
#ifdef CONFIG_X
			      vcpu->arch.kvm, gpa,
#else
			      vcpu->kvm, gpa,
#endif
			      p, 8);
}

int behind(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	return kvm_read_guest(vcpu->kvm	// expect: vcpu-direct // fix: none, a preprocessor directive is in the middle of the call
#ifdef CONFIG_X
			      ->parent
#endif
			      , gpa, p, 8);
}

kvm_pfn_t slot(struct kvm_vcpu *vcpu, gfn_t gfn, bool *w)
{
	return gfn_to_pfn_prot(vcpu->kvm,	// expect: vcpu-direct // fix: none, a preprocessor directive is in the middle of the call
#ifdef CONFIG_X
			       gfn + 1,
#else
			       gfn,
#endif
			       true, w);
}

int alias(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	struct kvm *kvm =
#ifdef CONFIG_X
		vcpu->arch.kvm;
#else
		vcpu->kvm;
#endif

	return kvm_read_guest(kvm, gpa, p, 8);	// expect: vcpu-alias // fix: none, kvm would be unused, and its declaration cannot go
}

/* Other builds set it to something else. */
int set_elsewhere(struct kvm_vcpu *vcpu, struct other *o, gpa_t gpa, void *p)
{
	struct kvm *kvm = vcpu->kvm;

#ifdef CONFIG_X
	kvm = o->kvm;
#endif
	return kvm_read_guest(kvm, gpa, p, 8);	// expect: vcpu-alias // fix: none, kvm is set in code that this build leaves out
}

int declared_elsewhere(struct kvm_vcpu *vcpu, struct other *o, gpa_t gpa, void *p)
{
#ifdef CONFIG_X
	struct kvm *kvm = o->kvm;
#else /* !CONFIG_X */
	struct kvm *kvm = vcpu->kvm;
#endif

	return kvm_read_guest(kvm, gpa, p, 8);	// expect: vcpu-alias // fix: none, its declaration cannot go
}

int both_ways(struct kvm_vcpu *vcpu, struct other *o, gpa_t gpa, void *p)
{
	struct kvm *kvm;

#ifdef CONFIG_X
	gpa++;
	kvm = o->kvm;
#else
	gpa--;
	kvm = vcpu->kvm;
#endif
	return kvm_read_guest(kvm, gpa, p, 8);	// expect: vcpu-alias // fix: none, kvm is set in code that this build leaves out
}
