// A declaration goes only if nothing that it runs is lost: names promise nothing.
#include <linux/kvm_host.h>

#define __cleanup(f) __attribute__((__cleanup__(f)))
#define __maybe_unused __attribute__((__unused__))

struct kvm_vcpu *switch_to_vcpu(struct kvm_vcpu *v);
struct kvm_vcpu *pure_to_vcpu(struct kvm_vcpu *v) __attribute__((const));
static struct kvm_vcpu *last;
static int count;

static inline struct kvm_vcpu *counting_to_vcpu(struct kvm_vcpu *v)
{
	count++;
	return v;
}

static inline struct kvm_vcpu *plain(struct kvm_vcpu *v)
{
	struct kvm_vcpu *same;

	same = v;
	return same;
}

void comma(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm;

	kvm = (switch_to_vcpu(vcpu), vcpu->kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, side effect: switch_to_vcpu()
}

void condition(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = NULL;

	kvm = (switch_to_vcpu(vcpu) ? vcpu->kvm : vcpu->kvm);
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, side effect: switch_to_vcpu()
}

void comparison(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = switch_to_vcpu(vcpu) == last ? vcpu->kvm : vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, side effect: switch_to_vcpu()
}

void statements(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm = ({ n += 2; vcpu->kvm; });

	mark_page_dirty(kvm, gfn + n);	// expect: vcpu-alias // fix: none, side effect: an assignment
}

void step(struct kvm_vcpu *vcpu, gfn_t gfn, int n)
{
	struct kvm *kvm = n++ ? vcpu->kvm : vcpu->kvm;

	mark_page_dirty(kvm, gfn + n);	// expect: vcpu-alias // fix: none, side effect: an assignment
}

void with_asm(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = ({ asm volatile("nop"); vcpu->kvm; });

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, side effect: asm
}

void leaves(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = ({ if (gfn) return; vcpu->kvm; });

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, side effect: a jump
}

/* What a function with a name like a conversion's does. */
void counts(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = counting_to_vcpu(vcpu) == last ? vcpu->kvm : vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, side effect: counting_to_vcpu()
}

void converts(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = plain(vcpu) == pure_to_vcpu(vcpu) ? vcpu->kvm : vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void unevaluated(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm = sizeof(switch_to_vcpu(vcpu)) ? vcpu->kvm : vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

/* The variable's end runs something. */
void put(struct kvm **kvmp);
void cleaned_up(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm __attribute__((cleanup(put))) = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void cleaned_up_by_macro(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm __cleanup(put) = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void attributes(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm __maybe_unused = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: kvm_vcpu_mark_page_dirty(vcpu, gfn)
}

void aligned(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	struct kvm *kvm __attribute__((aligned(64))) = vcpu->kvm;

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, its declaration cannot go
}

/* A macro declares it. */
#define DECLARE_KVM(vcpu) struct kvm *kvm = (vcpu)->kvm
void declared_by_macro(struct kvm_vcpu *vcpu, gfn_t gfn)
{
	DECLARE_KVM(vcpu);

	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, kvm would be unused, and a macro declares it
}

/* The gfn, where it is written twice. */
#define NEXT gfn++
static inline gfn_t next(gfn_t *gfn) { return (*gfn)++; }
static inline gfn_t same_gfn(gfn_t gfn) { return gfn; }
void gfns(struct kvm_vcpu *vcpu, gfn_t gfn, gfn_t *p, bool *w)
{
	gfn_to_pfn_prot(vcpu->kvm, NEXT, true, w);	// expect: vcpu-direct // fix: none, the gfn has a side effect
	gfn_to_pfn_prot(vcpu->kvm, next(p), true, w);	// expect: vcpu-direct // fix: none, the gfn has a side effect
	gfn_to_pfn_prot(vcpu->kvm, *p, true, w);	// expect: vcpu-direct // fix: __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, *p), *p, false, false, NULL, true, w, NULL)
}

/* The name is another thing by the time of the call. */
void taken_by_macro(struct vcpu_svm *svm, struct kvm_vcpu *v, gfn_t gfn)
{
	struct kvm *kvm = v->kvm;

#define v (&svm->vcpu)
	mark_page_dirty(kvm, gfn);	// expect: vcpu-alias // fix: none, v is a macro in this file
#undef v
}

void hidden(struct kvm_vcpu *vcpu, struct kvm_vcpu *other, gfn_t gfn)
{
	struct kvm *kvm = vcpu->kvm;

	{
		struct kvm_vcpu *vcpu = other;

		mark_page_dirty(kvm, gfn + vcpu->vcpu_id);	// expect: vcpu-alias // fix: none, no variable here is sure to be that vCPU
	}
}

/* Not a macro's, only in parentheses. */
int parenthesised(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	return (kvm_read_guest)(vcpu->kvm, gpa, p, 8);	// expect: vcpu-direct // fix: none, the call is not written as kvm_read_guest(...)
}
