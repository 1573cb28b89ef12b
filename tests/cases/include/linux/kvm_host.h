/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of KVM's and the kernel's headers as the cases need. A tree that
 * lacks a form is made with -D in the case's "flags:" line, see below.
 */
#ifndef CASES_KVM_HOST_H
#define CASES_KVM_HOST_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned long size_t;
typedef long long loff_t;
typedef _Bool bool;
typedef u64 gpa_t, gfn_t, hpa_t, kvm_pfn_t;
enum { false, true };

#define NULL ((void *)0)
#define __user
#define __init
#define __printf(a, b)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define likely(x) __builtin_expect(!!(x), 1)
#define offsetof(type, member) __builtin_offsetof(type, member)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define PAGE_SHIFT 12
#define gpa_to_gfn(gpa) ((gfn_t)((gpa) >> PAGE_SHIFT))
#define EFAULT 14
#define EINVAL 22
#define ENOMEM 12

#define container_of(ptr, type, member) ({				\
	void *__mptr = (void *)(ptr);					\
	((type *)(__mptr - offsetof(type, member))); })

#define __native_word(t) (sizeof(t) <= sizeof(long))
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, val) do { *(volatile __typeof__(x) *)&(x) = (val); } while (0)
#define WARN_ON_ONCE(c) ({ int __ret = !!(c); unlikely(__ret); })

#define MAX_ERRNO 4095
static inline void *ERR_PTR(long error) { return (void *)error; }
static inline bool IS_ERR(const void *ptr)
{
	return (unsigned long)ptr >= (unsigned long)-MAX_ERRNO;
}
static inline long PTR_ERR(const void *ptr) { return (long)ptr; }

#define __EXPORT_SYMBOL(sym)						\
	extern __typeof__(sym) sym;					\
	static const void *const __addressable_##sym			\
	__attribute__((used)) = (const void *)&sym
#define EXPORT_SYMBOL(sym) __EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_GPL(sym) __EXPORT_SYMBOL(sym)

/* Memory */
typedef unsigned int gfp_t;
#define GFP_KERNEL 0u
void *kmalloc(size_t size, gfp_t flags);
void *kzalloc(size_t size, gfp_t flags);
void kfree(const void *p);
void *memcpy(void *to, const void *from, size_t n);
unsigned long copy_from_user(void *to, const void __user *from, unsigned long n);

/* Lists */
struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };
struct hlist_head { struct hlist_node *first; };
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_first_entry(ptr, type, member) list_entry((ptr)->next, type, member)
#define list_next_entry(pos, member) list_entry((pos)->member.next, __typeof__(*(pos)), member)
#define list_for_each_entry(pos, head, member)				\
	for (pos = list_first_entry(head, __typeof__(*pos), member);	\
	     &pos->member != (head); pos = list_next_entry(pos, member))
void list_add_tail(struct list_head *new, struct list_head *head);

/* xarray */
struct xarray { void *xa_head; };
void *xa_load(struct xarray *xa, unsigned long index);
void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max, unsigned int filter);
void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max, unsigned int filter);
#define XA_PRESENT 8u
#define xa_for_each_range(xa, index, entry, start, last)		\
	for (index = start, entry = xa_find(xa, &index, last, XA_PRESENT); entry; \
	     entry = xa_find_after(xa, &index, last, XA_PRESENT))

/* Reference counts, files, work, timers, notifiers */
typedef struct { int refs; } refcount_t;
bool refcount_dec_and_test(refcount_t *r);
void refcount_inc(refcount_t *r);
struct mutex { int owner; };
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);

struct inode { void *i_private; };
struct file { void *private_data; };
struct file_operations {
	long (*unlocked_ioctl)(struct file *filp, unsigned int ioctl, unsigned long arg);
	int (*release)(struct inode *inode, struct file *filp);
};
int anon_inode_getfd(const char *name, const struct file_operations *fops, void *priv, int flags);

struct work_struct { void (*func)(struct work_struct *work); };
#define INIT_WORK(w, f) do { (w)->func = (f); } while (0)
bool schedule_work(struct work_struct *work);

enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };
struct hrtimer { enum hrtimer_restart (*function)(struct hrtimer *timer); };
void hrtimer_start(struct hrtimer *timer, u64 when);

struct task_struct { int pid; };
struct task_struct *kthread_run(int (*fn)(void *data), void *data, const char *name);

struct mmu_notifier;
struct mmu_notifier_range { unsigned long start, end; };
struct mmu_notifier_ops {
	int (*invalidate_range_start)(struct mmu_notifier *mn, const struct mmu_notifier_range *r);
	void (*release)(struct mmu_notifier *mn);
};
struct mmu_notifier { const struct mmu_notifier_ops *ops; };

