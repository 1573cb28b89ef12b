// A struct that carries the kvm: who fills it decides, path by path.
#include "ctx.h"

void only_vcpu(struct ctx *ctx)
{
	mark_page_dirty(ctx->kvm, ctx->gfn);	// expect: vcpu-callers // fix: none
}

void only_vm(struct ctx *ctx)
{
	mark_page_dirty(ctx->kvm, ctx->gfn);	// expect: vm
}

void both(struct ctx *ctx)
{
	struct kvm *kvm = ctx->kvm;

	mark_page_dirty(kvm, ctx->gfn);	// expect: vcpu-mixed
}
