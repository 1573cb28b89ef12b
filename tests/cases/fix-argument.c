// A struct kvm that is more than a value: what else it does must not be lost.
#include <linux/kvm_host.h>
void use(struct kvm_vcpu *v);
struct kvm *dbg(struct kvm *k);
int cond(void);
static struct kvm *last;
void a(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm, *x = NULL;

	mark_page_dirty((n++, kvm), gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty(x = kvm, gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty(({ x = kvm; kvm; }), gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty(({ use(vcpu); kvm; }), gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty(cond() ? kvm : vcpu->kvm, gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty((use(vcpu), vcpu->kvm), gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty((last = kvm), gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty((use(vcpu), vcpu)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty((use(vcpu), vcpu), gfn)
	mark_page_dirty((vcpu = vcpu)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu = vcpu, gfn)
	mark_page_dirty(({ use(vcpu); vcpu; })->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(({ use(vcpu); vcpu; }), gfn)
	mark_page_dirty((cond() ? vcpu : NULL)->kvm, gfn);	// expect: vcpu-direct
}
