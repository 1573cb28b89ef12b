// What a vCPU is, and what only looks like one, over calls.
#include <linux/kvm_host.h>
int cond(void);
void use(struct kvm_vcpu *v);
struct kvm_vcpu *get_vcpu(void);
struct pv { struct kvm_vcpu *vcpu; struct kvm *kvm; gfn_t gfn; };

/* threading through a struct passed by value */
static void by_val(struct pv p) { mark_page_dirty(p.kvm, p.vcpu->vcpu_id); }	// expect: vcpu-callers
void c_by_val(struct kvm_vcpu *vcpu) { by_val((struct pv){ .vcpu = vcpu, .kvm = vcpu->kvm }); }
static void by_val2(struct pv p) { mark_page_dirty(p.kvm, p.vcpu->vcpu_id); }	// expect: vcpu-callers // fix: none
void c_by_val2(struct kvm_vcpu *vcpu, struct kvm_vcpu *o) { by_val2((struct pv){ .vcpu = o, .kvm = vcpu->kvm }); }
/* the parameter's vCPU and kvm agree in one caller only */
static void agree(struct kvm *kvm, struct kvm_vcpu *vcpu) { mark_page_dirty(kvm, vcpu->vcpu_id); }	// expect: vcpu-callers // fix: none
void c_agree(struct kvm_vcpu *a, struct kvm_vcpu *b) { agree(a->kvm, a); if (cond()) { struct kvm *k = a->kvm; a = b; agree(k, a); } }
static void agree2(struct kvm *kvm, struct kvm_vcpu *vcpu) { mark_page_dirty(kvm, vcpu->vcpu_id); }	// expect: vcpu-callers // fix: kvm_vcpu_mark_page_dirty(vcpu, vcpu->vcpu_id)
void c_agree2(struct kvm_vcpu *a, struct kvm_vcpu *b) { agree2(a->kvm, a); agree2(b->kvm, b); }
void c_agree2b(struct vcpu_svm *svm) { agree2(svm->vcpu.kvm, &svm->vcpu); }
/* NULL for the vCPU */
static void null_v(struct kvm *kvm, struct kvm_vcpu *vcpu) { mark_page_dirty(kvm, 1); if (vcpu) use(vcpu); }	// expect: vcpu-callers // fix: none
void c_null_v(struct kvm_vcpu *a) { null_v(a->kvm, NULL); }
void c_null_w(struct kvm_vcpu *a) { null_v(a->kvm, a); }
/* the vCPU in the callee is reassigned in a loop */
static void reassign(struct kvm *kvm, struct kvm_vcpu *vcpu, int n)
{
	while (n--) {
		mark_page_dirty(kvm, vcpu->vcpu_id);	// expect: vcpu-callers // fix: none
		vcpu = get_vcpu();
	}
}
void c_reassign(struct kvm_vcpu *a) { reassign(a->kvm, a, 2); }
/* a static inline that gives the kvm of something else with a vCPU in it */
static inline struct kvm *to_kvm(struct kvm_vcpu *v, struct kvm_device *d) { return v ? v->kvm : d->kvm; }
void c_to_kvm(struct kvm_vcpu *a, struct kvm_device *d) { mark_page_dirty(to_kvm(a, d), 1); mark_page_dirty(to_kvm(NULL, d), 1); }	// expect: vcpu-mixed // expect: vm
/* parent vCPU of a nested one: the same type reached by a list in an object */
struct nest { struct list_head l; struct kvm_vcpu *owner; struct nest *parent; };
void c_nest(struct nest *n, gfn_t gfn)
{
	mark_page_dirty(n->owner->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(n->owner, gfn)
	n = n->parent;
	mark_page_dirty(n->owner->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(n->owner, gfn)
	n = list_first_entry(&n->l, struct nest, l);
	mark_page_dirty(n->owner->kvm, gfn);	// expect: vcpu-foreign // fix: none
}
/* foreign by parameter: a target vCPU beside the current */
static void deliver(struct kvm_vcpu *cur, struct kvm_vcpu *target, gfn_t gfn)
{
	mark_page_dirty(target->kvm, gfn);	// expect: vcpu-foreign
	mark_page_dirty(cur->kvm, gfn);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(cur, gfn)
}
void c_deliver(struct kvm_vcpu *vcpu, int id) { deliver(vcpu, kvm_get_vcpu_by_id(vcpu->kvm, id), 1); }
/* kvm through an ioctl's file and through a vCPU's */
static long dev_ioctl(struct file *filp, unsigned int ioctl, unsigned long arg)
{
	struct kvm *kvm = filp->private_data;

	mark_page_dirty(kvm, arg);	// expect: vm
	return 0;
}
static long vcpu_ioctl(struct file *filp, unsigned int ioctl, unsigned long arg)
{
	struct kvm_vcpu *vcpu = filp->private_data;

	mark_page_dirty(vcpu->kvm, arg);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, arg)
	return 0;
}
const struct file_operations f1 = { .unlocked_ioctl = dev_ioctl }, f2 = { .unlocked_ioctl = vcpu_ioctl };
/* timers, work: the vCPU by container */
static void work_fn(struct work_struct *w)
{
	struct kvm *kvm = container_of(w, struct kvm, arch.zap_work);

	mark_page_dirty(kvm, 1);	// expect: vm
}
void c_work(struct kvm_vcpu *vcpu) { INIT_WORK(&vcpu->kvm->arch.zap_work, work_fn); schedule_work(&vcpu->kvm->arch.zap_work); }
/* kvm_get_running_vcpu() */
void c_running(gfn_t gfn)
{
	struct kvm_vcpu *vcpu = kvm_get_running_vcpu();
	struct kvm *kvm = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}
/* two calls of one function are two vCPUs */
void c_twice(gfn_t gfn)
{
	struct kvm *kvm = get_vcpu()->kvm;
	struct kvm_vcpu *v = get_vcpu();

	mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
}
void c_twice_loop(gfn_t gfn, int n)
{
	struct kvm *kvm = NULL;
	struct kvm_vcpu *v;

	while (n--) {
		v = get_vcpu();
		if (!kvm)
			kvm = v->kvm;
		mark_page_dirty(kvm, gfn + v->vcpu_id);	// expect: vcpu-alias // fix: none
	}
}
void c_loop_ok(gfn_t gfn, int n)
{
	while (n--) {
		struct kvm_vcpu *v = get_vcpu();
		struct kvm *kvm = v->kvm;

		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(v, gfn)
	}
}
/* two arguments of which only one is a vCPU's */
static void two(struct kvm *a, struct kvm *b, gfn_t gfn)
{
	mark_page_dirty(a, gfn);	// expect: vcpu-mixed
	mark_page_dirty(b, gfn);	// expect: vcpu-mixed
}
void c_two(struct kvm_vcpu *vcpu, struct kvm_device *dev) { two(vcpu->kvm, dev->kvm, 1); two(dev->kvm, vcpu->kvm, 2); }
static void three(struct kvm *a, struct kvm *b, gfn_t gfn)
{
	mark_page_dirty(a, gfn);	// expect: vcpu-callers
	mark_page_dirty(b, gfn);	// expect: vm
}
void c_three(struct kvm_vcpu *vcpu, struct kvm_device *dev) { three(vcpu->kvm, dev->kvm, 1); }
/* called at an initialiser of a static, and by a macro */
static int via_macro(struct kvm *kvm) { return gfn_to_hva(kvm, 1) != 0; }	// expect: vcpu-callers
#define VIA(k) ({ int r_ = via_macro(k); r_; })
int c_via(struct kvm_vcpu *vcpu) { return VIA(vcpu->kvm) + VIA(({ struct kvm *k = vcpu->kvm; k; })); }
