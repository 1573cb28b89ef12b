// SPDX-License-Identifier: GPL-2.0-only
/*
 * Edits on hand-made facts: each case is a text before and after. Every call
 * of an accessor in it is a site: "E->kvm" is direct, "kvm" alone the alias of
 * vcpu that "struct kvm *kvm" declares. Add a case to cases[].
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "edit/changes.h"
#include "edit/fix.h"
#include "tables/tables.h"
#include "text/text.h"

#define DECLS	"kvm_vcpu_read_guest:vcpu gpa data len:v o q o\n" \
		"kvm_vcpu_gfn_to_hva:vcpu gfn:v o\n" \
		"kvm_vcpu_memslots:vcpu:v\n" \
		"kvm_vcpu_mark_page_dirty:vcpu gfn:v o\n" \
		"kvm_vcpu_gfn_to_memslot:vcpu gfn:v o\n" \
		"gfn_to_pfn_memslot:slot gfn:m o\n" \
		"__gfn_to_pfn_memslot:slot gfn atomic interruptible async write_fault writable hva:" \
		"m o o o q o q q\n"

#define SUM_OF_10 " + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1"
#define SUM_OF_50 SUM_OF_10 SUM_OF_10 SUM_OF_10 SUM_OF_10 SUM_OF_10

static const struct {
	const char *name, *before, *after;
} cases[] = {
	{ "a direct call",
	  "int f(void)\n{\n\treturn kvm_read_guest(vcpu->kvm, gpa, &x, msr_index/8);\n}\n",
	  "int f(void)\n{\n\treturn kvm_vcpu_read_guest(vcpu, gpa, &x, msr_index/8);\n}\n" },
	{ "an embedded vCPU",
	  "{\n\tr = kvm_read_guest(svm->vcpu.kvm, gpa, &x, 1);\n}\n",
	  "{\n\tr = kvm_vcpu_read_guest(&svm->vcpu, gpa, &x, 1);\n}\n" },
	{ "continuation lines stay aligned",
	  "{\n\tif (kvm_read_guest(vcpu->kvm, gpa, &x,\n\t\t\t   sizeof(x)) ||\n\t    y)\n\t\tz();\n}\n",
	  "{\n\tif (kvm_vcpu_read_guest(vcpu, gpa, &x,\n\t\t\t\tsizeof(x)) ||\n\t    y)\n\t\tz();\n}\n" },
	{ "lines indented otherwise stay",
	  "{\n\tr = kvm_read_guest(vcpu->kvm, gpa, &x,\n\t\tsizeof(x));\n}\n",
	  "{\n\tr = kvm_vcpu_read_guest(vcpu, gpa, &x,\n\t\tsizeof(x));\n}\n" },
	{ "a call that moves moves its lines",
	  "{\n\tg(gfn_to_hva(vcpu->kvm, a), h(b,\n\t\t\t\t      c),\n\t  d);\n}\n",
	  "{\n\tg(kvm_vcpu_gfn_to_hva(vcpu, a), h(b,\n\t\t\t\t\t  c),\n\t  d);\n}\n" },
	{ "nested calls",
	  "{\n\tr = kvm_read_guest(vcpu->kvm,\n\t\t\t   gfn_to_hva(vcpu->kvm,\n\t\t\t\t      a),\n\t\t\t   x, y);\n}\n",
	  "{\n\tr = kvm_vcpu_read_guest(vcpu,\n\t\t\t\tkvm_vcpu_gfn_to_hva(vcpu,\n\t\t\t\t\t\t    a),\n\t\t\t\tx, y);\n}\n" },
	{ "a comment in between",
	  "{\n\tr = kvm_read_guest(vcpu->kvm, gpa, /* here */\n\t\t\t   /* there */ x, y);\n}\n",
	  "{\n\tr = kvm_vcpu_read_guest(vcpu, gpa, /* here */\n\t\t\t\t/* there */ x, y);\n}\n" },
	{ "comments in the argument stay",
	  "{\n\tr = kvm_read_guest(/* a */ svm /* b */ ->vcpu./* c */kvm /* d */, gpa, &x, 1);\n}\n",
	  "{\n\tr = kvm_vcpu_read_guest(/* a */ &svm /* b */ ->vcpu/* c */ /* d */, gpa, &x, 1);\n}\n" },
	{ "a line comment in the argument stays one",
	  "{\n\tr = kvm_read_guest(vcpu // whose\n\t\t\t   ->kvm, gpa, &x, 1);\n}\n",
	  "{\n\tr = kvm_vcpu_read_guest(vcpu // whose\n\t\t\t\t, gpa, &x, 1);\n}\n" },
	{ "a line comment behind the last argument stays one",
	  "{\n\tp = gfn_to_pfn_prot(vcpu->kvm, g, true, &w // set\n\t\t\t    );\n}\n",
	  "{\n\tp = __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, g), g, false, false, NULL, true,\n\t\t\t\t &w, NULL // set\n\t\t\t\t );\n}\n" },
	{ "comments stay in an argument that is too long to be compared",
	  "{\n\tp = gfn_to_pfn_prot(vcpu /* whose */ ->kvm, g" SUM_OF_50 ", true, &w);\n}\n",
	  "{\n\tp = __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, g" SUM_OF_50 ") /* whose */, g" SUM_OF_50
	  ", false, false, NULL, true, &w, NULL);\n}\n" },
	{ "a directive in the first argument",
	  "{\n\tr = kvm_read_guest(\n#ifdef A\n\t\t\t   vcpu->kvm,\n#else\n\t\t\t   v->kvm,\n#endif\n\t\t\t   c);\n}\n",
	  "{\n\tr = kvm_read_guest(\n#ifdef A\n\t\t\t   vcpu->kvm,\n#else\n\t\t\t   v->kvm,\n#endif\n\t\t\t   c);\n}\n" },
	{ "a directive in the declaration",
	  "{\n\tstruct kvm *kvm =\n#ifdef A\n\t\tvcpu->kvm;\n#else\n\t\tv->kvm;\n#endif\n\n\tgfn_to_hva(kvm, a);\n}\n",
	  "{\n\tstruct kvm *kvm =\n#ifdef A\n\t\tvcpu->kvm;\n#else\n\t\tv->kvm;\n#endif\n\n\tgfn_to_hva(kvm, a);\n}\n" },
	{ "#ifdef in the middle",
	  "{\n\tr = kvm_read_guest(vcpu->kvm, gpa,\n#ifdef A\n\t\t\t   b,\n#endif\n\t\t\t   c);\n}\n",
	  "{\n\tr = kvm_vcpu_read_guest(vcpu, gpa,\n#ifdef A\n\t\t\t\tb,\n#endif\n\t\t\t\tc);\n}\n" },
	{ "a macro's backslashes keep their column",
	  "#define R(vcpu, x)\t\t\t\\\n({\t\t\t\t\t\t\\\n\tkvm_read_guest((vcpu)->kvm, x, y, z);\t\\\n})\n",
	  "#define R(vcpu, x)\t\t\t\\\n({\t\t\t\t\t\t\\\n\tkvm_vcpu_read_guest(vcpu, x, y, z);\t\\\n})\n" },
	{ "unless the text passes them",
	  "#define R(v)\tgfn_to_hva(v->kvm, x)\t\\\n\t+ 1\n",
	  "#define R(v)\tkvm_vcpu_gfn_to_hva(v, x)\t\\\n\t+ 1\n" },
	{ "a line that gets too long is broken",
	  "{\n\tif (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa && mark_page_dirty(v->kvm, gpa_to_gfn(xxxxxxxx)))\n\t\tx();\n}\n",
	  "{\n\tif (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa && kvm_vcpu_mark_page_dirty(v,\n\t\t\t\t\t\t\t\t\t       gpa_to_gfn(xxxxxxxx)))\n\t\tx();\n}\n" },
	{ "even if only its end is",
	  "{\n\tif (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa && mark_page_dirty(v->kvm, gpa_to_gfn(xxxxxxxx)))\n\t\tx();\n}\n",
	  "{\n\tif (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa && kvm_vcpu_mark_page_dirty(v,\n\t\t\t\t\t\t\t\t\t    gpa_to_gfn(xxxxxxxx)))\n\t\tx();\n}\n" },
	{ "one that just fits is not",
	  "{\n\tif (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa && mark_page_dirty(v->kvm, gpa_to_gfn(xxxxxxxx)))\n\t\tx();\n}\n",
	  "{\n\tif (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa && kvm_vcpu_mark_page_dirty(v, gpa_to_gfn(xxxxxxxx)))\n\t\tx();\n}\n" },
	{ "nor one that was too long",
	  "{\n\tif (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa && mark_page_dirty(v->kvm, gpa_to_gfn(xxxxxxxx)))\n\t\tx();\n}\n",
	  "{\n\tif (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa && kvm_vcpu_mark_page_dirty(v, gpa_to_gfn(xxxxxxxx)))\n\t\tx();\n}\n" },
	{ "an alias, and its declaration with the blank line",
	  "{\n\tstruct kvm *kvm = vcpu->kvm;\n\n\treturn gfn_to_hva(kvm, a) + gfn_to_hva(kvm, b);\n}\n",
	  "{\n\treturn kvm_vcpu_gfn_to_hva(vcpu, a) + kvm_vcpu_gfn_to_hva(vcpu, b);\n}\n" },
	{ "other declarations stay",
	  "{\n\tint r;\n\tstruct kvm *kvm = vcpu->kvm;\t/* short */\n\n\tr = gfn_to_hva(kvm, a);\n}\n",
	  "{\n\tint r;\n\n\tr = kvm_vcpu_gfn_to_hva(vcpu, a);\n}\n" },
	{ "an alias that is still used stays",
	  "{\n\tstruct kvm *kvm = vcpu->kvm;\n\n\tuse(kvm);\n\tgfn_to_hva(kvm, a);\n}\n",
	  "{\n\tstruct kvm *kvm = vcpu->kvm;\n\n\tuse(kvm);\n\tkvm_vcpu_gfn_to_hva(vcpu, a);\n}\n" },
	{ "one of several declarators, the first",
	  "{\n\tstruct kvm *kvm = vcpu->kvm, *b;\n\n\tgfn_to_hva(kvm, a);\n}\n",
	  "{\n\tstruct kvm *b;\n\n\tkvm_vcpu_gfn_to_hva(vcpu, a);\n}\n" },
	{ "one of several declarators, the last",
	  "{\n\tstruct kvm *b, *kvm = vcpu->kvm;\n\n\tgfn_to_hva(kvm, a);\n}\n",
	  "{\n\tstruct kvm *b;\n\n\tkvm_vcpu_gfn_to_hva(vcpu, a);\n}\n" },
	{ "an assignment goes with the declaration",
	  "{\n\tstruct kvm *kvm;\n\n\tkvm = vcpu->kvm;\n\tgfn_to_hva(kvm, a);\n}\n",
	  "{\n\tkvm_vcpu_gfn_to_hva(vcpu, a);\n}\n" },
	{ "an initialiser with a side effect keeps all",
	  "{\n\tstruct kvm *kvm = get(vcpu)->kvm;\n\n\tgfn_to_hva(kvm, a);\n}\n",
	  "{\n\tstruct kvm *kvm = get(vcpu)->kvm;\n\n\tgfn_to_hva(kvm, a);\n}\n" },
	{ "a conversion is no side effect",
	  "{\n\tstruct kvm *kvm = to_svm(vcpu)->vcpu.kvm;\n\tint a;\n\n\tgfn_to_hva(kvm, a);\n}\n",
	  "{\n\tint a;\n\n\tkvm_vcpu_gfn_to_hva(vcpu, a);\n}\n" },
	{ "code that this build leaves out uses it",
	  "{\n\tstruct kvm *kvm = vcpu->kvm;\n\n\tgfn_to_hva(kvm, a);\n#if 0\n\tuse(kvm);\n#endif\n}\n",
	  "{\n\tstruct kvm *kvm = vcpu->kvm;\n\n\tgfn_to_hva(kvm, a);\n#if 0\n\tuse(kvm);\n#endif\n}\n" },
	{ "the memslot form, the gfn twice",
	  "{\n\tp = gfn_to_pfn(vcpu->kvm, g + 1);\n}\n",
	  "{\n\tp = gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, g + 1), g + 1);\n}\n" },
	{ "not where that has a side effect",
	  "{\n\tp = gfn_to_pfn(vcpu->kvm, g++);\n}\n",
	  "{\n\tp = gfn_to_pfn(vcpu->kvm, g++);\n}\n" },
	{ "the memslot form's other parameters",
	  "{\n\tp = gfn_to_pfn_prot(vcpu->kvm, g, true, &w);\n}\n",
	  "{\n\tp = __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, g), g, false, false, NULL, true,\n\t\t\t\t &w, NULL);\n}\n" },
	{ "no vCPU form",
	  "{\n\tp = gfn_to_page(vcpu->kvm, g);\n}\n",
	  "{\n\tp = gfn_to_page(vcpu->kvm, g);\n}\n" },
	{ "calls on one line",
	  "{\n\tx(gfn_to_hva(vcpu->kvm, a), gfn_to_hva(vcpu->kvm, b),\n\t  gfn_to_hva(vcpu->kvm, c));\n}\n",
	  "{\n\tx(kvm_vcpu_gfn_to_hva(vcpu, a), kvm_vcpu_gfn_to_hva(vcpu, b),\n\t  kvm_vcpu_gfn_to_hva(vcpu, c));\n}\n" },
};

