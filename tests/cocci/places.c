// Initialisers, arguments, macros and statement expressions.
// trees: 6.12

#define CC(expr) ({ bool ret = (expr); if (ret) trace(#expr); ret; })

#define put_guest(vcpu, x, gra)						\
({									\
	struct kvm_vcpu *__vcpu = (vcpu);				\
									\
	kvm_write_guest(__vcpu->kvm, gra, &x, sizeof(x));		\
})

/* The type of a macro's parameter is not known: left alone. */
#define untyped(vcpu, gpa) kvm_write_guest((vcpu)->kvm, gpa, &x, sizeof(x))

static inline int inline_fn(struct kvm_vcpu *vcpu)
{
	return kvm_write_guest(vcpu->kvm, gpa, &x, sizeof(x));
}

int places(struct kvm_vcpu *vcpu)
{
	struct kvm_memory_slot *slot = gfn_to_memslot(vcpu->kvm, gfn);
	struct kvm_memslots *slots = kvm_memslots(vcpu->kvm), *more = kvm_memslots(vcpu->kvm);
	struct args args = { .hva = gfn_to_hva(vcpu->kvm, gfn), };
	int r = ({ int x = 2; kvm_write_guest(vcpu->kvm, gpa, &x, sizeof(x)); });

	if (CC(kvm_read_guest(vcpu->kvm, gpa, &x, sizeof(x)) ||
	       x != 2))
		return -EINVAL;
	WARN_ON(kvm_write_guest(vcpu->kvm, gpa, &x, sizeof(x)));
	for_each_thing(thing, gfn_to_hva(vcpu->kvm, gfn))
		kvm_write_guest(vcpu->kvm, gpa, thing, 8);
	switch (kvm_write_guest(vcpu->kvm, gpa, &x, sizeof(x))) {
	case 0:
		mark_page_dirty(vcpu->kvm, gpa >> PAGE_SHIFT);
	}
	while (kvm_is_visible_gfn(vcpu->kvm, gfn++))
		;
	return vcpu ? kvm_write_guest(vcpu->kvm, gpa, &x, sizeof(x)) : 0;
}
