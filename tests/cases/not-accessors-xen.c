// Xen's gfn_to_pfn() takes a frame number, arch/x86/include/asm/xen/page.h.
typedef unsigned long xen_pfn_t;
struct kvm;

static inline xen_pfn_t gfn_to_pfn(xen_pfn_t gfn)	// expect: none
{
	return gfn;
}

xen_pfn_t kvm_translate(xen_pfn_t gfn)
{
	return gfn_to_pfn(gfn);	// expect: none
}
