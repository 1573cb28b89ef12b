// Loops, jumps and conditions in the shapes that C has for them.
#include <linux/kvm_host.h>
void use(struct kvm_vcpu *v);
void __attribute__((noreturn)) die(void);
int cond(void);
#define barrier() asm volatile("" : : : "memory")

void a_retry(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
again:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	if (cond()) {
		kvm = dev->kvm;
		goto again;
	}
}
void a_retry_same(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;
again:
	kvm = vcpu->kvm;
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	if (cond())
		goto again;
}
void a_retry_vcpu(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
again:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
	use(vcpu);
	if (cond()) {
		vcpu = other;
		goto again;
	}
}
void b_fall(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = NULL;

	switch (n) {
	case 1:
		kvm = vcpu->kvm;
		__attribute__((fallthrough));
	case 2:
		if (!kvm)
			kvm = dev->kvm;
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
		break;
	case 3 ... 5:
		kvm = vcpu->kvm;
		break;
	default:
		return;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
void b_nodefault(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = dev->kvm;

	switch (n) {
	case 1:
		kvm = vcpu->kvm;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
void c_nested_loops(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm, *next = vcpu->kvm, *nn = dev->kvm;

	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
			kvm = next;
			next = nn;
		}
}
void d_break(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = dev->kvm;

	for (;;) {
		kvm = vcpu->kvm;
		if (cond())
			break;
		kvm = dev->kvm;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void e_continue(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;

	do {
		switch (n) {
		case 0:
			kvm = dev->kvm;
			continue;
		}
		kvm = vcpu->kvm;
	} while (n--);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
void f_computed(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	static const void *const tab[] = { &&one, &&two };
	struct kvm *kvm = vcpu->kvm;

	goto *tab[n];
one:
	kvm = dev->kvm;
two:
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
void g_asm_out(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	asm("" : "+r"(kvm));
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void g_asm_mem(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	asm volatile("" : : "r"(&kvm) : "memory");
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void g_barrier(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	barrier();
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void h_while_assign(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm;

	while ((kvm = cond() ? vcpu->kvm : NULL) != NULL)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
void i_and(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = dev->kvm;

	if (cond() && (kvm = vcpu->kvm) && gfn)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
	else
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
}
void j_noreturn(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (cond()) {
		kvm = dev->kvm;
		die();
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
void k_stmtexpr(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = dev->kvm;

	mark_page_dirty(({ if (n) kvm = vcpu->kvm; kvm; }), gfn);	// expect: vcpu-mixed
	mark_page_dirty(({ struct kvm *kvm = vcpu->kvm; kvm; }), gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void l_comma(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = (n++, vcpu->kvm);

	kvm = (kvm = dev->kvm, vcpu->kvm);
	mark_page_dirty(kvm, gfn + n);	// expect: vcpu-alias // fix: none
}
void m_ternary(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	mark_page_dirty((n ? vcpu : vcpu)->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(n ? vcpu : vcpu, gfn)
	mark_page_dirty(n ? vcpu->kvm : dev->kvm, gfn);	// expect: vcpu-mixed
	mark_page_dirty(n ? vcpu->kvm : vcpu->kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
void n_duff(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn, int n)
{
	struct kvm *kvm = vcpu->kvm;

	switch (n & 1) {
		while (n) {
	case 0:
		mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	case 1:
		kvm = dev->kvm;
		n--;
		}
	}
}
void o_if0(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	if (0) {
in:
		kvm = dev->kvm;
	}
	mark_page_dirty(kvm, gfn);	// expect: vcpu-mixed
	if (cond())
		goto in;
}
void p_loop_vcpu(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm_vcpu *v;
	unsigned long i;

	kvm_for_each_vcpu(i, v, kvm) {
		if (v == vcpu)
			continue;
		mark_page_dirty(v->kvm, gfn);	// expect: vcpu-foreign
		mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	}
}
void p_loop_same(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;
	unsigned long i;

	kvm_for_each_vcpu(i, vcpu, kvm)
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none
}
void p_loop_after(struct kvm *kvm, struct kvm_vcpu *vcpu, gfn_t gfn)
{
	unsigned long i;

	kvm_for_each_vcpu(i, vcpu, vcpu->kvm)
		if (vcpu->vcpu_id == 3)
			break;
	mark_page_dirty(vcpu->kvm, gfn);	// expect: vcpu-foreign
}