struct world {
	struct strtab *st;
	struct facts facts;
	struct findings findings;
	struct verdict *v;
	size_t n_v;
};

static void add_decls(struct world *w, const char *s)
{
	while (*s) {
		struct fact_decl *d = facts_add_decl(&w->facts);
		size_t name = strcspn(s, ":"), params = strcspn(s + name + 1, ":");
		const char *types = s + name + params + 2;

		d->name = strtab_addn(w->st, s, name);
		d->params = strtab_addn(w->st, s + name + 1, params);
		d->types = strtab_addn(w->st, types, strcspn(types, "\n"));
		d->file = "include/linux/kvm_host.h";
		s = types + strcspn(types, "\n") + 1;
	}
}

/* Mentions of kvm after its declarator, #if 0 left out. */
static int count_uses(const char *text, size_t from)
{
	const char *end = strstr(text, "#if 0");
	struct lexer lx;
	struct token t, prev = { .kind = TOK_END };
	int n = 0;

	lex_init(&lx, text, strlen(text));
	for (; lex_next(&lx, &t); prev = t)
		n += token_is(&lx, &t, "kvm") && t.off >= from && text[prev.off] != '.' &&
		     text[prev.off] != '-' && (!end || text + t.off < end);
	return n;
}

static void add_local(struct world *w, const char *text)
{
	const char *type = strstr(text, "struct kvm *"), *name = type ? strstr(type, "*kvm") : NULL;
	struct fact_local *l;

	if (!name)
		return;
	l = facts_add_local(&w->facts);
	l->name = "kvm";
	l->file = "a.c";
	l->off = name - text;
	l->end = l->off + strcspn(name, ",;");
	l->decl_off = type - text;
	l->uses = count_uses(text, l->end);
	l->sets = strstr(text, "\tkvm = ") != NULL;
	l->effect = strstr(text, "= get(") ? "get()" : "";
}

