// Declarations, scopes and comments around what is rewritten.
#include <linux/kvm_host.h>
int cond(void);
void use(struct kvm_vcpu *v);
void use_kvm(struct kvm *k);
struct ctx { struct kvm *kvm; gfn_t gfn; struct kvm_vcpu *vcpu; };
typedef struct kvm *kvm_p;
typedef struct kvm_vcpu vcpu_t;

/* typedefs */
void a(vcpu_t *v, gfn_t gfn)
{
	kvm_p kvm = v->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn)
}
/* embedded object, address */
void b(struct vcpu_svm *svm, gfn_t gfn)
{
	struct kvm *kvm = svm->vcpu.kvm;
	struct vcpu_svm *other = svm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(&svm->vcpu, gfn)
	svm++;
	mark_page_dirty(kvm, gfn + svm->ghcb_gpa);	// expect: vcpu-alias // fix: none
	mark_page_dirty(other->vcpu.kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&other->vcpu, gfn)
	mark_page_dirty((&svm[1])->vcpu.kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&(&svm[1])->vcpu, gfn)
	mark_page_dirty((svm + 1)->vcpu.kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&(svm + 1)->vcpu, gfn)
}
/* a local vCPU object */
void c(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm_vcpu fake = *vcpu, zero = { .kvm = dev->kvm };

	mark_page_dirty(fake.kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&fake, gfn)
	mark_page_dirty(zero.kvm, gfn);	// expect: vcpu-direct
}
/* a kvm from the vcpu's vm of another's list */
void d(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	struct kvm_vcpu *v = kvm_get_vcpu(kvm, 0);

	mark_page_dirty(v->kvm, gfn);	// expect: vcpu-foreign // fix: none
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	vcpu = v;
	mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-foreign // fix: none
}
void e(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_vcpu *v = cond() ? vcpu : kvm_get_vcpu(vcpu->kvm, 0);

	mark_page_dirty(v->kvm, gfn);	// expect: vcpu-direct
}
/* locals used in nested fn calls of the same statement */
int f(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm = vcpu->kvm;

	return kvm_read_guest(kvm, kvm_read_guest(kvm, gfn, p, 1), p, 8) ?:	// expect: vcpu-alias // expect: vcpu-alias
	       kvm_write_guest(kvm, gfn, p, 8);	// expect: vcpu-alias
}
/* redeclared local in a sibling block */
void g(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	if (cond()) {
		struct kvm *kvm = vcpu->kvm;

		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	} else {
		struct kvm *kvm = dev->kvm;

		mark_page_dirty(kvm, gfn);	// expect: vm
	}
	{
		struct kvm *kvm;

		kvm = vcpu->kvm;
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	}
}
/* several locals of each other */
void h(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm, *k2, *k3;

	kvm = k2 = k3 = vcpu->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	mark_page_dirty(k2, gfn);	// expect: vcpu-alias
	mark_page_dirty(k3, gfn);	// expect: vcpu-alias
}
void h2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_arch *ka = &vcpu->kvm->arch;
	struct kvm *kvm = container_of(ka, struct kvm, arch);

	mark_page_dirty(kvm, gfn + ka->nr);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn + ka->nr)
}
/* if with assignment as condition */
void i(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

	if ((kvm = vcpu->kvm))
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	if (!(kvm = vcpu->kvm))
		return;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
/* declaration after a label and case */
void j(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	switch (n) {
	case 1: {
		struct kvm *kvm = vcpu->kvm;
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
		break;
	}
	case 2:;
		struct kvm *kvm = vcpu->kvm;

		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	}
}
/* only statement of an if */
void k(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm = NULL;

	if (n)
		kvm = vcpu->kvm;
	else
		kvm = vcpu->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void l(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm;

	for (kvm = vcpu->kvm; n--; )
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void m(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm; int x = n;

	mark_page_dirty(kvm, gfn + x);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn + x)
}
void nn(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	register struct kvm *const kvm = vcpu->kvm;
	const struct kvm *ck = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty((struct kvm *)ck, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void o(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm; /* the VM
				      * of it
				      */

	/* mark kvm */ mark_page_dirty(kvm, gfn); /* done */	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