/* static_call() */
struct static_call_key { void *func; };
#define STATIC_CALL_KEY(name) __SCK__##name
#define STATIC_CALL_TRAMP(name) __SCT__##name
#define DECLARE_STATIC_CALL(name, func)					\
	extern struct static_call_key STATIC_CALL_KEY(name);		\
	extern __typeof__(func) STATIC_CALL_TRAMP(name)
#define DEFINE_STATIC_CALL(name, _func)					\
	DECLARE_STATIC_CALL(name, _func);				\
	struct static_call_key STATIC_CALL_KEY(name) = { .func = _func }
#define DEFINE_STATIC_CALL_NULL(name, _func)				\
	DECLARE_STATIC_CALL(name, _func);				\
	struct static_call_key STATIC_CALL_KEY(name) = { .func = NULL }
#define static_call(name)						\
	({ (void)&STATIC_CALL_KEY(name); (&STATIC_CALL_TRAMP(name)); })
void __static_call_update(struct static_call_key *key, void *tramp, void *func);
#define static_call_update(name, func)					\
({									\
	__typeof__(&STATIC_CALL_TRAMP(name)) __F = (func);		\
	__static_call_update(&STATIC_CALL_KEY(name), &STATIC_CALL_TRAMP(name), __F); \
})

/* KVM */
struct page { int flags; };
struct kvm_memory_slot { gfn_t base_gfn; unsigned long npages; };
struct kvm_memslots { u64 generation; };
struct gfn_to_hva_cache { u64 generation; gpa_t gpa; struct kvm_memory_slot *memslot; };

struct kvm;
struct kvm_vcpu;
struct kvm_lapic { struct kvm_vcpu *vcpu; void *regs; };
struct kvm_apic_map { u32 max_apic_id; struct kvm_lapic *phys_map[256]; };
struct kvm_vcpu_hv_synic { u64 version; };
struct kvm_vcpu_hv { struct kvm_vcpu *vcpu; struct kvm_vcpu_hv_synic synic; };

union kvm_mmu_page_role { u32 word; struct { unsigned int smm:8; }; };
struct kvm_mmu_page {
	struct list_head link;
	struct hlist_node hash_link;
	gfn_t gfn;
	union kvm_mmu_page_role role;
	u64 *shadowed_translation;
};
struct kvm_mmu { hpa_t root; int (*page_fault)(struct kvm_vcpu *vcpu, gpa_t gpa); };

struct kvm_vcpu_arch {
	struct kvm_lapic *apic;
	struct kvm_mmu *mmu;
	struct kvm_vcpu_hv *hyperv;
	struct gfn_to_hva_cache pv_time;
	struct hrtimer timer;
	struct kvm *kvm;	/* no vCPU's: names lie */
	gpa_t msr_kvm_area;
};

struct kvm_vcpu {
	struct kvm *kvm;
	int vcpu_id;
	struct mutex mutex;
	struct list_head blocked_vcpu_list;
	struct kvm_vcpu_arch arch;
};

struct kvm_arch {
	struct kvm_apic_map *apic_map;
	struct list_head active_mmu_pages;
	struct work_struct zap_work;
	gpa_t wall_clock;
	u64 nr;
};

struct kvm {
	struct kvm_memslots *memslots[2];
	struct xarray vcpu_array;
	int online_vcpus;
	refcount_t users_count;
	struct mutex slots_lock;
	struct list_head vm_list;
	struct list_head devices;
	struct mmu_notifier mmu_notifier;
	struct kvm_vcpu *bsp;
	struct kvm_arch arch;
};

struct kvm_device;
struct kvm_device_attr { u32 group; u64 attr, addr; };
struct kvm_device_ops {
	const char *name;
	int (*create)(struct kvm_device *dev, u32 type);
	int (*set_attr)(struct kvm_device *dev, struct kvm_device_attr *attr);
};
struct kvm_device {
	const struct kvm_device_ops *ops;
	struct kvm *kvm;
	void *private;
};

struct kvm_io_device { const struct kvm_io_device_ops *ops; };
struct kvm_io_device_ops {
	int (*read)(struct kvm_vcpu *vcpu, struct kvm_io_device *dev, gpa_t addr, int len, void *val);
	int (*write)(struct kvm_vcpu *vcpu, struct kvm_io_device *dev, gpa_t addr, int len, const void *val);
};

struct vcpu_svm {
	struct kvm_vcpu vcpu;
	void *ghcb;
	gpa_t ghcb_gpa;
};
static inline struct vcpu_svm *to_svm(struct kvm_vcpu *vcpu)
{
	return container_of(vcpu, struct vcpu_svm, vcpu);
}