static void add_site(struct world *w, const char *text, const struct token *t)
{
	struct fact_site *s = facts_add_site(&w->facts);
	const char *kvm;
	struct calltext c;

	calltext_parse(text, strlen(text), t->off, &c);
	kvm = strtab_addn(w->st, text + c.arg[0].off, c.arg[0].len);
	s->accessor = strtab_addn(w->st, text + t->off, t->len);
	s->file = "a.c";
	s->line = t->line;
	s->col = t->column;
	s->form = strcmp(kvm, "kvm") ? "d" : "o";
	s->kvm_text = kvm;
	s->vcpu_text = s->form[0] == 'd' ? calltext_vcpu(w->st, kvm) : "vcpu";
	s->local = s->form[0] == 'd' ? -1 : 0;
	s->name_off = t->off;
	s->name_len = t->len;
	s->arg_off = c.arg[0].off;
	s->arg_len = c.arg[0].len;
}

static void add_sites(struct world *w, const char *text)
{
	struct lexer lx;
	struct token t;

	lex_init(&lx, text, strlen(text));
	while (lex_next(&lx, &t))
		if (t.kind == TOK_IDENT && accessor_findn(text + t.off, t.len))
			add_site(w, text, &t);
}

static void add_findings(struct world *w)
{
	w->v = calloc(w->facts.n_site + 1, sizeof(*w->v));
	for (; w->n_v < w->facts.n_site; w->n_v++) {
		const struct fact_site *s = &w->facts.sites[w->n_v];
		enum context ctx = s->form[0] == 'd' ? CTX_DIRECT : CTX_ALIAS;
		struct finding *f = findings_add(&w->findings);

		f->file = s->file;
		f->line = s->line;
		f->column = s->col;
		f->accessor = s->accessor;
		f->context = ctx;
		w->v[w->n_v] = (struct verdict){
			.unit = &w->facts, .site = s, .context = ctx, .vcpu = s->vcpu_text,
		};
	}
}

