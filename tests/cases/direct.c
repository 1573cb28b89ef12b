// A struct kvm_vcpu's own kvm, however the vCPU is written.
#include <linux/kvm_host.h>

struct nest { struct kvm_vcpu vcpu, *vcpus[4], **vpp; };

struct page *pointer(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return gfn_to_page(vcpu->kvm, gfn);	// expect: vcpu-direct warning
						// fix: kvm_vcpu_gfn_to_page(vcpu, gfn)
						// why: vcpu is the parameter of pointer()
						// in: pointer
}

unsigned long another_name(struct kvm_vcpu *v, gpa_t gpa)
{
	return gfn_to_hva(v->kvm, gpa >> PAGE_SHIFT);	// expect: vcpu-direct
							// fix: kvm_vcpu_gfn_to_hva(v, gpa >> PAGE_SHIFT)
}

struct page *parentheses(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return gfn_to_page((vcpu)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_page(vcpu, gfn)
}

struct page *more_parentheses(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return gfn_to_page((vcpu->kvm), gfn);	// expect: vcpu-direct // fix: kvm_vcpu_gfn_to_page(vcpu, gfn)
}

void embedded(struct vcpu_svm *svm, gfn_t gfn)
{
	mark_page_dirty(svm->vcpu.kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&svm->vcpu, gfn)
}

void embedded_object(gfn_t gfn, struct nest n)
{
	mark_page_dirty(n.vcpu.kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&n.vcpu, gfn)
}

void pointer_to_pointer(struct kvm_vcpu **vp, gfn_t gfn)
{
	mark_page_dirty((*vp)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(*vp, gfn)
}

void element(struct nest *n, int i, gfn_t gfn)
{
	mark_page_dirty(n->vcpus[i]->kvm, gfn);	// expect: vcpu-foreign // fix: none
}

void pointer_element(struct kvm_vcpu *vcpus, int i, gfn_t gfn)
{
	mark_page_dirty(vcpus[i].kvm, gfn);	// expect: vcpu-foreign // fix: none
}

void call_result(gfn_t gfn)
{
	mark_page_dirty(kvm_get_running_vcpu()->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(kvm_get_running_vcpu(), gfn)
}

void helper_result(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(to_svm(vcpu)->vcpu.kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&to_svm(vcpu)->vcpu, gfn)
}

void container(struct kvm_vcpu_arch *arch, gfn_t gfn)
{
	mark_page_dirty(container_of(arch, struct kvm_vcpu, arch)->kvm, gfn);	// expect: vcpu-direct
	// fix: kvm_vcpu_mark_page_dirty(container_of(arch, struct kvm_vcpu, arch), gfn)
}

void owner(struct kvm_lapic *apic, gfn_t gfn)
{
	mark_page_dirty(apic->vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(apic->vcpu, gfn)
}

void conditional(struct kvm_vcpu *a, struct kvm_vcpu *b, int c, gfn_t gfn)
{
	mark_page_dirty((c ? a : b)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(c ? a : b, gfn)
}

void cast(void *data, gfn_t gfn)
{
	mark_page_dirty(((struct kvm_vcpu *)data)->kvm, gfn);	// expect: vcpu-direct
	// fix: kvm_vcpu_mark_page_dirty((struct kvm_vcpu *)data, gfn)
}

/* The call is nested in another one, in an initialiser, in a condition. */
int places(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm_memslots *slots = kvm_memslots(vcpu->kvm);	// expect: vcpu-direct // fix: kvm_vcpu_memslots(vcpu)
	struct kvm_memory_slot *slot;
	u64 v;

	slot = __gfn_to_memslot(kvm_memslots(vcpu->kvm), gpa >> 12);	// expect: vcpu-direct // fix: kvm_vcpu_memslots(vcpu)
	if (slots && slot && kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v)))	// expect: vcpu-direct
		return -EFAULT;
	return kvm_write_guest(vcpu->kvm, gpa,	// expect: vcpu-direct
			       &v, sizeof(v));	// fix: kvm_vcpu_write_guest(vcpu, gpa, &v, sizeof(v))
}

int two_on_a_line(struct kvm_vcpu *vcpu, struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn); mark_page_dirty(kvm, gfn);	// expect: vcpu-direct // expect: unknown
	return 0;
}