/* The VM forms. */
struct page *gfn_to_page(struct kvm *kvm, gfn_t gfn);
kvm_pfn_t gfn_to_pfn(struct kvm *kvm, gfn_t gfn);
kvm_pfn_t gfn_to_pfn_atomic(struct kvm *kvm, gfn_t gfn);
kvm_pfn_t gfn_to_pfn_prot(struct kvm *kvm, gfn_t gfn, bool write_fault, bool *writable);
kvm_pfn_t gfn_to_pfn_async(struct kvm *kvm, gfn_t gfn, bool *async, bool write_fault, bool *writable);
unsigned long gfn_to_hva(struct kvm *kvm, gfn_t gfn);
unsigned long gfn_to_hva_prot(struct kvm *kvm, gfn_t gfn, bool *writable);
struct kvm_memory_slot *gfn_to_memslot(struct kvm *kvm, gfn_t gfn);
bool kvm_is_visible_gfn(struct kvm *kvm, gfn_t gfn);
int kvm_read_guest(struct kvm *kvm, gpa_t gpa, void *data, unsigned long len);
int kvm_read_guest_page(struct kvm *kvm, gfn_t gfn, void *data, int offset, int len);
int kvm_read_guest_atomic(struct kvm *kvm, gpa_t gpa, void *data, unsigned long len);
int kvm_write_guest(struct kvm *kvm, gpa_t gpa, const void *data, unsigned long len);
int kvm_write_guest_page(struct kvm *kvm, gfn_t gfn, const void *data, int offset, int len);
void mark_page_dirty(struct kvm *kvm, gfn_t gfn);
struct page *__gfn_to_page(struct kvm *kvm, gfn_t gfn, bool write);
#ifdef HOST_PAGE_SIZE_TAKES_KVM	/* before 5.6 */
unsigned long kvm_host_page_size(struct kvm *kvm, gfn_t gfn);
#else
unsigned long kvm_host_page_size(struct kvm_vcpu *vcpu, gfn_t gfn);
#endif
int kvm_clear_guest(struct kvm *kvm, gpa_t gpa, unsigned long len);
int kvm_clear_guest_page(struct kvm *kvm, gfn_t gfn, int offset, int len);
bool kvm_is_gpa_in_memslot(struct kvm *kvm, gpa_t gpa);
int kvm_gfn_to_hva_cache_init(struct kvm *kvm, struct gfn_to_hva_cache *ghc, gpa_t gpa, unsigned long len);
int kvm_read_guest_cached(struct kvm *kvm, struct gfn_to_hva_cache *ghc, void *data, unsigned long len);
int kvm_read_guest_offset_cached(struct kvm *kvm, struct gfn_to_hva_cache *ghc, void *data,
				 unsigned int offset, unsigned long len);
int kvm_write_guest_cached(struct kvm *kvm, struct gfn_to_hva_cache *ghc, void *data, unsigned long len);
int kvm_write_guest_offset_cached(struct kvm *kvm, struct gfn_to_hva_cache *ghc, void *data,
				  unsigned int offset, unsigned long len);

static inline struct kvm_memslots *__kvm_memslots(struct kvm *kvm, int as_id)
{
	return kvm->memslots[as_id];
}
static inline struct kvm_memslots *kvm_memslots(struct kvm *kvm)
{
	return __kvm_memslots(kvm, 0);
}

unsigned long get_user_long(unsigned long addr);
int put_user_long(unsigned long addr, unsigned long v);
#define __kvm_get_guest(kvm, gfn, offset, v)				\
({									\
	unsigned long __addr = gfn_to_hva(kvm, gfn);			\
	(v) = get_user_long(__addr + (offset));				\
	0;								\
})
#define kvm_get_guest(kvm, gpa, v)					\
({									\
	gpa_t __gpa = gpa;						\
	struct kvm *__kvm = kvm;					\
									\
	__kvm_get_guest(__kvm, __gpa >> PAGE_SHIFT, __gpa & 4095, v);	\
})
#define __kvm_put_guest(kvm, gfn, offset, v)				\
({									\
	unsigned long __addr = gfn_to_hva(kvm, gfn);			\
	int __r = put_user_long(__addr + (offset), v);			\
									\
	if (!__r)							\
		mark_page_dirty(kvm, gfn);				\
	__r;								\
})
#define kvm_put_guest(kvm, gpa, v)					\
({									\
	gpa_t __gpa = gpa;						\
	struct kvm *__kvm = kvm;					\
									\
	__kvm_put_guest(__kvm, __gpa >> PAGE_SHIFT, __gpa & 4095, v);	\
})

/* The memslot forms. */
kvm_pfn_t gfn_to_pfn_memslot(const struct kvm_memory_slot *slot, gfn_t gfn);
kvm_pfn_t gfn_to_pfn_memslot_atomic(const struct kvm_memory_slot *slot, gfn_t gfn);
#ifdef FAULTIN_PFN	/* 6.13 */
kvm_pfn_t __kvm_faultin_pfn(const struct kvm_memory_slot *slot, gfn_t gfn, unsigned int foll,
			    bool *writable, struct page **refcounted_page);
