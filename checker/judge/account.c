// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which accessor tokens are neither a site nor anything but an accessor.
 *
 * By tokens alone: a call under a condition that no configuration meets looks
 * like any other here, and that is the point. What it cannot tell: a name
 * that a macro pastes together, and a function of the same name, with as many
 * parameters, that is not the accessor.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "tables/tables.h"
#include "account.h"
#include "codewalk.h"
#include "kvmfiles.h"
#include "mentions.h"

#define DECLARED_IN "include/linux/kvm_host.h"

struct accounting {
	const char *tree;
	const struct findings *sites;
	const struct finding **by_place;	/* the sites by file and line */
	const char **included;			/* sorted */
	size_t n_included;
	struct mentions mentions;
	struct ptrmap declared;		/* accessors with a struct kvm * first */
	bool all_declared;
	struct strtab *st;
	struct findings *out;
	size_t n_na;				/* of sites, before anything was added */
	int added;
};

static int name_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const struct accessor *accessor_here(const struct walk *w, size_t i)
{
	const struct token *t = walk_token(w, i);

	return t->kind == TOK_IDENT ? accessor_findn(w->buf + t->off, t->len) : NULL;
}

static int count_params(const char *params)
{
	int n = 1;

	while ((params = strchr(params, ','))) {
		params++;
		n++;
	}
	return n;
}

/* What can begin a parameter, and cannot begin an argument. */
static bool is_type(const struct walk *w, size_t i)
{
	static const char *const words[] = {
		"struct", "const", "void", "unsigned", "int", "long", "gfn_t", "gpa_t",
	};

	for (size_t k = 0; k < ARRAY_SIZE(words); k++)
		if (walk_is(w, i, words[k]) && walk_token(w, i + 1)->kind == TOK_IDENT)
			return true;
	return walk_is(w, i, "void");
}

static bool takes_kvm(const struct walk *w, size_t open)
{
	size_t i = open + 1;

	i += walk_is(w, i, "const");
	return walk_is(w, i, "struct") && walk_is(w, i + 1, "kvm") && walk_is(w, i + 2, "*");
}

/* Is the name at i, with a '(' behind it, one that is declared or defined here? */
static bool is_declaration(const struct walk *w, size_t i)
{
	const struct token *prev = walk_token(w, i - 1);

	if (is_type(w, i + 2))
		return true;
	if (w->in_line >= 0 || w->depth || w->paren)
		return false;
	return prev->kind == TOK_IDENT || walk_is(w, i - 1, "*");
}

static bool in_export(const struct walk *w, size_t i)
{
	const struct token *t = walk_token(w, i - 2);

	return walk_is(w, i - 1, "(") && t->kind == TOK_IDENT && t->len >= 13 &&
	       !memcmp(w->buf + t->off, "EXPORT_SYMBOL", 13);
}

static bool is_tag_or_member(const struct walk *w, size_t i)
{
	return walk_is(w, i - 1, ".") || walk_is(w, i - 1, "->") || walk_is(w, i - 1, "struct") ||
	       walk_is(w, i - 1, "union") || walk_is(w, i - 1, "enum");
}

/* The variable, parameter or function pointer that has this name. */
static bool is_declarator(const struct walk *w, size_t i)
{
	if (walk_is(w, i - 1, "*") && walk_is(w, i - 2, "(") && walk_is(w, i + 1, ")"))
		return true;
	if (walk_token(w, i - 1)->kind == TOK_IDENT && !walk_is(w, i - 1, "return"))
		return true;
	return walk_is(w, i - 1, "*") && walk_token(w, i - 2)->kind == TOK_IDENT &&
	       walk_token(w, i - 3)->kind == TOK_IDENT;
}

/* In a directive, only the body of a macro is code. */
static bool in_dead_directive(const struct walk *w, size_t i)
{
	return w->in_line >= 0 && (!walk_is(w, w->in_line + 1, "define") || i <= (size_t)w->in_line + 2);
}

/* The name at i is an accessor's: is it code that uses it? */
static bool is_use(const struct walk *w, size_t i, const struct accessor *acc)
{
	if (in_dead_directive(w, i) || is_tag_or_member(w, i) || in_export(w, i))
		return false;
	if (!walk_is(w, i + 1, "("))
		return !is_declarator(w, i);
	return !is_declaration(w, i) && walk_count_args(w, i + 1) == count_params(acc->params);
}

