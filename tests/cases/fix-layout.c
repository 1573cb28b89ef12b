// Directives around what is edited, bytes that are no UTF-8, one line or many.
#include <linux/kvm_host.h>
int cond(void);
void use_kvm(struct kvm *k);
int a(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm = vcpu->kvm;
	int r;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused"
	r = kvm_read_guest(kvm, gfn, p, 1);	// expect: vcpu-alias // fix: kvm_vcpu_read_guest(vcpu, gfn, p, 1)
#pragma GCC diagnostic pop
	return r;
}
int b(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm = vcpu->kvm; _Pragma("GCC diagnostic push")
	int r = kvm_read_guest(kvm, gfn, p, 1);	// expect: vcpu-alias // fix: kvm_vcpu_read_guest(vcpu, gfn, p, 1)
	_Pragma("GCC diagnostic pop")
	return r;
}
#line 200 "other.c"
#line 24 "fix-layout.c"
int c(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm = vcpu->kvm;
#if defined(FOO) && \
	defined(BAR)
	use_kvm(kvm);
#endif
	return kvm_read_guest(kvm, gfn, p, 1);	// expect: vcpu-alias // fix: none
}
int d(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
#ifdef FOO
	struct kvm *kvm = NULL;
#else
	struct kvm *kvm = vcpu->kvm;
#endif

	return kvm_read_guest(kvm, gfn, p, 1);	// expect: vcpu-alias // fix: none
}
int e(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm;

#ifdef FOO
	kvm = NULL;
#else
	kvm = vcpu->kvm;
#endif
	return kvm_read_guest(kvm, gfn, p, 1);	// expect: vcpu-alias // fix: none
}
int f(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm = vcpu->kvm;	/* café */

	return kvm_read_guest(kvm, gfn, p, sizeof("\xe9\xff \"kvm\""));	// expect: vcpu-alias
}
int g(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	return kvm_read_guest(vcpu->kvm, /* kvm */ gfn /* kvm->kvm */, p, 1)	// expect: vcpu-direct
		+ kvm_write_guest( vcpu->kvm			// expect: vcpu-direct
				 , gfn
				 , p
				 , 1 );
}
#define CALL(fn, args...) fn(args)
#define WRAP(x...) x
int h(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm = vcpu->kvm;

	return WRAP(kvm_read_guest(kvm,	// expect: vcpu-alias // fix: kvm_vcpu_read_guest(vcpu, gfn, p, 1)
				   gfn, p, 1));
}
#if 0
int dead(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	return kvm_read_guest(vcpu->kvm, gfn, p, 1);	// expect: none
}
#endif
int i(struct kvm_vcpu *vcpu, gfn_t gfn, void *p) { struct kvm *kvm = vcpu->kvm; return kvm_read_guest(kvm, gfn, p, 1); }	// expect: vcpu-alias // fix: kvm_vcpu_read_guest(vcpu, gfn, p, 1)
int j(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm
		*kvm
			= vcpu
				->kvm,
		*other;

	other = vcpu->kvm;
	use_kvm(other);
	return kvm_read_guest(kvm,	// expect: vcpu-alias // fix: kvm_vcpu_read_guest(vcpu, gfn, p, 1)
			      gfn, p, 1);
}
int k(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	int x = 1, y; struct kvm *kvm = vcpu->kvm, *z = NULL; int w = 2;

	y = x + w + !z;
	return kvm_read_guest(kvm, gfn, p, y);	// expect: vcpu-alias // fix: kvm_vcpu_read_guest(vcpu, gfn, p, y)
}
struct l_ops { int (*rd)(struct kvm_vcpu *vcpu, gfn_t gfn, void *p); };
static int l_rd(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	if (cond()) {
		struct kvm *kvm = vcpu->kvm;
		return kvm_read_guest(kvm, gfn, p, 1);	// expect: vcpu-alias // fix: kvm_vcpu_read_guest(vcpu, gfn, p, 1)
	} else
		return kvm_write_guest(vcpu->kvm, gfn, p, 1);	// expect: vcpu-direct
}
const struct l_ops l_ops = { .rd = l_rd };
int m(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm = vcpu->kvm;
	if (cond())
		kvm = vcpu->kvm;
	return kvm_read_guest(kvm, gfn, p, 1);	// expect: vcpu-alias
}
int n(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm;
	if (cond())
		kvm = vcpu->kvm;
	else
		return 0;
	return kvm_read_guest(kvm, gfn, p, 1);	// expect: vcpu-alias
}
int o(struct kvm_vcpu *vcpu, gfn_t gfn, void *p)
{
	struct kvm *kvm;
	int r = 0;
	for (int i = 0; i < 3; i++) kvm = vcpu->kvm, r += kvm_read_guest(kvm, gfn, p, 1);	// expect: vcpu-alias
	while (cond()) kvm = vcpu->kvm;
	do kvm = vcpu->kvm; while (cond());
lbl:	kvm = vcpu->kvm;
	if (r) goto lbl;
	switch (r) case 1: kvm = vcpu->kvm;
	return r;
}
