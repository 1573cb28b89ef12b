#include <linux/kvm_host.h>

struct ctx {
	struct kvm *kvm;
	gfn_t gfn;
};

void only_vcpu(struct ctx *ctx);
void only_vm(struct ctx *ctx);
void both(struct ctx *ctx);
