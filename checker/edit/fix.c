// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "facts/facts.h"
#include "tables/tables.h"
#include "text/text.h"
#include "align.h"
#include "changes.h"
#include "fix.h"
#include "locals.h"
#include "retoken.h"
#include "treeforms.h"

struct fixer {
	const struct fix_input *in;
	struct strtab *st;
	struct treeforms *forms;
	const struct verdict **by_place;	/* sorted */
	const struct facts **includers;		/* room for all units */
};

/* A finding on its way to edits. */
struct fixing {
	struct finding *f;
	const struct verdict *const *v;		/* of its place, n of them */
	size_t n;
	const struct source *src;
	struct calltext call;
	struct code_span kvm;			/* the tokens of its first argument */
	struct form form;
	const char *vcpu;
};

/* What is changed in one file. */
struct file_fixes {
	struct changes c;
	struct local_use *uses;
	size_t n_uses;
};

static int place_cmp(const char *file, int64_t line, int64_t col, const struct fact_site *s)
{
	int d = strcmp(file, s->file);

	if (!d)
		d = (line > s->line) - (line < s->line);
	return d ? d : (col > s->col) - (col < s->col);
}

static int verdict_cmp(const void *pa, const void *pb)
{
	const struct verdict *const *a = pa, *const *b = pb;
	const struct fact_site *s = (*a)->site;
	int d = place_cmp(s->file, s->line, s->col, (*b)->site);

	/* The units come in one order, so that the result does not depend on qsort(). */
	return d ? d : (*a > *b) - (*a < *b);
}

static void fixer_init(struct fixer *x, const struct fix_input *in)
{
	x->in = in;
	x->st = in->strings;
	x->forms = treeforms_new(in->units, in->n_units, in->tree, in->strings);
	x->by_place = xcalloc(in->n_verdicts, sizeof(*x->by_place));
	x->includers = xcalloc(in->n_units + 1, sizeof(*x->includers));
	for (size_t i = 0; i < in->n_verdicts; i++)
		x->by_place[i] = &in->verdicts[i];
	if (in->n_verdicts)
		qsort(x->by_place, in->n_verdicts, sizeof(*x->by_place), verdict_cmp);
}

static void fixer_release(struct fixer *x)
{
	treeforms_free(x->forms);
	free(x->by_place);
	free(x->includers);
}

static bool at_place(const struct finding *f, const struct verdict *v)
{
	return !place_cmp(f->file, f->line, f->column, v->site) &&
	       !strcmp(f->accessor, v->site->accessor);
}

