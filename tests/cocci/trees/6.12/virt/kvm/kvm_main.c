// SPDX-License-Identifier: GPL-2.0-only
/* What Linux 6.12 exports, for the tests of the semantic patches. */
EXPORT_SYMBOL_GPL(gfn_to_page);
EXPORT_SYMBOL_GPL(gfn_to_hva);
EXPORT_SYMBOL_GPL(kvm_read_guest);
EXPORT_SYMBOL_GPL(kvm_read_guest_page);
EXPORT_SYMBOL_GPL(kvm_write_guest);
EXPORT_SYMBOL_GPL(kvm_write_guest_page);
EXPORT_SYMBOL_GPL(kvm_clear_guest);
EXPORT_SYMBOL_GPL(gfn_to_memslot);
EXPORT_SYMBOL_GPL(kvm_is_visible_gfn);
EXPORT_SYMBOL_GPL(mark_page_dirty);
EXPORT_SYMBOL_GPL(gfn_to_pfn);
EXPORT_SYMBOL_GPL(gfn_to_pfn_prot);
EXPORT_SYMBOL_GPL(gfn_to_hva_memslot);
EXPORT_SYMBOL_GPL(kvm_vcpu_gfn_to_hva);
EXPORT_SYMBOL_GPL(kvm_vcpu_read_guest);
EXPORT_SYMBOL_GPL(kvm_vcpu_read_guest_page);
EXPORT_SYMBOL_GPL(kvm_vcpu_read_guest_atomic);
EXPORT_SYMBOL_GPL(kvm_vcpu_write_guest);
EXPORT_SYMBOL_GPL(kvm_vcpu_write_guest_page);
EXPORT_SYMBOL_GPL(kvm_vcpu_mark_page_dirty);
EXPORT_SYMBOL_GPL(gfn_to_pfn_memslot);
EXPORT_SYMBOL_GPL(__gfn_to_pfn_memslot);
EXPORT_SYMBOL_GPL(kvm_vcpu_is_visible_gfn);
