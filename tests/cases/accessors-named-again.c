// Accessors that got another name, another form, or are macros.
// flags: -DFAULTIN_PFN -DMANY_ATOMIC_TAKES_KVM -DHOST_PAGE_SIZE_TAKES_KVM
#include <linux/kvm_host.h>

/* The memslot form by its newer name. */
int prefetch(struct kvm_vcpu *vcpu, gfn_t gfn, struct page **pages)
{
	return gfn_to_page_many_atomic(vcpu->kvm, gfn, pages, 8);	// expect: vcpu-direct // fix: kvm_prefetch_pages(kvm_vcpu_gfn_to_memslot(vcpu, gfn), gfn, pages, 8)
}

/* Newer forms that ask for more are for people to write. */
kvm_pfn_t fault(struct kvm_vcpu *vcpu, gfn_t gfn, bool *writable)
{
	return gfn_to_pfn_prot(vcpu->kvm, gfn, true, writable);	// expect: vcpu-direct // fix: none, kvm_faultin_pfn() takes other arguments
}
kvm_pfn_t fault_async(struct kvm_vcpu *vcpu, gfn_t gfn, bool *async, bool *writable)
{
	return gfn_to_pfn_async(vcpu->kvm, gfn, async, true, writable);	// expect: vcpu-direct // fix: none, __kvm_faultin_pfn() takes other arguments
}

/* No vCPU form at all. */
struct page *page(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return __gfn_to_page(vcpu->kvm, gfn, true);	// expect: vcpu-direct // fix: none, no vCPU form
}
unsigned long host_page_size(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	return kvm_host_page_size(vcpu->kvm, gfn);	// expect: vcpu-direct // fix: none, no vCPU form
}

static int kvm_read_guest_lock(struct kvm *kvm, gpa_t gpa, void *data, unsigned long len)	// expect: none
{
	return kvm_read_guest(kvm, gpa, data, len);	// expect: vcpu-mixed
}
static int kvm_write_guest_lock(struct kvm *kvm, gpa_t gpa, const void *data, unsigned long len)	// expect: none
{
	return kvm_write_guest(kvm, gpa, data, len);	// expect: vcpu-mixed
}
int locked(struct kvm_vcpu *vcpu, struct kvm_device *dev, gpa_t gpa, u64 *v)
{
	return kvm_read_guest_lock(vcpu->kvm, gpa, v, 8) ||	// expect: vcpu-direct // fix: none, no vCPU form
	       kvm_write_guest_lock(vcpu->kvm, gpa, v, 8) ||	// expect: vcpu-direct
	       kvm_read_guest_lock(dev->kvm, gpa, v, 8) ||	// expect: vm
	       kvm_write_guest_lock(dev->kvm, gpa, v, 8);	// expect: vm
}

/* Macros: the use is what is said, each with its own context; not what is in the body. */
int macros(struct kvm_vcpu *vcpu, struct kvm_device *dev, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;
	unsigned long v;

	if (__kvm_get_guest(vcpu->kvm, gpa >> PAGE_SHIFT, 8, v))	// expect: vcpu-direct // fix: none, no vCPU form
		return 1;
	if (kvm_get_guest(kvm, gpa, v))	// expect: vcpu-alias // fix: none, no vCPU form
		return 1;
	if (kvm_put_guest(kvm, gpa, v + 1))	// expect: vcpu-alias // fix: none, no vCPU form
		return 1;
	if (__kvm_get_guest(dev->kvm, gpa >> PAGE_SHIFT, 8, v))	// expect: vm
		return 1;
	return __kvm_put_guest((kvm), gpa >> PAGE_SHIFT, 8, v);	// expect: vcpu-alias
}

/* By design where the table says so. */
void kvm_update_stolen_time(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct kvm *kvm = vcpu->kvm;

	kvm_put_guest(kvm, gpa, 1ul);	// expect: vcpu-alias by-design
}

/* A gfn_to_pfn_cache is address space 0's, as a gfn_to_hva_cache. */
struct gfn_to_pfn_cache { struct kvm *kvm; u64 generation; };
int kvm_gfn_to_pfn_cache_init(struct kvm *kvm, struct gfn_to_pfn_cache *gpc, struct kvm_vcpu *vcpu,	// expect: none
			      int usage, gpa_t gpa, unsigned long len);
bool kvm_gfn_to_pfn_cache_check(struct kvm *kvm, struct gfn_to_pfn_cache *gpc, gpa_t gpa,	// expect: none
				unsigned long len);
int kvm_gfn_to_pfn_cache_refresh(struct kvm *kvm, struct gfn_to_pfn_cache *gpc, gpa_t gpa,	// expect: none
				 unsigned long len);
int kvm_gpc_activate(struct kvm *kvm, struct gfn_to_pfn_cache *gpc, struct kvm_vcpu *vcpu,	// expect: none
		     int usage, gpa_t gpa, unsigned long len);
int pfn_cache(struct kvm_vcpu *vcpu, struct gfn_to_pfn_cache *gpc, gpa_t gpa)
{
	return kvm_gfn_to_pfn_cache_init(vcpu->kvm, gpc, vcpu, 1, gpa, 8) ||	// expect: vcpu-direct by-design // fix: none
	       kvm_gpc_activate(vcpu->kvm, gpc, vcpu, 1, gpa, 8) ||	// expect: vcpu-direct by-design // fix: none
	       !kvm_gfn_to_pfn_cache_check(vcpu->kvm, gpc, gpa, 8) ||	// expect: vcpu-direct by-design // fix: none
	       kvm_gfn_to_pfn_cache_refresh(vcpu->kvm, gpc, gpa, 8);	// expect: vcpu-direct by-design // fix: none
}