static bool has_arch(const struct accounting *a, const char *path)
{
	size_t len;

	if (strncmp(path, "arch/", 5))
		return a->n_included;
	len = 5 + strcspn(path + 5, "/") + 1;
	for (size_t i = 0; i < a->n_included; i++)
		if (!strncmp(a->included[i], path, len))
			return true;
	return false;
}

static bool is_included(const struct accounting *a, const char *path)
{
	return a->n_included && bsearch(&path, a->included, a->n_included, sizeof(path), name_cmp);
}

/* Why the whole file has no sites; false where it should have them. */
static bool file_reason(const struct accounting *a, const struct walk *w,
			struct not_analysed *na, struct strbuf *sb)
{
	bool assembler = w->path[strlen(w->path) - 1] == 'S';

	if (!assembler && is_included(a, w->path))
		return false;
	na->other_arch = !assembler && !has_arch(a, w->path);
	strbuf_addstr(sb, assembler ? "in an assembler file" :
		      na->other_arch ? NO_BUILD_OF_ARCH : "no configuration builds it");
	return true;
}

/* Why the use at i, in a file that was read, is not a site. */
static void place_reason(const struct walk *w, size_t i, struct strbuf *sb)
{
	const struct cond *c = walk_innermost(w);

	if (!walk_is(w, i + 1, "(")) {
		strbuf_addstr(sb, "not called by this name: its address is taken, or it is something else");
		return;
	}
	if (w->in_line >= 0) {
		strbuf_addstr(sb, "in macro ");
		walk_add_text(sb, w, w->in_line + 2, w->in_line + 3);
		strbuf_addstr(sb, ", which no analysed code expands");
		return;
	}
	if (!c) {
		strbuf_addstr(sb, "not a site in any build: in a function that was skipped, "
			      "or another function of the same name");
		return;
	}
	strbuf_addstr(sb, walk_is_if_zero(w, c) ? "under a false " : "under ");
	walk_add_directive(sb, w, c->off);
	strbuf_addf(sb, " of line %d", c->line);
	strbuf_addstr(sb, walk_is_if_zero(w, c) ? "" : ", false in every build");
}

static const char *function_of(const struct walk *w, struct strtab *st)
{
	struct strbuf sb = STRBUF_INIT;
	const char *name;

	strbuf_reset(&sb);
	walk_function(w, &sb);
	name = strtab_add(st, sb.buf);
	strbuf_release(&sb);
	return name;
}

static bool already_said(const struct accounting *a, const char *path, int line)
{
	for (size_t i = 0; i < a->n_na; i++) {
		const struct not_analysed *na = &a->sites->na[i];

		if (!strcmp(na->file, path) && (na->line == line || (!na->line && !*na->function)))
			return true;
	}
	return false;
}

static void report_use(struct accounting *a, const struct walk *w, size_t i,
		       const struct accessor *acc)
{
	struct strbuf sb = STRBUF_INIT;
	struct not_analysed *na;

	if (already_said(a, w->path, w->t[i].line))
		return;
	na = findings_add_na(a->out);
	na->file = strtab_add(a->st, w->path);
	na->line = w->t[i].line;
	na->builds = strtab_add(a->st, "");
	na->function = function_of(w, a->st);
	strbuf_addf(&sb, "%s: ", acc->name);
	if (!file_reason(a, w, na, &sb))
		place_reason(w, i, &sb);
	na->reason = strtab_add(a->st, sb.buf);
	strbuf_release(&sb);
	a->added++;
}

static int place_cmp(const struct finding *f, const char *file, int line)
{
	int d = strcmp(f->file, file);

	return d ? d : (f->line > line) - (f->line < line);
}

static int site_cmp(const void *pa, const void *pb)
{
	const struct finding *a = *(const struct finding *const *)pa;
	const struct finding *b = *(const struct finding *const *)pb;

	return place_cmp(a, b->file, b->line);
}

/* Is there a site of the accessor on the token's line? */
static bool is_site(const struct accounting *a, const char *file, int line, const struct accessor *acc)
{
	size_t lo = 0, hi = a->sites->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (place_cmp(a->by_place[mid], file, line) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < a->sites->n && !place_cmp(a->by_place[lo], file, line); lo++)
		if (!strcmp(a->by_place[lo]->accessor, acc->name))
			return true;
	return false;
}

static bool is_declared(const struct accounting *a, const struct accessor *acc)
{
	return a->all_declared || ptrmap_get(&a->declared, acc, NULL);
}

