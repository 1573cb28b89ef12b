// The vCPU in every shape: only its type counts.
// trees: 6.12

struct vcpu_svm {
	struct kvm_vcpu vcpu;
	struct kvm_vcpu *other;
};

struct kvm_vcpu *get_vcpu(struct file *file);

void pointers(struct kvm_vcpu *v, struct kvm_vcpu *const cv, struct kvm_vcpu **vcpup,
	      struct kvm_vcpu *vcpus[], int i, struct file *file)
{
	gfn_to_hva(v->kvm, 1);
	gfn_to_hva(cv->kvm, 2);
	gfn_to_hva((v)->kvm, 3);
	gfn_to_hva((v->kvm), 4);
	gfn_to_hva((*vcpup)->kvm, 5);
	gfn_to_hva(vcpus[i]->kvm, 6);
	gfn_to_hva(get_vcpu(file)->kvm, 7);
	gfn_to_hva(((struct kvm_vcpu *)file)->kvm, 8);
	gfn_to_hva((i ? v : cv)->kvm, 9);
	gfn_to_hva((i++, v)->kvm, 10);
	gfn_to_hva(v -> kvm, 11);
}

/* Rewritten too, though the forms take a pointer to non-const: see const.c. */
void to_const(const struct kvm_vcpu *vcpu, struct kvm_vcpu const *v)
{
	gfn_to_hva(vcpu->kvm, 1);
	gfn_to_hva(v->kvm, 2);
}

void embedded(struct vcpu_svm *svm, struct vcpu_svm *vmx[], struct kvm_vcpu vcpus[],
	      struct kvm_vcpu *v)
{
	struct kvm_vcpu vcpu;
	struct vcpu_svm local;

	gfn_to_hva(svm->vcpu.kvm, 1);
	gfn_to_hva((&svm->vcpu)->kvm, 2);
	gfn_to_hva(svm->other->kvm, 3);
	gfn_to_hva(vmx[2]->vcpu.kvm, 4);
	gfn_to_hva(vcpus[3].kvm, 5);
	gfn_to_hva(vcpu.kvm, 6);
	gfn_to_hva(local.vcpu.kvm, 7);
	gfn_to_hva((*v).kvm, 8);
	gfn_to_hva((svm->vcpu.kvm), 9);
	gfn_to_hva(to_svm(v)->vcpu.kvm, 10);
}
