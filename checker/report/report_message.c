// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sentence that says what is wrong at a site and what to do about it.
 */
#include <string.h>
#include "tables/tables.h"
#include "text/text.h"
#include "emit.h"

/* "f(a, b, c)" as "f(a, ...)"; what is not a plain call as it is. */
static void add_call_briefly(struct strbuf *out, const char *call)
{
	size_t len = strlen(call), name = word_len(call, len), end = len;

	if (name && call[name] == '(')
		end = part_end(call, len, name + 1, ",");
	strbuf_add(out, call, call[end] == ',' ? end : len);
	if (call[end] == ',')
		strbuf_addstr(out, ", ...)");
}

static const char *or(const char *s, const char *otherwise)
{
	return s && *s ? s : otherwise;
}

/* "gfn_to_page() looks the gfn up in address space 0": what the second parameter says. */
static void add_what(struct strbuf *out, const struct finding *f)
{
	const struct accessor *a = accessor_find(f->accessor);
	const char *param = a ? a->params + strcspn(a->params, " ") : " gpa";
	const char *what = "looks its cache up";

	if (!*param)
		what = "gives the memslots";
	else if (!strncmp(param, " gfn", 4))
		what = "looks the gfn up";
	else if (!strncmp(param, " gpa", 4))
		what = "looks the gpa up";
	strbuf_addf(out, "%s() %s %s address space 0", f->accessor, what, *param ? "in" : "of");
}

/* What to do where the finding is about a vCPU in hand. */
static void add_cure(struct strbuf *out, const struct finding *f)
{
	if (f->replacement) {
		strbuf_addstr(out, "; use ");
		add_call_briefly(out, f->replacement);
	} else if (f->no_replacement) {
		strbuf_addf(out, "; %s", f->no_replacement);
	} else {
		strbuf_addstr(out, "; it has no vCPU form in this tree");
	}
}

static void message_vcpu(const struct finding *f, struct strbuf *out)
{
	add_what(out, f);
	strbuf_addf(out, ", whatever %s is in", or(f->vcpu, "the vCPU"));
	add_cure(out, f);
}

static void message_callers(const struct finding *f, struct strbuf *out)
{
	add_what(out, f);
	if (f->vcpu) {
		strbuf_addf(out, ", whatever %s is in", f->vcpu);
		add_cure(out, f);
		return;
	}
	strbuf_addf(out, ", but %s() is only called for a vCPU", or(f->function, "this code"));
	if (f->replacement)
		add_cure(out, f);
	else
		strbuf_addf(out, "; %s", or(f->no_replacement,
			"pass the vCPU down to it and use the vCPU form"));
}

static void message_mixed(const struct finding *f, struct strbuf *out)
{
	add_what(out, f);
	if (f->passed)
		strbuf_addf(out, ", and %s() is called for a vCPU and for the VM; "
			    "let the callers say which address space they mean",
			    or(f->function, "this code"));
	else
		strbuf_addf(out, ", and %s is a vCPU's in one case and the VM's in another; "
			    "tell the cases apart", or(f->kvm_arg, "the struct kvm"));
}

static void message_foreign(const struct finding *f, struct strbuf *out)
{
	add_what(out, f);
	strbuf_addf(out, ", and %s is not the vCPU that is running; decide which address space is meant",
		    or(f->vcpu, "the vCPU"));
}

static void message_vm(const struct finding *f, struct strbuf *out)
{
	add_what(out, f);
	strbuf_addstr(out, ", on behalf of the VM");
}

static void message_unknown(const struct finding *f, struct strbuf *out)
{
	/* The chain begins where nothing more is known. */
	add_what(out, f);
	strbuf_addf(out, ", and it cannot be told whose the struct kvm is%s%s; "
		    "use the vCPU form if it can be a vCPU's",
		    f->n_why > 1 ? ": " : "", f->n_why > 1 ? f->why[0].text : "");
}

static void message_sp_role(const struct finding *f, struct strbuf *out)
{
	add_what(out, f);
	strbuf_addstr(out, ", but a shadow page's gfn belongs to the one in sp->role; ");
	if (f->replacement) {
		strbuf_addstr(out, "use ");
		add_call_briefly(out, f->replacement);
		return;
	}
	strbuf_addf(out, "use kvm_memslots_for_spte_role(%s, sp->role)", or(f->kvm_arg, "kvm"));
}

static void message_vm_as0(const struct finding *f, struct strbuf *out)
{
	const char *kvm = or(f->kvm_arg, "kvm");

	strbuf_addf(out, "%s() visits address space 0 only; visit __kvm_memslots(%s, i) for each i below "
		    "kvm_arch_nr_memslot_as_ids(%s) (KVM_ADDRESS_SPACE_NUM before 6.8)",
		    f->accessor, kvm, kvm);
}

static void message_by_design(const struct finding *f, struct strbuf *out)
{
	strbuf_addf(out, "%s() keeps address space 0 by design: %s", f->accessor, f->by_design);
}

/* Of an id that is not here ids.def says enough. */
static void (*const messages[NR_IDS])(const struct finding *f, struct strbuf *out) = {
	[ID_VCPU_DIRECT] = message_vcpu,
	[ID_VCPU_ALIAS] = message_vcpu,
	[ID_VCPU_CALLERS] = message_callers,
	[ID_VCPU_MIXED] = message_mixed,
	[ID_VCPU_FOREIGN] = message_foreign,
	[ID_VM] = message_vm,
	[ID_UNKNOWN] = message_unknown,
	[ID_SP_ROLE] = message_sp_role,
	[ID_VM_AS0] = message_vm_as0,
};

void report_message(const struct finding *f, struct strbuf *out)
{
	if (f->by_design) {
		message_by_design(f, out);
		return;
	}
	if (messages[f->id]) {
		messages[f->id](f, out);
	} else {
		add_what(out, f);
		strbuf_addf(out, ": %s", id_info[f->id].brief);
	}
	if (f->slot_use)
		strbuf_addf(out, "; %s", f->slot_use);
	if (f->reach)
		strbuf_addf(out, "; never in SMM: %s", f->reach);
}

struct json_t *json_message(const struct finding *f)
{
	struct strbuf sb = STRBUF_INIT;
	struct json_t *v;

	report_message(f, &sb);
	v = json_text(sb.buf);
	strbuf_release(&sb);
	return v;
}
