// What is called vcpu is none, and what is called otherwise is one.
// trees: 6.12

struct its {
	struct kvm_device *dev;
	struct kvm *kvm;
};

void not_a_vcpu(struct kvm_vcpu_arch *vcpu, struct its *its)
{
	kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));
	kvm_write_guest(its->dev->kvm, gpa, &data, sizeof(data));
	kvm_write_guest(its->kvm, gpa, &data, sizeof(data));
}

void a_vm(struct kvm *vcpu)
{
	kvm_write_guest(vcpu, gpa, &data, sizeof(data));
}

void unknown_type(struct whatever *w)
{
	kvm_write_guest(w->vcpu->kvm, gpa, &data, sizeof(data));
	kvm_write_guest(undeclared->kvm, gpa, &data, sizeof(data));
}

void shadowed(struct kvm_vcpu *kvm)
{
	kvm_write_guest(kvm->kvm, gpa, &data, sizeof(data));
	{
		struct its *kvm = its;

		kvm_write_guest(kvm->kvm, gpa, &data, sizeof(data));
	}
}

/* Same names, other functions. */
void other_functions(struct kvm_vcpu *vcpu, struct ops *ops)
{
	pfn = gfn_to_pfn(gfn);
	n = gfn_to_page_many_atomic(slot, gfn, pages, 8);
	ops->kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));
	my_kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));
	/* kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data)); */
	pr_err("kvm_write_guest(vcpu->kvm, ...) failed\n");
	f = kvm_write_guest;
}