/* The verdicts of the finding's place. */
static void find_verdicts(const struct fixer *x, struct fixing *fx)
{
	size_t lo = 0, hi = x->in->n_verdicts;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int d = place_cmp(fx->f->file, fx->f->line, fx->f->column, x->by_place[mid]->site);

		if (d > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	fx->v = x->by_place + lo;
	while (lo + fx->n < x->in->n_verdicts && at_place(fx->f, x->by_place[lo + fx->n]))
		fx->n++;
}

static const char *context_refuses(const struct fixing *fx)
{
	if (fx->f->by_design)
		return "address space 0 by design";
	if (!fx->n)
		return "nothing is known of this place";
	if (fx->f->id == ID_SP_ROLE)
		return "the gfn is a shadow page's, whose role says the address space";
	return fx->f->context <= CTX_CALLERS ? NULL : context_info[fx->f->context].refusal;
}

/* The units that the code of the place ends up in: more than have a verdict, for a header. */
static struct form find_form(const struct fixer *x, const struct fixing *fx)
{
	const struct accessor *a = accessor_find(fx->f->accessor);
	size_t n = treeforms_includers(x->forms, fx->f->file, x->includers);

	if (!n)
		x->includers[n++] = fx->v[0]->unit;
	if (!a)
		return (struct form){ FORM_NONE, NULL, "not in the accessor table" };
	return treeforms_find(x->forms, a, x->includers, n);
}

/* Is the accessor's name in the text where the finding is? */
static bool is_spelled(const struct fixing *fx)
{
	size_t len, n = strlen(fx->f->accessor), col = fx->f->column - 1;
	const char *line = source_line(fx->src, fx->f->line, &len);

	return line && col + n <= len && !memcmp(line + col, fx->f->accessor, n);
}

/* A vCPU form of the accessor is of no use where nothing is written to be changed. */
static const char *spelling_refuses(struct strtab *st, const struct fixing *fx)
{
	for (size_t i = 0; i < fx->n; i++)
		if (fx->v[i]->site->flags & SITE_PASTED)
			return strtab_addf(st, "the call is not written as %s(...)%s", fx->f->accessor,
					   is_spelled(fx) ? "" : ": a macro makes it");
	return NULL;
}

/* Why there is no vCPU to write; of E->kvm, that E is not to be seen. */
static const char *lacks_vcpu(struct strtab *st, const struct fixing *fx, const struct verdict *v)
{
	const char *kvm = v->site->kvm_text;
	size_t n = strlen(kvm);

	fx->f->lacks_vcpu = v->no_vcpu;
	if (v->no_vcpu)
		return v->no_vcpu;
	if (n > 3 && !strcmp(kvm + n - 3, "kvm"))
		return strtab_addf(st, "the vCPU of %s cannot be written as an argument", kvm);
	return strtab_addf(st, "the vCPU is not written in %s: a macro makes it", kvm);
}

/* The vCPU that all verdicts of the place name, or NULL and why not. */
static const char *find_vcpu(struct strtab *st, const struct fixing *fx, const char **why)
{
	const char *vcpu = fx->v[0]->vcpu;

	for (size_t i = 0; i < fx->n; i++) {
		const struct verdict *v = fx->v[i];

		if (!v->vcpu || !*v->vcpu) {
			*why = lacks_vcpu(st, fx, v);
			return NULL;
		}
		if (strcmp(v->vcpu, vcpu)) {
			*why = "the vCPU has another name in another unit";
			return NULL;
		}
	}
	return vcpu;
}

/* Is the name of a variable that is to be written one that the file's macros have taken? */
static bool is_macro_name(const struct fixing *fx)
{
	size_t n = strcspn(fx->vcpu + strspn(fx->vcpu, "&*("), "-.[ )");
	const char *name = fx->vcpu + strspn(fx->vcpu, "&*(");
	struct token t, define = { .kind = TOK_END };
	struct lexer lx;

	lex_init(&lx, fx->src->text, fx->src->len);
	for (; lex_next(&lx, &t); define = t)
		if (t.directive && t.len == n && !memcmp(fx->src->text + t.off, name, n) &&
		    token_is(&lx, &define, "define"))
			return true;
	return false;
}

/* As scan found the argument; true where it says nothing of it. */
static bool is_pure(const struct fixing *fx, int arg)
{
	const struct facts *f = fx->v[0]->unit;

	for (size_t i = 0; i < f->n_site_arg; i++)
		if (&f->sites[f->site_args[i].site] == fx->v[0]->site && f->site_args[i].idx == arg)
			return f->site_args[i].pure;
	return true;
}

static const char *flags_refuse(struct strtab *st, const struct fixing *fx)
{
	for (size_t i = 0; i < fx->n; i++) {
		const struct fact_site *s = fx->v[i]->site;

		if (s->flags & SITE_CONST)
			return strtab_addf(st, "%s takes a struct kvm_vcpu * that is not const or volatile",
					   fx->form.kind == FORM_VCPU ? fx->form.decl->name : TO_SLOT);
		if (*s->macro && s->form[0] != 'd')
			return "in a macro, whose uses need not have that vCPU";
		if (s->form[0] != 'd' && is_macro_name(fx))
			return strtab_addf(st, "%s is a macro in this file", fx->vcpu);
		if (s->form[0] != 'd' && !is_pure(fx, 0))
			return strtab_addf(st, "%s does more than to have a value, which would be lost",
					   s->kvm_text);
	}
	return NULL;
}

/* Is there a preprocessor directive in what the edits are about? */
static bool has_directive(const struct fixing *fx)
{
	const struct calltext *c = &fx->call;

	return fx->kvm.directive ||
	       (fx->form.kind == FORM_SLOT &&
		code_span(fx->src->text, fx->src->len, c->name, c->end).directive);
}

/* Read the call as it is written, and make sure that it is the site's. */
static bool read_call(struct fixing *fx)
{
	const struct fact_site *s = fx->v[0]->site;
	struct calltext *c = &fx->call;
	bool ok;

	ok = calltext_parse(fx->src->text, fx->src->len, s->name_off, c) &&
	       c->name_len == strlen(s->accessor) && c->n_args &&
	       !memcmp(fx->src->text + c->name, s->accessor, c->name_len) &&
	       c->arg[0].off <= (size_t)s->arg_off &&
	       (size_t)(s->arg_off + s->arg_len) <= c->arg[0].off + c->arg[0].len;
	if (ok)
		fx->kvm = code_span(fx->src->text, fx->src->len, c->arg[0].off,
				    c->arg[0].off + c->arg[0].len);
	return ok && fx->kvm.end > fx->kvm.off;
}

static const char *arg_text(const struct fixer *x, const struct fixing *fx, size_t i)
{
	return calltext_fold(x->st, fx->src->text + fx->call.arg[i].off, fx->call.arg[i].len);
}

/* Which argument of the call has the parameter's name? -1: none. */
static int arg_named(const struct accessor *a, const struct calltext *c, const char *name, size_t n)
{
	const char *p = a->params;
	unsigned int i = 0;

	for (; i < c->n_args && *p; i++) {
		size_t l = strcspn(p, ",");

		if (l == n && !memcmp(p, name, n))
			return i;
		p += l;
		p += strspn(p, ", ");
	}
	return -1;
}

static const char *gfn_refuses(const struct fixing *fx)
{
	int g = accessor_gfn_param(accessor_find(fx->f->accessor));

	if (g < 0 || (unsigned int)g >= fx->call.n_args)
		return "the call has no gfn";
	if (calltext_pure(fx->src->text + fx->call.arg[g].off, fx->call.arg[g].len) && is_pure(fx, g))
		return NULL;
	return "the gfn has a side effect, and would be evaluated twice";
}

static void rename_call(const struct fixer *x, const struct fixing *fx, struct changes *c,
			size_t owner)
{
	const struct calltext *call = &fx->call;
	struct strbuf sb = STRBUF_INIT;

	changes_add(c, call->name, call->name_len, fx->form.decl->name, owner);
	retoken(c, fx->src->text, fx->src->len, fx->kvm.off, fx->kvm.end, fx->vcpu, owner, x->st);
	strbuf_addf(&sb, "%s(%s", fx->form.decl->name, fx->vcpu);
	/* Directives do not go on one line. */
	if (code_span(fx->src->text, fx->src->len, call->name, call->end).directive)
		strbuf_addstr(&sb, ", ...");
	for (size_t i = 1; i < call->n_args && sb.buf[sb.len - 1] != '.'; i++)
		strbuf_addf(&sb, ", %s", arg_text(x, fx, i));
	strbuf_addstr(&sb, ")");
	fx->f->replacement = strtab_add(x->st, sb.buf);
	strbuf_release(&sb);
}

/* A call of a memslot form, parameter by parameter. */
struct slot_writer {
	const struct fixer *x;
	const struct fixing *fx;
	struct changes *c;
	size_t owner;
	struct strbuf text, gap;	/* gap: for parameters that the VM form has not */
	size_t last;			/* the last argument seen */
};

/*
 * The memslot form has the VM form's parameters in their order, with others
 * between them: what those get is inserted before the argument that follows.
 */
static void slot_param(struct slot_writer *w, const char *name, size_t n, char type)
{
	int i = arg_named(accessor_find(w->fx->f->accessor), &w->fx->call, name, n);

	if (i <= 0) {
		strbuf_addstr(&w->gap, type == TYPE_OTHER ? "false, " : "NULL, ");
		return;
	}
	if (w->gap.len)
		changes_add(w->c, w->fx->call.arg[i].off, 0, strtab_add(w->x->st, w->gap.buf),
			    w->owner);
	strbuf_addf(&w->text, ", %s%s", w->gap.buf, arg_text(w->x, w->fx, i));
	strbuf_reset(&w->gap);
	w->last = i;
}

static void slot_tail(struct slot_writer *w)
{
	const struct source *src = w->fx->src;
	size_t off = w->fx->call.arg[w->last].off, len = w->fx->call.arg[w->last].len;
	const char *tail;

	if (w->gap.len) {
		tail = strtab_addf(w->x->st, ", %.*s", (int)w->gap.len - 2, w->gap.buf);
		changes_add(w->c, code_span(src->text, src->len, off, off + len).end, 0, tail,
			    w->owner);
		strbuf_addstr(&w->text, tail);
	}
	strbuf_addstr(&w->text, ")");
}

/* The word after this one, in a list of words. */
static const char *next_word(const char *s)
{
	s += strcspn(s, " ");
	return s + strspn(s, " ");
}

static void slot_call(const struct fixer *x, const struct fixing *fx, struct changes *c,
		      size_t owner)
{
	const char *slot = strtab_addf(x->st, "%s(%s, %s)", TO_SLOT, fx->vcpu, arg_text(x, fx, 1));
	const char *name = next_word(fx->form.decl->params);
	const char *type = next_word(fx->form.decl->types);
	struct slot_writer w = { .x = x, .fx = fx, .c = c, .owner = owner };

	strbuf_reset(&w.gap);
	changes_add(c, fx->call.name, fx->call.name_len, fx->form.decl->name, owner);
	retoken(c, fx->src->text, fx->src->len, fx->kvm.off, fx->kvm.end, slot, owner, x->st);
	strbuf_addf(&w.text, "%s(%s", fx->form.decl->name, slot);
	for (; *name && *type; name = next_word(name), type = next_word(type))
		slot_param(&w, name, strcspn(name, " "), *type);
	slot_tail(&w);
	fx->f->replacement = strtab_add(x->st, w.text.buf);
	strbuf_release(&w.gap);
	strbuf_release(&w.text);
}

/* Why the finding has no fix; NULL where it has one, and what it is made of is in fx. */
static const char *decide(const struct fixer *x, struct fixing *fx)
{
	const char *why = context_refuses(fx);

	if (why)
		return why;
	fx->form = find_form(x, fx);
	if (fx->form.kind == FORM_NONE)
		return fx->form.why;
	why = spelling_refuses(x->st, fx);
	if (why)
		return why;
	if (!read_call(fx))
		return "the call is not written in one piece";
	if (has_directive(fx))
		return "a preprocessor directive is in the middle of the call";
	fx->vcpu = find_vcpu(x->st, fx, &why);
	if (!fx->vcpu)
		return why;
	why = flags_refuse(x->st, fx);
	if (why)
		return why;
	return fx->form.kind == FORM_SLOT ? gfn_refuses(fx) : NULL;
}

static void use_add(struct file_fixes *ff, const struct fixing *fx, size_t owner)
{
	const struct verdict *v = fx->v[0];

	GROW(ff->uses, ff->n_uses);
	ff->uses[ff->n_uses++] = (struct local_use){
		.unit = v->unit,
		.local = local_of(v->unit, v->site),
		.off = fx->call.arg[0].off,
		.len = fx->call.arg[0].len,
		.owner = owner,
		.dup = v->site->flags & SITE_DUP,
	};
}

/* Of one that is not reported it is said how it would be written, and no more. */
static void fix_one(const struct fixer *x, struct finding *f, size_t owner,
		    const struct source *src, struct file_fixes *ff)
{
	struct fixing fx = { .f = f, .src = src };
	struct changes unused = { 0 }, *c = f->silent ? &unused : &ff->c;

	find_verdicts(x, &fx);
	f->replacement = NULL;
	f->no_replacement = decide(x, &fx);
	if (fx.vcpu)
		f->vcpu = fx.vcpu;
	if (f->no_replacement)
		return;
	if (fx.form.kind == FORM_SLOT)
		slot_call(x, &fx, c, owner);
	else
		rename_call(x, &fx, c, owner);
	changes_release(&unused);
	if (!f->silent)
		use_add(ff, &fx, owner);
}

static void drop_owner(struct file_fixes *ff, struct findings *l, size_t owner, const char *why)
{
	size_t n = 0;

	for (size_t i = 0; i < ff->c.n; i++)
		if (ff->c.v[i].owner != owner)
			ff->c.v[n++] = ff->c.v[i];
	ff->c.n = n;
	l->v[owner].replacement = NULL;
	l->v[owner].no_replacement = why;
}

/* Two findings must not want the same bytes; the later one gives way. */
static void drop_overlaps(struct file_fixes *ff, struct findings *l)
{
	const struct change *ch;

	changes_sort(&ff->c);
	while ((ch = changes_overlap(&ff->c))) {
		size_t owner = ch->owner;

		for (size_t i = 0; i < ff->n_uses; i++)
			if (ff->uses[i].owner == owner)
				ff->uses[i].refused = "inside a call that is rewritten itself";
		drop_owner(ff, l, owner, "inside a call that is rewritten itself");
	}
}

static void distribute(const struct changes *c, struct findings *l, const char *file)
{
	for (size_t i = 0; i < c->n; i++) {
		struct finding *f = &l->v[c->v[i].owner];

		GROW(f->edits, f->n_edits);
		f->edits[f->n_edits++] = (struct edit){ file, c->v[i].off, c->v[i].len, c->v[i].text };
	}
}

static void finish_file(const struct fixer *x, struct file_fixes *ff, struct findings *l,
			const struct source *src, const char *file)
{
	drop_overlaps(ff, l);
	locals_settle(ff->uses, ff->n_uses, src->text, src->len, &ff->c, x->st);
	for (size_t i = 0; i < ff->n_uses; i++) {
		l->v[ff->uses[i].owner].group = ff->uses[i].group + 1;
		if (ff->uses[i].refused)
			drop_owner(ff, l, ff->uses[i].owner, ff->uses[i].refused);
	}
	changes_sort(&ff->c);
	if (ff->c.n)
		align_changes(&ff->c, src->text, src->len, x->st);
	distribute(&ff->c, l, file);
	changes_release(&ff->c);
	free(ff->uses);
}

void fix_findings(struct findings *l, const struct fix_input *in)
{
	struct fixer x;
	char *done = xcalloc(l->n + 1, 1);

	fixer_init(&x, in);
	for (size_t i = 0; i < l->n; i++) {
		struct file_fixes ff = { .uses = NULL };
		const struct source *src;

		if (done[i])
			continue;
		src = source_get(in->sources, l->v[i].file);
		for (size_t j = i; j < l->n; j++) {
			if (strcmp(l->v[j].file, l->v[i].file))
				continue;
			done[j] = 1;
			fix_one(&x, &l->v[j], j, src, &ff);
		}
		finish_file(&x, &ff, l, src, l->v[i].file);
	}
	free(done);
	fixer_release(&x);
}
