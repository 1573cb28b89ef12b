// A local that nothing uses any more goes with the call that did.
#include <linux/kvm_host.h>

int alone(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	return !gfn_to_memslot(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
}

int chain(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *a = vcpu->kvm, *b = a;

	return !gfn_to_memslot(b, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
}

int chain_of_declarations(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *a = vcpu->kvm;
	struct kvm *b = a;

	return !gfn_to_memslot(b, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
}

int assigned(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = NULL;
	int x = 0;

	kvm = vcpu->kvm;
	return !gfn_to_memslot(kvm, gfn) + x;	// expect: vcpu-alias // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
}

int kept(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (kvm->online_vcpus > 3)
		return 0;
	return !gfn_to_memslot(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
}

/* The compiler sees the argument twice, the reader once. */
#define max(a, b) ((a) > (b) ? (a) : (b))
unsigned long twice(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	return max(gfn_to_hva(kvm, gfn), 4096UL);	// expect: vcpu-alias // fix: kvm_vcpu_gfn_to_hva(vcpu, gfn)
}

/* What sets it does more than that. */
struct kvm_vcpu *load(struct kvm_vcpu *vcpu);
int side_effect(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_vcpu *v;
	struct kvm *kvm = (v = load(vcpu))->kvm;

	return !gfn_to_memslot(kvm, gfn);	// expect: vcpu-alias // fix: none, side effect
}

/* Reading it once is no more than that; what is read can be. */
int read_once(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = READ_ONCE(vcpu->kvm);
	struct kvm_vcpu *v;
	struct kvm *k = READ_ONCE((v = load(vcpu))->kvm);

	return gfn_to_memslot(kvm, gfn) &&	// expect: vcpu-alias // fix: kvm_vcpu_gfn_to_memslot(vcpu, gfn)
	       gfn_to_memslot(k, gfn);		// expect: vcpu-alias // fix: none, side effect
}

#define n_vcpus() (kvm->online_vcpus)

/* Neither call is in an argument that is used twice: the read that no one sees keeps the alias. */
int read_in_a_macro(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	gfn_to_hva(kvm, gfn);	// expect: vcpu-alias
	// fix: kvm_vcpu_gfn_to_hva(vcpu, gfn)
	gfn_to_hva(kvm, gfn + 1);	// expect: vcpu-alias
	// fix: kvm_vcpu_gfn_to_hva(vcpu, gfn + 1)
	return n_vcpus();
}
