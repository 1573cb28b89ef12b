// Every place of bydesign.def, as the kernels that have it write it.
#include <linux/kvm_host.h>

#define HV_X64_MSR_GUEST_OS_ID		0x40000000
#define HV_X64_MSR_HYPERCALL		0x40000001
#define HV_X64_MSR_REFERENCE_TSC	0x40000021
#define APIC_DEFAULT_PHYS_BASE		0xfee00000

struct kvm_host_map { gfn_t gfn; };
struct gfn_to_pfn_cache { struct kvm *kvm; u64 generation; };

/* Calls of both kinds in one function, told apart by the case label above. */
int set_msr_hyperv_pw(struct kvm_vcpu *vcpu, u32 msr, u64 data)
{
	struct kvm *kvm = vcpu->kvm;

	switch (msr) {
	case HV_X64_MSR_GUEST_OS_ID:
		break;
	case HV_X64_MSR_HYPERCALL: {
		u64 gfn = data >> 12;

		if (!gfn_to_hva(kvm, gfn))	// expect: vcpu-alias // fix: kvm_vcpu_gfn_to_hva(vcpu, gfn)
			return 1;
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
		break;
	}
	case HV_X64_MSR_REFERENCE_TSC: {
		u64 gfn = data >> 12;

		if (kvm_write_guest(kvm, gfn << 12,	// expect: vcpu-alias by-design // fix: none, by design
				    &data, sizeof(data)))
			return 1;
		mark_page_dirty(kvm, gfn);	// expect: vcpu-alias by-design // fix: none, by design
		break;
	}
	default:
		mark_page_dirty(kvm, data);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, data)
	}
	return 0;
}

/* Labels that share their statements, and a switch in a switch. */
int kvm_hv_set_msr_pw(struct kvm_vcpu *vcpu, u32 msr, u64 data)
{
	switch (msr) {
	case HV_X64_MSR_HYPERCALL:
		mark_page_dirty(vcpu->kvm, data);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, data)
		break;
	case HV_X64_MSR_REFERENCE_TSC:
	case HV_X64_MSR_REFERENCE_TSC + 1:
		switch (data) {
		case HV_X64_MSR_HYPERCALL:
			for (; data; data--)
				mark_page_dirty(vcpu->kvm, data);	// expect: vcpu-direct by-design // fix: none
			break;
		}
		mark_page_dirty(vcpu->kvm, data);	// expect: vcpu-direct by-design // fix: none
		break;
	case HV_X64_MSR_GUEST_OS_ID ... HV_X64_MSR_GUEST_OS_ID + 0:
		mark_page_dirty(vcpu->kvm, data);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, data)
	}
	mark_page_dirty(vcpu->kvm, data);	// expect: vcpu-direct // fix: kvm_vcpu_mark_page_dirty(vcpu, data)
	return 0;
}

/* In a function that the table does not name: by what the gfn is made of. */
void some_apic_access_page(struct kvm_vcpu *vcpu)
{
	gfn_to_page(vcpu->kvm, APIC_DEFAULT_PHYS_BASE >> PAGE_SHIFT);	// expect: vcpu-direct by-design // fix: none
	gfn_to_hva(vcpu->kvm,	// expect: vcpu-direct by-design // fix: none
		   gpa_to_gfn(APIC_DEFAULT_PHYS_BASE));
	mark_page_dirty(vcpu->kvm, vcpu->arch.msr_kvm_area);	// expect: vcpu-direct
}

/* And the rest, function by function. */

int kvm_set_msr_common(struct kvm_vcpu *vcpu, struct gfn_to_hva_cache *ghc, u64 data)
{
	return kvm_gfn_to_hva_cache_init(vcpu->kvm, ghc, data & ~1ULL, 32);	// expect: vcpu-direct by-design // fix: none
}

int kvm_guest_time_update(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_setup_pvclock_page(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_setup_guest_pvclock(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_write_wall_clock(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int record_steal_time(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_memslots(vcpu->kvm);	// expect: vcpu-direct by-design // fix: none
}

int kvm_steal_time_set_preempted(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_memslots(vcpu->kvm);	// expect: vcpu-direct by-design // fix: none
}

int kvm_update_stolen_time(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_init_stolen_time(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_arm_pvtime_set_attr(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !gfn_to_hva(vcpu->kvm, gpa >> PAGE_SHIFT);	// expect: vcpu-direct by-design // fix: none
}

int kvm_loongarch_pvtime_set_attr(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !gfn_to_hva(vcpu->kvm, gpa >> PAGE_SHIFT);	// expect: vcpu-direct by-design // fix: none
}

int kvm_lapic_enable_pv_eoi(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_lapic_set_pv_eoi(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int pv_eoi_get_user(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int pv_eoi_put_user(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_lapic_set_vapic_addr(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_lapic_sync_from_vapic(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_lapic_sync_to_vapic(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_pv_enable_async_pf(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int apf_get_user(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int apf_put_user(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int apf_put_user_notpresent(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int apf_put_user_ready(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int apf_pageready_slot_free(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_hv_get_assist_page(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_xen_update_runstate_guest(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_memslots(vcpu->kvm);	// expect: vcpu-direct by-design // fix: none
}

int kvm_xen_has_interrupt(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_memslots(vcpu->kvm);	// expect: vcpu-direct by-design // fix: none
}

int __kvm_xen_has_interrupt(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_memslots(vcpu->kvm);	// expect: vcpu-direct by-design // fix: none
}

int kvm_hv_setup_tsc_page(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_hv_invalidate_tsc_page(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int alloc_apic_access_page(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_alloc_apic_access_page(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_vcpu_reload_apic_access_page(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int vmx_set_apic_access_page_addr(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_memslots(vcpu->kvm);	// expect: vcpu-direct by-design // fix: none
}

int init_rmode_tss(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int init_rmode_identity_map(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_write_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int __x86_set_memory_region(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_memslots(vcpu->kvm);	// expect: vcpu-direct by-design // fix: none
}

int kvm_map_gfn(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_memslots(vcpu->kvm);	// expect: vcpu-direct by-design // fix: none
}

int kvm_unmap_gfn(struct kvm_vcpu *vcpu, struct kvm_host_map *map)
{
	return !gfn_to_memslot(vcpu->kvm, map->gfn);	// expect: vcpu-direct by-design // fix: none
}

int nested_vmx_check_tpr_shadow_controls(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_read_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int nested_vmx_check_controls_late(struct kvm_vcpu *vcpu, gpa_t gpa, u64 data)
{
	return !kvm_read_guest(vcpu->kvm, gpa, &data, sizeof(data));	// expect: vcpu-direct by-design // fix: none
}

int kvm_gpc_check(struct gfn_to_pfn_cache *gpc)
{
	return kvm_memslots(gpc->kvm)->generation == gpc->generation;	// expect: vm by-design // fix: none
}

int __kvm_gpc_refresh(struct gfn_to_pfn_cache *gpc)
{
	return kvm_memslots(gpc->kvm)->generation == gpc->generation;	// expect: vm by-design // fix: none
}

int kvm_gfn_to_pfn_cache_check(struct gfn_to_pfn_cache *gpc)	// expect: none
{
	return kvm_memslots(gpc->kvm)->generation == gpc->generation;	// expect: vm by-design // fix: none
}

int kvm_gfn_to_pfn_cache_refresh(struct gfn_to_pfn_cache *gpc)	// expect: none
{
	return kvm_memslots(gpc->kvm)->generation == gpc->generation;	// expect: vm by-design // fix: none
}
