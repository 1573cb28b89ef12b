// READ_ONCE() and WRITE_ONCE() of kernels before 5.8: a function copies the bytes.
#include <linux/kvm_host.h>

#undef READ_ONCE
#undef WRITE_ONCE

static inline void __read_once_size(const volatile void *p, void *res, int size)
{
	switch (size) {
	case 8:
		*(unsigned long *)res = *(volatile unsigned long *)p;
		break;
	default:
		__builtin_memcpy(res, (const void *)p, size);
	}
}

static inline void __read_once_size_nocheck(const volatile void *p, void *res, int size)
{
	__read_once_size(p, res, size);
}

static inline void __write_once_size(volatile void *p, void *res, int size)
{
	switch (size) {
	case 8:
		*(volatile unsigned long *)p = *(unsigned long *)res;
		break;
	default:
		__builtin_memcpy((void *)p, (const void *)res, size);
	}
}

#define __READ_ONCE(x, check)						\
({									\
	union { __typeof__(x) __val; char __c[1]; } __u;		\
	if (check)							\
		__read_once_size(&(x), __u.__c, sizeof(x));		\
	else								\
		__read_once_size_nocheck(&(x), __u.__c, sizeof(x));	\
	__u.__val;							\
})
#define READ_ONCE(x) __READ_ONCE(x, 1)

#define WRITE_ONCE(x, val)						\
({									\
	union { __typeof__(x) __val; char __c[1]; } __u =		\
		{ .__val = (__typeof__(x)) (val) };			\
	__write_once_size(&(x), __u.__c, sizeof(x));			\
	__u.__val;							\
})

void read_local(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = READ_ONCE(vcpu->kvm);

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
	mark_page_dirty(READ_ONCE(vcpu->kvm), gfn);	// expect: vcpu-alias
}

void written(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

	WRITE_ONCE(kvm, vcpu->kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}

/* A handler in a list, and what it was registered for. */
struct handler {
	struct handler *next;
	struct kvm *kvm;
	void (*fn)(struct handler *h, gfn_t gfn);
};

static struct handler *head;

static void of_vm(struct handler *h, gfn_t gfn)
{
	mark_page_dirty(h->kvm, gfn);	// expect: vm
}

void add_vm_handler(struct kvm_device *dev, struct handler *h)
{
	h->kvm = dev->kvm;
	h->fn = of_vm;
	h->next = head;
	WRITE_ONCE(head, h);
}

void run_handlers(gfn_t gfn)
{
	for (struct handler *h = READ_ONCE(head); h; h = READ_ONCE(h->next))
		h->fn(h, gfn);
}

/* Another read may find another vCPU. */
struct slot {
	struct kvm_vcpu *vcpu;
};

void twice(struct slot *s, gfn_t gfn)
{
	struct kvm *kvm = READ_ONCE(s->vcpu)->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias
}
