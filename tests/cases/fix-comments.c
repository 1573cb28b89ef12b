// Comments stay where they are.
#include <linux/kvm_host.h>

void inside(struct kvm_vcpu *vcpu, struct vcpu_svm *svm, gpa_t gpa, void *p)
{
	kvm_read_guest(vcpu->kvm /* the VM */, gpa, p, 8);	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(vcpu, gpa, p, 8)
	kvm_read_guest(/* the VM */ vcpu->kvm, gpa, p, 8);	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(vcpu, gpa, p, 8)
	kvm_read_guest(vcpu->/* of it */kvm, gpa, p, 8);	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(vcpu, gpa, p, 8)
	kvm_read_guest(svm /* SVM */ ->vcpu.kvm, gpa, p, 8);	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(&svm ->vcpu, gpa, p, 8)
	kvm_read_guest /* reads */ (vcpu->kvm, gpa, p, 8);	// expect: vcpu-direct // fix: kvm_vcpu_read_guest(vcpu, gpa, p, 8)
}

void slot(struct kvm_vcpu *vcpu, gfn_t gfn, bool *w)
{
	gfn_to_pfn_prot(vcpu->kvm /* all of it */, gfn /* which */, true, w /* set if so */);	// expect: vcpu-direct // fix: __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, gfn), gfn, false, false, NULL, true, w, NULL)
}

int alias(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu /* runs; is loaded, too ) */ ->kvm;

	return !gfn_to_memslot(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
}
