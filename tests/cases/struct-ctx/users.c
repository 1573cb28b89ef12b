#include "ctx.h"

static void deeper(const struct ctx *ctx)
{
	mark_page_dirty(ctx->kvm, ctx->gfn);	// expect: vcpu-callers
}

static void middle(struct ctx *ctx, int level)
{
	if (level)
		middle(ctx, level - 1);
	deeper(ctx);
}

void vcpu_user(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct ctx ctx = {
		.kvm = vcpu->kvm,
		.gfn = gfn,
	};

	only_vcpu(&ctx);
	both(&ctx);
	middle(&ctx, 3);
}

void vm_user(struct kvm_device *dev, gfn_t gfn)
{
	struct ctx ctx;

	ctx.kvm = dev->kvm;
	ctx.gfn = gfn;
	only_vm(&ctx);
	both(&ctx);
}
