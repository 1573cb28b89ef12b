// A member of an object that outlives the call: all that is ever stored there counts.
#include <linux/kvm_host.h>

/* Only vCPU code stores its own kvm there. */
struct cursor { struct kvm *cursor_kvm; };
void init_cursor(struct cursor *c, struct kvm_vcpu *vcpu)
{
	c->cursor_kvm = vcpu->kvm;
}
void use_cursor(struct cursor *c, gfn_t gfn)
{
	mark_page_dirty(c->cursor_kvm, gfn);	// expect: vcpu-callers // fix: none
}

/* Both do. */
struct pair { struct kvm *pair_kvm; };
void init_pair(struct pair *p, struct kvm_vcpu *vcpu)
{
	p->pair_kvm = vcpu->kvm;
}
void init_pair_vm(struct pair *p, struct kvm_device *dev)
{
	p->pair_kvm = dev->kvm;
}
void use_pair(struct pair *p, gfn_t gfn)
{
	mark_page_dirty(p->pair_kvm, gfn);	// expect: vcpu-mixed
}

/* Nobody stores a vCPU's. */
struct plain { struct kvm *plain_kvm; };
void use_plain(struct plain *p, gfn_t gfn)
{
	mark_page_dirty(p->plain_kvm, gfn);	// expect: vm
}

/* A vCPU kept in an object: whose it is, who put it there says. */
struct work { struct work_struct work; struct kvm_vcpu *vcpu; gpa_t gpa; };
static void async_execute(struct work_struct *w)
{
	struct work *work = container_of(w, struct work, work);

	mark_page_dirty(work->vcpu->kvm, work->gpa);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(work->vcpu, work->gpa)
}
void setup_async(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct work *work = kzalloc(sizeof(*work), GFP_KERNEL);

	work->vcpu = vcpu;
	work->gpa = gpa;
	INIT_WORK(&work->work, async_execute);
	schedule_work(&work->work);
}

/* A timer in the vCPU. */
static enum hrtimer_restart tick(struct hrtimer *timer)
{
	struct kvm_vcpu *vcpu = container_of(timer, struct kvm_vcpu, arch.timer);

	mark_page_dirty(vcpu->kvm, 0);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, 0)
	return HRTIMER_NORESTART;
}
void init_timer(struct kvm_vcpu *vcpu)
{
	vcpu->arch.timer.function = tick;
	hrtimer_start(&vcpu->arch.timer, 1000);
}

/* The other way round: from an embedded object to the vCPU and back. */
static struct kvm_vcpu *synic_to_vcpu(struct kvm_vcpu_hv_synic *synic)
{
	struct kvm_vcpu_hv *hv = container_of(synic, struct kvm_vcpu_hv, synic);

	return hv->vcpu;
}
int synic_set_msr(struct kvm_vcpu_hv_synic *synic, gpa_t gpa)
{
	struct kvm_vcpu *vcpu = synic_to_vcpu(synic);

	return kvm_clear_guest(vcpu->kvm, gpa, 4096);	// expect: vcpu-direct // fix: none, no vCPU form
}

/* What is stored behind a global pointer. */
static struct kvm **behind;
void store_behind(struct kvm_vcpu *vcpu)
{
	*behind = vcpu->kvm;
}

void read_behind(gfn_t gfn)
{
	mark_page_dirty(*behind, gfn);	// expect: unknown
}

/* A nameless union's members are those of the struct around it, also where one macro declares two. */
#define BOTH struct one { union { struct kvm *of_vm; void *p; }; }; \
	     struct two { union { struct kvm *of_vm; void *p; }; }
BOTH;
void init_one(struct one *o, struct kvm_vcpu *vcpu)
{
	o->of_vm = vcpu->kvm;
}
void use_one(struct one *o, gfn_t gfn)
{
	mark_page_dirty(o->of_vm, gfn);	// expect: vcpu-callers // fix: none
}
void init_two(struct two *t, struct kvm_device *dev)
{
	t->of_vm = dev->kvm;
}
void use_two(struct two *t, gfn_t gfn)
{
	mark_page_dirty(t->of_vm, gfn);	// expect: vm
}