/* The text with the edits of its findings; the diff, too, must not crash. */
static char *fixed(const char *text)
{
	struct world w = { .st = strtab_new() };
	struct facts *units[] = { &w.facts };
	struct source src = { .path = "a.c", .text = (char *)text, .len = strlen(text) };
	struct sources sources = { .tree = "", .v = &src, .n = 1 };
	struct strbuf out = STRBUF_INIT, diff = STRBUF_INIT;
	struct changes c = { NULL, 0 };
	struct fix_input in;

	facts_init(&w.facts);
	w.facts.unit = "a.c";
	w.facts.module = "kvm";
	add_decls(&w, DECLS);
	add_local(&w, text);
	add_sites(&w, text);
	add_findings(&w);
	in = (struct fix_input){ units, 1, w.v, w.n_v, &sources, w.st, NULL };
	fix_findings(&w.findings, &in);
	for (size_t i = 0; i < w.findings.n; i++)
		for (size_t j = 0; j < w.findings.v[i].n_edits; j++)
			changes_add(&c, w.findings.v[i].edits[j].off, w.findings.v[i].edits[j].len,
				    w.findings.v[i].edits[j].text, i);
	changes_sort(&c);
	strbuf_reset(&out);
	changes_apply(&c, text, strlen(text), &out);
	changes_diff(&c, "a.c", text, strlen(text), &diff);
	changes_release(&c);
	findings_release(&w.findings);
	facts_release(&w.facts);
	free(w.v);
	strtab_free(w.st);
	strbuf_release(&diff);
	return out.buf;
}

static void print_lines(const char *what, const char *s)
{
	printf("# %s:\n", what);
	while (*s) {
		int n = strcspn(s, "\n");

		printf("#   %.*s\n", n, s);
		s += n + !!s[n];
	}
}

int main(void)
{
	size_t n = ARRAY_SIZE(cases);

	printf("1..%zu\n", 2 * n);
	for (size_t i = 0; i < n; i++) {
		char *once = fixed(cases[i].before), *twice = fixed(once);
		bool ok = !strcmp(once, cases[i].after);

		printf("%sok %zu - %s\n", ok ? "" : "not ", 2 * i + 1, cases[i].name);
		if (!ok) {
			print_lines("wanted", cases[i].after);
			print_lines("got", once);
		}
		ok = !strcmp(once, twice);
		printf("%sok %zu - %s: nothing more the second time\n", ok ? "" : "not ", 2 * i + 2,
		       cases[i].name);
		free(once);
		free(twice);
	}
	return 0;
}