kvm_pfn_t kvm_faultin_pfn(struct kvm_vcpu *vcpu, gfn_t gfn, bool write, bool *writable,
			  struct page **refcounted_page);
int kvm_prefetch_pages(struct kvm_memory_slot *slot, gfn_t gfn, struct page **pages, int nr_pages);
#else
kvm_pfn_t __gfn_to_pfn_memslot(const struct kvm_memory_slot *slot, gfn_t gfn, bool atomic,
			       bool interruptible, bool *async, bool write_fault, bool *writable,
			       unsigned long *hva);
#endif
unsigned long gfn_to_hva_memslot(struct kvm_memory_slot *slot, gfn_t gfn);
unsigned long gfn_to_hva_memslot_prot(struct kvm_memory_slot *slot, gfn_t gfn, bool *writable);
#ifndef MANY_ATOMIC_TAKES_KVM
int gfn_to_page_many_atomic(struct kvm_memory_slot *slot, gfn_t gfn, struct page **pages, int nr_pages);
#else	/* before 4.2 */
int gfn_to_page_many_atomic(struct kvm *kvm, gfn_t gfn, struct page **pages, int nr_pages);
#endif

/* The vCPU forms: a tree may lack any. */
#ifndef NO_VCPU_FORMS
#ifndef NO_VCPU_GFN_TO_PAGE	/* 6.1, 6.12 */
struct page *kvm_vcpu_gfn_to_page(struct kvm_vcpu *vcpu, gfn_t gfn);
#endif
#ifndef NO_VCPU_GFN_TO_PFN	/* 6.12 */
kvm_pfn_t kvm_vcpu_gfn_to_pfn(struct kvm_vcpu *vcpu, gfn_t gfn);
kvm_pfn_t kvm_vcpu_gfn_to_pfn_atomic(struct kvm_vcpu *vcpu, gfn_t gfn);
#endif
unsigned long kvm_vcpu_gfn_to_hva(struct kvm_vcpu *vcpu, gfn_t gfn);
unsigned long kvm_vcpu_gfn_to_hva_prot(struct kvm_vcpu *vcpu, gfn_t gfn, bool *writable);
struct kvm_memory_slot *kvm_vcpu_gfn_to_memslot(struct kvm_vcpu *vcpu, gfn_t gfn);
bool kvm_vcpu_is_visible_gfn(struct kvm_vcpu *vcpu, gfn_t gfn);
int kvm_vcpu_read_guest(struct kvm_vcpu *vcpu, gpa_t gpa, void *data, unsigned long len);
int kvm_vcpu_read_guest_page(struct kvm_vcpu *vcpu, gfn_t gfn, void *data, int offset, int len);
int kvm_vcpu_read_guest_atomic(struct kvm_vcpu *vcpu, gpa_t gpa, void *data, unsigned long len);
int kvm_vcpu_write_guest(struct kvm_vcpu *vcpu, gpa_t gpa, const void *data, unsigned long len);
int kvm_vcpu_write_guest_page(struct kvm_vcpu *vcpu, gfn_t gfn, const void *data, int offset, int len);
void kvm_vcpu_mark_page_dirty(struct kvm_vcpu *vcpu, gfn_t gfn);
static inline struct kvm_memslots *kvm_vcpu_memslots(struct kvm_vcpu *vcpu)
{
	return __kvm_memslots(vcpu->kvm, vcpu->vcpu_id & 1);
}
#endif

/* vCPUs of a VM. */
static inline struct kvm_vcpu *kvm_get_vcpu(struct kvm *kvm, int i)
{
	return xa_load(&kvm->vcpu_array, i);
}
#define kvm_for_each_vcpu(idx, vcpup, kvm)				\
	xa_for_each_range(&kvm->vcpu_array, idx, vcpup, 0, (kvm->online_vcpus - 1))
static inline struct kvm_vcpu *kvm_get_vcpu_by_id(struct kvm *kvm, int id)
{
	struct kvm_vcpu *vcpu = NULL;
	unsigned long i;

	vcpu = kvm_get_vcpu(kvm, id);
	if (vcpu && vcpu->vcpu_id == id)
		return vcpu;
	kvm_for_each_vcpu(i, vcpu, kvm)
		if (vcpu->vcpu_id == id)
			return vcpu;
	return NULL;
}

struct kvm_memslots *kvm_memslots_for_spte_role(struct kvm *kvm, union kvm_mmu_page_role role);
struct kvm_memory_slot *__gfn_to_memslot(struct kvm_memslots *slots, gfn_t gfn);
struct kvm_vcpu *kvm_get_running_vcpu(void);

#endif
