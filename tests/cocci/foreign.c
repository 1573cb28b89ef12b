// A vCPU that was looked up, or iterated over, is not the one that runs.
// trees: 6.12

struct kvm_vcpu *kvm_get_vcpu(struct kvm *kvm, int i);
struct kvm_vcpu *kvm_get_running_vcpu(void);

void iterated(struct kvm *kvm)
{
	struct kvm_vcpu *vcpu;
	unsigned long i;

	kvm_for_each_vcpu(i, vcpu, kvm)
		kvm_write_guest(vcpu->kvm, gpa, &x, sizeof(x));
}

void woken(struct list_head *list)
{
	struct vcpu_vmx { struct kvm_vcpu vcpu; } *vmx;

	list_for_each_entry(vmx, list, wakeup_list) {
		mark_page_dirty(vmx->vcpu.kvm, gfn);
	}
}

void looked_up(struct kvm_vcpu *vcpu)
{
	struct kvm_vcpu *target = kvm_get_vcpu_by_id(vcpu->kvm, 3), *copy;
	struct kvm_vcpu *late;

	late = kvm_get_vcpu(vcpu->kvm, 0);
	copy = late;
	mark_page_dirty(target->kvm, 1);
	mark_page_dirty(copy->kvm, 2);
	mark_page_dirty(kvm_get_vcpu(vcpu->kvm, 0)->kvm, 3);
	late = xa_load(&vcpu->kvm->vcpu_array, 4);
	mark_page_dirty(vcpu->kvm, 5);
}

/* The one that runs is not looked up. */
void running(struct kvm_vcpu *vcpu)
{
	struct kvm_vcpu *v = kvm_get_running_vcpu();

	mark_page_dirty(v->kvm, 1);
}
