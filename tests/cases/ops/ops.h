#ifndef OPS_H
#define OPS_H
#include <linux/kvm_host.h>

struct kvm_x86_nested_ops {
	int (*write_log_dirty)(struct kvm_vcpu *vcpu, gpa_t gpa);
	void (*free_nested)(struct kvm *kvm);
};

struct kvm_x86_ops {
	int (*hardware_enable)(void);
	void (*set_apic_page)(struct kvm *kvm, gfn_t gfn);
	void (*flush_kvm)(struct kvm *kvm, gfn_t gfn);
	int (*mem_enc_ioctl)(struct kvm *kvm, gpa_t gpa);
	struct kvm_x86_nested_ops *nested_ops;
};
extern struct kvm_x86_ops kvm_x86_ops;

DECLARE_STATIC_CALL(kvm_x86_set_apic_page, *(((struct kvm_x86_ops *)0)->set_apic_page));
DECLARE_STATIC_CALL(kvm_x86_flush_kvm, *(((struct kvm_x86_ops *)0)->flush_kvm));
DECLARE_STATIC_CALL(kvm_x86_mem_enc_ioctl, *(((struct kvm_x86_ops *)0)->mem_enc_ioctl));
#define kvm_x86_call(func) static_call(kvm_x86_##func)

void kvm_x86_ops_init(const struct kvm_x86_ops *ops);
#endif
