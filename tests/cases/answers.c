// How several origins make one answer.
#include <linux/kvm_host.h>

struct ctx { struct kvm *kvm; };
struct other { struct kvm *kvm; };

/* A vCPU's and what nobody knows: not certain, and not the VM's. */
void set_by_vcpu(struct ctx *c, struct kvm_vcpu *vcpu)
{
	c->kvm = vcpu->kvm;
}
void set_by_unseen(struct ctx *c, struct kvm *kvm)
{
	c->kvm = kvm;
}
EXPORT_SYMBOL_GPL(set_by_unseen);
void uses(struct ctx *c, gfn_t gfn)
{
	mark_page_dirty(c->kvm, gfn);	// expect: unknown
}

/* The running vCPU's, and another's. */
static void own_or_foreign(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers // fix: none
}
void own(struct kvm_vcpu *vcpu)
{
	own_or_foreign(vcpu->kvm, 0);
}
void foreign(struct kvm *kvm)
{
	own_or_foreign(kvm_get_vcpu(kvm, 1)->kvm, 0);
}

/* A function that only hands its argument on. */
void identity(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = (struct kvm *)__builtin_expect((long)vcpu->kvm, 1);

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

/* A name that a macro makes means nothing outside of it. */
#define DECLARE(e) struct kvm_vcpu *hidden_ = (e)
void named_by_macro(struct kvm_lapic *apic, gfn_t gfn)
{
	DECLARE(apic->vcpu);
	struct kvm *kvm = apic->vcpu->kvm;

	mark_page_dirty(kvm, gfn + !hidden_);	// expect: vcpu-alias // fix: none
}

/* What the VM has of its vCPUs is not the one that runs. */
void of_the_vm(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm->arch.apic_map->phys_map[0]->vcpu->kvm, gfn);	// expect: vcpu-foreign // fix: none
}

void of_its_arch(struct kvm_arch *arch, gfn_t gfn)
{
	mark_page_dirty(arch->apic_map->phys_map[0]->vcpu->kvm, gfn);	// expect: vcpu-foreign // fix: none
}