static void look_for_uses(struct accounting *a, struct walk *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct accessor *acc;

		walk_step(w, i);
		acc = accessor_here(w, i);
		if (!acc || !is_declared(a, acc) || !is_use(w, i, acc))
			continue;
		if (!is_site(a, w->path, w->t[i].line, acc))
			report_use(a, w, i, acc);
	}
}

static void add_whole(struct accounting *a, const char *path, const char *reason)
{
	struct not_analysed *na;

	if (already_said(a, path, 0))
		return;
	na = findings_add_na(a->out);
	na->file = strtab_add(a->st, path);
	na->function = "";
	na->reason = strtab_add(a->st, reason);
	na->builds = "";
}

/* A file that is no source is said not to have been analysed; another stops the work. */
static int cannot_read(struct accounting *a, const char *path)
{
	struct strbuf why = STRBUF_INIT;
	int err = errno;

	if (err == ENXIO || err == EFBIG) {
		source_refusal(strtab_addf(a->st, "%s/%s", a->tree, path), &why);
		add_whole(a, path, why.len ? why.buf : strerror(err));
		strbuf_release(&why);
		return 0;
	}
	return error("cannot read %s/%s to account for it: %s", a->tree, path, strerror(err));
}

/* A declaration with a struct kvm * first, or a macro of KVM's own, is the accessor. */
static void look_for_declarations(struct accounting *a, struct walk *w)
{
	bool own = !strcmp(w->path, DECLARED_IN);

	for (size_t i = 0; i < w->n; i++) {
		const struct accessor *acc = accessor_here(w, i);

		if (!acc || !walk_is(w, i + 1, "("))
			continue;
		if (takes_kvm(w, i + 1) || (own && walk_is(w, i - 1, "define")))
			*ptrmap_at(&a->declared, acc, NULL) = a;
	}
}

/* -1 with errno where the file cannot be read. */
static int walk_file(struct accounting *a, const char *path,
		     void (*look)(struct accounting *a, struct walk *w))
{
	const char *full = strtab_addf(a->st, "%s/%s", a->tree, path);
	struct walk w;
	size_t len;
	char *text = read_source(full, &len);

	if (!text)
		return -1;
	if (mentions_accessor(&a->mentions, text, len)) {
		walk_start(&w, path, text, len);
		look(a, &w);
		walk_end(&w);
	}
	free(text);
	return 0;
}

/* Architectures have accessors of their own. A tree without the header, as in a test, has all. */
static int find_declarations(struct accounting *a, const struct names *files)
{
	if (walk_file(a, DECLARED_IN, look_for_declarations)) {
		a->all_declared = true;
		return 0;
	}
	for (size_t i = 0; i < files->n; i++)
		if (ends_in(files->v[i], ".h") && walk_file(a, files->v[i], look_for_declarations) &&
		    cannot_read(a, files->v[i]))
			return -1;
	return 0;
}

static void index_inputs(struct accounting *a, const char *const *included, size_t n)
{
	a->included = xcalloc(n, sizeof(*a->included));
	a->n_included = n;
	if (n) {
		memcpy(a->included, included, n * sizeof(*included));
		qsort(a->included, n, sizeof(*a->included), name_cmp);
	}
	a->by_place = xcalloc(a->sites->n, sizeof(*a->by_place));
	for (size_t i = 0; i < a->sites->n; i++)
		a->by_place[i] = &a->sites->v[i];
	if (a->sites->n)
		qsort(a->by_place, a->sites->n, sizeof(*a->by_place), site_cmp);
}

int account(const char *tree, const struct findings *sites, const char *const *included,
	    size_t n, struct strtab *st, struct findings *out)
{
	struct accounting a = { .tree = tree, .sites = sites, .st = st, .out = out,
				.n_na = sites->n_na };
	struct names files = { NULL, 0 };
	int ret = kvm_files(tree, &files);

	mentions_init(&a.mentions);
	index_inputs(&a, included, n);
	if (!ret)
		ret = find_declarations(&a, &files);
	for (size_t i = 0; i < files.n && !ret; i++)
		if (walk_file(&a, files.v[i], look_for_uses))
			ret = cannot_read(&a, files.v[i]);
	names_release(&files);
	free(a.by_place);
	free(a.included);
	ptrmap_release(&a.declared);
	mentions_release(&a.mentions);
	return ret ? ret : a.added;
}
