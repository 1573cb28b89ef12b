#include <linux/kvm_host.h>

void dirty_range(struct kvm *kvm, gfn_t gfn, int n);
