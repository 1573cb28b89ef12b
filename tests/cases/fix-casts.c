// A vCPU written with casts, commas, conditions: as an argument it is the same object, and one argument.
#include <linux/kvm_host.h>

typedef struct kvm *kvm_ptr;
struct kvm_vcpu by_value(void);
struct kvm_vcpu *current_vcpu(void);

void cast(const struct kvm_vcpu *cv, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty((struct kvm *)vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty((kvm_ptr)vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty((struct kvm *)(void *)(vcpu->kvm), gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty((struct kvm *)cv->kvm, gfn);	// expect: vcpu-direct // fix: none, not const or volatile
}

void comma(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	mark_page_dirty((n++, vcpu)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty((n++, vcpu), gfn)
	mark_page_dirty(((n++, vcpu))->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty((n++, vcpu), gfn)
	mark_page_dirty((*(n++, vcpu)).kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty((n++, vcpu), gfn)
}

void condition(struct kvm_vcpu *a, struct kvm_vcpu *b, gfn_t gfn)
{
	mark_page_dirty((gfn ? a : b)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(gfn ? a : b, gfn)
	mark_page_dirty((*(gfn ? a : b)).kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(gfn ? a : b, gfn)
	mark_page_dirty((a = b)->kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(a = b, gfn)
}

void operators(struct kvm_vcpu *vcpu, struct kvm_vcpu **pp, void *p, gfn_t gfn)
{
	mark_page_dirty((*pp)->kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(*pp, gfn)
	mark_page_dirty((**pp).kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(*pp, gfn)
	mark_page_dirty((&*vcpu)->kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&*vcpu, gfn)
	mark_page_dirty(((struct kvm_vcpu *)p)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty((struct kvm_vcpu *)p, gfn)
	mark_page_dirty((*(struct kvm_vcpu *)p).kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty((struct kvm_vcpu *)p, gfn)
}

/* What has no address is no argument. */
void value(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(by_value().kvm, gfn);		// expect: vcpu-direct // fix: none, cannot be written as an argument
	mark_page_dirty((*vcpu = by_value()).kvm, gfn);	// expect: vcpu-direct // fix: none, cannot be written as an argument
	mark_page_dirty(({ *vcpu; }).kvm, gfn);		// expect: vcpu-direct // fix: none, cannot be written as an argument
	mark_page_dirty(({ vcpu; })->kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(({ vcpu; }), gfn)
}

/* A pointer that the form does not take. */
void qualified(volatile struct kvm_vcpu *vv, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vv->kvm, gfn);			// expect: vcpu-direct // fix: none, not const or volatile
}

void embedded(struct vcpu_svm *svm, struct kvm_vcpu vcpus[4], gfn_t gfn)
{
	mark_page_dirty((svm)->vcpu.kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&(svm)->vcpu, gfn)
	mark_page_dirty((svm->vcpu).kvm, gfn);		// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&svm->vcpu, gfn)
}
