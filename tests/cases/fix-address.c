// A vCPU's address where the vCPU is no object, const or in a register; a value that a statement is.
#include <linux/kvm_host.h>
int cond(void);
void use_kvm(struct kvm *k);
struct kvm_vcpu by_value(void);
struct vcpu_svm svm_value(void);

void a(struct kvm_vcpu *a, struct kvm_vcpu *b, gfn_t gfn)
{
	mark_page_dirty(by_value().kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty(svm_value().vcpu.kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty((cond() ? *a : *b).kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty(({ *a; }).kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty((cond(), *a).kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty((*a = *b).kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty(((struct kvm_vcpu){ .kvm = b->kvm }).kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty((*a).kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(a, gfn)
	mark_page_dirty(a[0].kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&a[0], gfn)
	mark_page_dirty((*(a + 1)).kvm, gfn);	// expect: vcpu-direct
	mark_page_dirty(((struct kvm_vcpu *)(void *)a)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty((struct kvm_vcpu *)(void *)a, gfn)
	mark_page_dirty((*({ a; })).kvm, gfn);	// expect: vcpu-direct
	mark_page_dirty((*&*a).kvm, gfn);	// expect: vcpu-direct
}
void b(const struct vcpu_svm *csvm, struct vcpu_svm *svm, volatile struct vcpu_svm *vsvm, gfn_t gfn)
{
	register struct vcpu_svm r = *svm;
	const struct vcpu_svm c = *svm;

	mark_page_dirty(csvm->vcpu.kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty(vsvm->vcpu.kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty(r.vcpu.kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty(c.vcpu.kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty((*svm).vcpu.kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&(*svm).vcpu, gfn)
	mark_page_dirty((&svm->vcpu)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&svm->vcpu, gfn)
}
void b2(const struct kvm_vcpu *cv, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	const struct kvm_vcpu *alias = vcpu;
	struct kvm *kvm = alias->kvm;
	struct kvm *k2 = cv->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(k2, gfn);	// expect: vcpu-alias // fix: none
	mark_page_dirty(((struct kvm_vcpu *)cv)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty((struct kvm_vcpu *)cv, gfn)
	(void)alias;
}
void b3(struct vcpu_svm *svm, gfn_t gfn)
{
	register struct vcpu_svm r = *svm;
	struct kvm *kvm = r.vcpu.kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void b4(const struct vcpu_svm *csvm, gfn_t gfn)
{
	struct kvm *kvm = csvm->vcpu.kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
void c(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

	use_kvm(({ kvm = vcpu->kvm; }));
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void c2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;
	int x = ({ kvm = vcpu->kvm; 1; });

	mark_page_dirty(kvm, gfn + x);	// expect: vcpu-alias
}
void d(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	long off = __builtin_offsetof(__typeof__(*kvm), arch);

	mark_page_dirty(kvm, gfn + off);	// expect: vcpu-alias
}
void e(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	goto kvm;
kvm:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void f(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	struct { struct kvm *kvm; } s = { .kvm = vcpu->kvm };

	use_kvm(s.kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void g(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, *arr[2] = { kvm, kvm };

	use_kvm(arr[1]);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void h(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	struct kvm *k2 = kvm;
	struct kvm *k3 = k2;

	mark_page_dirty(k3, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void i(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_vcpu *v = vcpu;
	struct kvm *kvm = v->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void j(struct vcpu_svm *svm, gfn_t gfn)
{
	struct kvm_vcpu *vcpu = &svm->vcpu;
	struct kvm *kvm = vcpu->kvm;

	svm = NULL;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
