// Where a vCPU cannot be in SMM: a function of the reach table, and what only it leads to.
// build: arch=x86 address_spaces=2
#include <linux/kvm_host.h>

static inline bool is_smm(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.msr_kvm_area;
}

static inline bool sev_es_guest(struct kvm *kvm)
{
	return kvm->arch.nr;
}

/* What says that the rules hold in this tree. */
bool svm_has_emulated_msr(struct kvm *kvm, int index)
{
	return index != 30 || !sev_es_guest(kvm);
}

static void exclusive(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: SEV-ES
}

static void shared(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
}

static void recursive(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: SEV-ES
	if (gfn)
		recursive(vcpu, gfn - 1);
}

static void helper(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers warning // reach: SEV-ES
}

int sev_handle_vmgexit(struct kvm_vcpu *vcpu)
{
	exclusive(vcpu, 1);
	shared(vcpu, 1);
	recursive(vcpu, 4);
	helper(vcpu->kvm, 2);
	return 1;
}

int handle_cpuid(struct kvm_vcpu *vcpu)
{
	shared(vcpu, 2);
	return 1;
}

/* Nothing here refuses CR4.VMXE in SMM, so nothing is known of VMX instructions. */
int handle_vmxon(struct kvm_vcpu *vcpu)
{
	mark_page_dirty(vcpu->kvm, 1);	// expect: vcpu-direct error // reach: none
	return 1;
}

/* Its address goes where calls cannot be seen. */
static void hidden(struct kvm_vcpu *vcpu)
{
	mark_page_dirty(vcpu->kvm, 1);	// expect: vcpu-direct error // reach: none
}
void call_later(void (*fn)(struct kvm_vcpu *vcpu));
void sev_es_unmap_ghcb(struct kvm_vcpu *vcpu)
{
	hidden(vcpu);
	call_later(hidden);
}

/* L2 needs both: that VMRUN is refused in SMM, and that CR4.VMXE is. */
static inline bool is_guest_mode(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.msr_kvm_area & 2;
}
int nested_svm_vmrun(struct kvm_vcpu *vcpu)
{
	return !is_smm(vcpu);
}
static void of_l2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	if (is_guest_mode(vcpu))
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
}

/* Branches that exclude SMM. */
static void behind_return(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	if (is_smm(vcpu))
		return;
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: is_smm() is false
}

static void in_branch(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	if (unlikely(!is_smm(vcpu)))
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: is_smm() is false
	else
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
}

static void both(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	if (is_smm(vcpu) || !gfn)
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
	else
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: is_smm() is false
	if (sev_es_guest(vcpu->kvm) && gfn)
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: SEV-ES
	else
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
}

static void only_there(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: SEV-ES
}

/* Another vCPU's state says nothing of this one's. */
static void of_another(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	if (is_smm(kvm_get_vcpu(vcpu->kvm, 0)))
		return;
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
}

void kvm_smm_changed(struct kvm_vcpu *vcpu, bool entering);
static void changed_since(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	if (is_smm(vcpu))
		return;
	kvm_smm_changed(vcpu, true);
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
}

static void looped(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	while (gfn--) {
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct error // reach: none
		if (is_smm(vcpu))
			continue;
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct warning // reach: is_smm() is false
	}
}

void kvm_arch_vcpu_ioctl_run(struct kvm_vcpu *vcpu)
{
	of_l2(vcpu, 1);
	behind_return(vcpu, 1);
	in_branch(vcpu, 1);
	both(vcpu, 1);
	of_another(vcpu, 1);
	changed_since(vcpu, 1);
	looped(vcpu, 3);
	if (sev_es_guest(vcpu->kvm))
		only_there(vcpu, 1);
}
