// Not all callers can be seen.
#include <linux/kvm_host.h>

/* The address goes to a function that is not here. */
void register_callback(void (*fn)(struct kvm *kvm, gfn_t gfn));
static void callback(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: unknown // fix: none // why: register_callback
}
void setup(struct kvm_vcpu *vcpu)
{
	register_callback(callback);
	callback(vcpu->kvm, 3);
}

/* Exported, and nobody here calls it. */
void exported(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: unknown // why: which is exported
}
EXPORT_SYMBOL_GPL(exported);

/* Nobody calls it. */
void not_called(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: unknown // why: nothing that was analysed calls not_called()
}

/* Handed over as a void *. */
static void opaque(void *data, gfn_t gfn)
{
	struct kvm *kvm = data;

	mark_page_dirty(kvm, gfn);	// expect: unknown // fix: none
}
void hand_over(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	opaque(vcpu->kvm, gfn);
}

/* As a number. */
static void number(unsigned long data, gfn_t gfn)
{
	mark_page_dirty((struct kvm *)data, gfn);	// expect: unknown
}
void hand_over_number(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	number((unsigned long)vcpu->kvm, gfn);
}

/* Through a void * of a struct. */
struct request { void *data; gfn_t gfn; struct list_head link; };
void queue_request(struct request *r);
void make_request(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct request *r = kmalloc(sizeof(*r), GFP_KERNEL);

	r->data = vcpu->kvm;
	r->gfn = gfn;
	queue_request(r);
}
void serve_request(struct request *r)
{
	struct kvm *kvm = r->data;

	mark_page_dirty(kvm, r->gfn);	// expect: unknown
}

/* A thread's argument. */
static int thread(void *data)
{
	struct kvm *kvm = data;

	mark_page_dirty(kvm, 0);	// expect: unknown
	return 0;
}
void start(struct kvm_vcpu *vcpu)
{
	kthread_run(thread, vcpu->kvm, "kvm");
}

/* From a function that is not here. */
struct kvm *find_kvm(int id);
void found(gfn_t gfn)
{
	mark_page_dirty(find_kvm(3), gfn);	// expect: unknown
}

/* Only one of the callers is in the dark. */
static void half(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
void sees(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	half(vcpu->kvm, gfn);
	half(find_kvm(4), gfn);
}

/* Called from assembly: it is external and there is no call of it. */
void from_asm(struct kvm *kvm)
{
	mark_page_dirty(kvm, 0);	// expect: unknown
}
