// Arguments and locals in every spelling that C allows.
#include <linux/kvm_host.h>
void use(struct kvm_vcpu *v);
int cond(void);
struct kvm_vcpu *get_vcpu(void);
void use_kvm(struct kvm *k);
void trace(const char *fmt, ...);
#define pr_dbg(...) do { if (0) trace(__VA_ARGS__); } while (0)
#define no_pr(...) do { } while (0)
#define KVM_OF(v) ((v)->kvm)
#define CAT(a, b) a##b
#define FN(x) CAT(mark_page_, x)
#define STR(x) #x
#define LOCKED(call) do { cond(); call; cond(); } while (0)
#define TWICE(x) ((x), (x))
#define lockdep(x) do { (void)sizeof(x); } while (0)

void a_get(gfn_t gfn)
{
	mark_page_dirty(get_vcpu()->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(get_vcpu(), gfn)
}
void a_idx(struct kvm_vcpu **vcpus, int i, gfn_t gfn)
{
	mark_page_dirty(vcpus[i++]->kvm, gfn);	// expect: vcpu-foreign
}
kvm_pfn_t a_slot(struct kvm_vcpu *vcpu, gfn_t gfn, bool *w)
{
	return gfn_to_pfn_prot(vcpu->kvm, gfn++, true, w);	// expect: vcpu-direct // fix: none, the gfn has a side effect
}
kvm_pfn_t a_slot2(struct kvm_vcpu *vcpu, volatile gfn_t *gfn, bool *w)
{
	return gfn_to_pfn_prot(vcpu->kvm, *gfn, true, w);	// expect: vcpu-direct // fix: none, the gfn has a side effect
}
kvm_pfn_t a_slot3(gfn_t gfn, bool *w)
{
	return gfn_to_pfn_prot(get_vcpu()->kvm, gfn, true, w);	// expect: vcpu-direct // fix: __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(get_vcpu(), gfn), gfn, false, false, NULL, true, w, NULL)
}
void b_sizeof(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm = vcpu->kvm;

	kvm_read_guest(kvm, gfn, p, sizeof(kvm->arch));	// expect: vcpu-alias // fix: kvm_vcpu_read_guest(vcpu, gfn, p, sizeof(kvm->arch))
}
void b_typeof(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	__typeof__(kvm->arch.nr) n = 1;

	mark_page_dirty(kvm, gfn + n);	// expect: vcpu-alias
}
void b_debug(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	no_pr("%p", kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
void b_debug2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	pr_dbg("%p", kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void b_lockdep(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	lockdep(kvm->arch);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void b_else(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

#ifdef CONFIG_FOO
	use_kvm(kvm);
#else
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
#endif
}
void b_attr(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm __attribute__((unused)) = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void c_multi(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm, *other, **pp;

	other = kvm;
	pp = &other;
	use_kvm(*pp);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void c_multi2(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_vcpu *v = vcpu; struct kvm *kvm = v->kvm, /* the VM */ *k2 = v->kvm;

	use_kvm(k2);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn)
}
void d_macro(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	LOCKED(mark_page_dirty(kvm, gfn));	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void d_kvmof(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty(KVM_OF(vcpu), gfn);	// expect: vcpu-direct
}
void d_paste(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	FN(dirty)(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: none
}
int d_twice(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm = vcpu->kvm;

	return TWICE(kvm_read_guest(kvm, gfn, p, 1));	// expect: vcpu-alias
}
void d_str(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	trace(STR(mark_page_dirty(vcpu->kvm, gfn)));	// expect: none
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct
}
void e_auto(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	__auto_type kvm = vcpu->kvm;
	__typeof__(vcpu) v = vcpu;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(v->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(v, gfn)
}
void f_const(const struct kvm_vcpu *cv, struct kvm_vcpu *const vc, struct kvm_vcpu *restrict vr, gfn_t gfn)
{
	mark_page_dirty(cv->kvm, gfn);	// expect: vcpu-direct // fix: none
	mark_page_dirty(vc->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vc, gfn)
	mark_page_dirty(vr->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vr, gfn)
}
void f_volatile(struct kvm_vcpu *volatile vv, volatile struct kvm_vcpu *v2, gfn_t gfn)
{
	mark_page_dirty(vv->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vv, gfn)
	mark_page_dirty(v2->kvm, gfn);	// expect: vcpu-direct // fix: none
}
void g_digraph(struct kvm_vcpu *vcpu, gfn_t gfn)
<%
	struct kvm *kvm = vcpu->kvm;
	struct kvm_vcpu *a<:1:> = <% vcpu %>;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	mark_page_dirty(a<:0:>->kvm, gfn);	// expect: vcpu-direct // fix: none
%>
void g_spacing(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	mark_page_dirty	( vcpu -> kvm , gfn ) ;	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(vcpu/* a */->/* b */kvm/* c */, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(/* x */ (/* y */ vcpu /* z */)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(((vcpu))->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty((*vcpu).kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty((&*vcpu)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(&*vcpu, gfn)
	(mark_page_dirty)(vcpu->kvm, gfn);	// expect: vcpu-direct
	mark_page_dirty((vcpu->kvm), gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
