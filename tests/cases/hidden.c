// Functions whose address goes where no call is seen, and names that only begin like others.
#include <linux/kvm_host.h>

typedef void (*fn_t)(struct kvm *, gfn_t);
struct hook { fn_t kept, called; };
struct hook *hook;

static void returned(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: unknown // why: its address goes to the callers of get_handler()
}
fn_t get_handler(void) { return returned; }
EXPORT_SYMBOL_GPL(get_handler);

static void seen(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
static fn_t get_seen(void) { return seen; }

static void handed_on(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: unknown
}
static void keep(fn_t fn) { hook->kept = fn; }

static void called(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}

void vcpu_code(struct kvm_vcpu *vcpu)
{
	returned(vcpu->kvm, 0);
	get_seen()(vcpu->kvm, 0);
	keep(handed_on);
	handed_on(vcpu->kvm, 0);
	hook->called = called;
	hook->called(vcpu->kvm, 0);
}

struct ctx { struct kvm *kvm; };
static struct ctx *kzalloc_ctx(struct kvm *kvm, gfn_t gfn)
{
	struct ctx *c = kzalloc(sizeof(*c), GFP_KERNEL);

	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
	return c;
}
struct ctx *allocates(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return kzalloc_ctx(vcpu->kvm, gfn);
}

static struct kvm *untagged_addr_kvm(struct kvm_vcpu *vcpu, struct kvm_device *dev)
{
	return dev->kvm;
}
void untagged(struct kvm_vcpu *vcpu, struct kvm_device *dev, gfn_t gfn)
{
	mark_page_dirty(untagged_addr_kvm(vcpu, dev), gfn);	// expect: vm
}

/* Statics of two functions. */
void one_static(struct kvm_vcpu *vcpu)
{
	static struct kvm *last;

	last = vcpu->kvm;
}
void other_static(struct kvm_device *dev, gfn_t gfn)
{
	static struct kvm *last;

	last = dev->kvm;
	mark_page_dirty(last, gfn);	// expect: vm
}
