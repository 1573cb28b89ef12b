static inline struct kvm *pick(struct kvm_vcpu *vcpu, struct kvm_device *dev)
{
	return PICK;
}
