#include <linux/kvm_host.h>

void kvmppc_dirty(struct kvm *kvm, gfn_t gfn);
