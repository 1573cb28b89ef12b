// Arrays of handlers, function pointers in variables, parameters and results.
#include <linux/kvm_host.h>

static int exit_a(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
	return 1;
}
static int exit_b(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
	return 1;
}
static int (*const exit_handlers[])(struct kvm *kvm, gfn_t gfn) = {
	[0] = exit_a,
	[3] = exit_b,
};
int handle_exit(struct kvm_vcpu *vcpu, unsigned int reason, gfn_t gfn)
{
	if (reason >= ARRAY_SIZE(exit_handlers) || !exit_handlers[reason])
		return -EINVAL;
	return exit_handlers[reason](vcpu->kvm, gfn);
}

/* By position, in an array of structs. */
struct cmd { int nr; int (*fn)(struct kvm *kvm, gpa_t gpa); };
static int cmd_read(struct kvm *kvm, gpa_t gpa)
{
	u64 v;

	return kvm_read_guest(kvm, gpa, &v, sizeof(v));	// expect: vm
}
static int cmd_write(struct kvm *kvm, gpa_t gpa)
{
	return kvm_write_guest(kvm, gpa, &gpa, sizeof(gpa));	// expect: vm
}
static const struct cmd cmds[] = {
	{ 1, cmd_read },
	{ .nr = 2, .fn = cmd_write },
};
int run_cmd(struct kvm_device *dev, int nr, gpa_t gpa)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(cmds); i++)
		if (cmds[i].nr == nr)
			return cmds[i].fn(dev->kvm, gpa);
	return -EINVAL;
}

/* A parameter: each callback is called with what its walker is given. */
typedef bool (*gfn_fn)(struct kvm *kvm, gfn_t gfn);
static bool walk(struct kvm *kvm, gfn_t gfn, gfn_fn fn)
{
	return fn(kvm, gfn);
}
static bool age(struct kvm *kvm, gfn_t gfn)
{
	return kvm_is_visible_gfn(kvm, gfn);	// expect: vcpu-callers
}
bool walk_vcpu(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return walk(vcpu->kvm, gfn, age);
}

static bool walk2(struct kvm *kvm, gfn_t gfn, gfn_fn fn)
{
	return fn(kvm, gfn);
}
static bool zap(struct kvm *kvm, gfn_t gfn)
{
	return kvm_is_visible_gfn(kvm, gfn);	// expect: vm
}
bool walk_vm(struct kvm_device *dev, gfn_t gfn)
{
	return walk2(dev->kvm, gfn, &zap);
}

/* A local pointer to one of two functions. */
static void one(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
static void two(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
void choose(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	void (*fn)(struct kvm *kvm, gfn_t gfn) = gfn & 1 ? one : two;

	fn(vcpu->kvm, gfn);
	(*fn)(vcpu->kvm, gfn);
}

/* A member that is set at run time. */
struct hooks { void (*dirty)(struct kvm *kvm, gfn_t gfn); };
static void hook(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
void set_hook(struct hooks *h)
{
	h->dirty = hook;
}
void run_hook(struct kvm_vcpu *vcpu, struct hooks *h, gfn_t gfn)
{
	h->dirty(vcpu->kvm, gfn);
}

/* A device on the bus: its handlers get the vCPU that wrote there. */
struct serial { struct kvm_io_device dev; struct kvm *kvm; };
static int serial_write(struct kvm_vcpu *vcpu, struct kvm_io_device *this, gpa_t addr, int len,
			const void *val)
{
	struct serial *s = container_of(this, struct serial, dev);

	mark_page_dirty(vcpu->kvm, addr);	// expect: vcpu-direct
	mark_page_dirty(s->kvm, addr);	// expect: vm
	return len;
}
static const struct kvm_io_device_ops serial_ops = { .write = serial_write };
void serial_create(struct kvm_device *d)
{
	struct serial *s = kzalloc(sizeof(*s), GFP_KERNEL);

	s->dev.ops = &serial_ops;
	s->kvm = d->kvm;
}
int bus_write(struct kvm_vcpu *vcpu, struct kvm_io_device *dev, gpa_t addr, int len, const void *val)
{
	return dev->ops->write(vcpu, dev, addr, len, val);
}

/* A key of its own, set at run time. */
static void update_a(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
static void update_b(struct kvm *kvm, gfn_t gfn)
{
	mark_page_dirty(kvm, gfn);	// expect: vcpu-callers
}
DEFINE_STATIC_CALL(my_update, update_a);
void use_b(void)
{
	static_call_update(my_update, update_b);
}
void run_update(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	static_call(my_update)(vcpu->kvm, gfn);
}
