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
#include "text/text.h"
#include "account.h"
#include "kvmfiles.h"
#include "mentions.h"

#define DECLARED_IN "include/linux/kvm_host.h"
#define MAX_COND 64	/* nesting of conditionals; what is deeper is not described */

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

struct cond {
	size_t off;		/* of the directive that opened this branch */
	int line;
	int depth;		/* of braces, where it opened */
};

/* One file, token by token, and where in it we are. */
/* What stands between a bracket and the one that closes it. */
struct bracket {
	size_t end;		/* that one; the number of tokens where there is none */
	int commas;		/* in no bracket further inside */
};

struct walk {
	struct accounting *a;
	const char *path;
	char *buf;
	struct lexer lx;
	struct token *t;
	size_t n;
	struct bracket *at;	/* of the tokens that open one */
	struct cond cond[MAX_COND];
	int n_cond;
	int depth, paren;	/* of braces and parentheses, outside directives */
	int in_line;		/* index of the directive's '#', -1 outside */
	int func;		/* index of the name of the function we are in, -1 */
};

static int name_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const struct token *tok(const struct walk *w, size_t i)
{
	static const struct token none;

	return i < w->n ? &w->t[i] : &none;
}

static bool is(const struct walk *w, size_t i, const char *text)
{
	return i < w->n && token_is(&w->lx, &w->t[i], text);
}

static const struct accessor *accessor_here(const struct walk *w, size_t i)
{
	const struct token *t = tok(w, i);

	return t->kind == TOK_IDENT ? accessor_findn(w->buf + t->off, t->len) : NULL;
}

static void walk_tokens(struct walk *w, size_t len)
{
	struct token t;

	lex_init(&w->lx, w->buf, len);
	while (lex_next(&w->lx, &t)) {
		GROW(w->t, w->n);
		w->t[w->n++] = t;
	}
}

static bool is_any(const struct walk *w, size_t i, const char *chars)
{
	return w->t[i].kind == TOK_PUNCT && w->t[i].len == 1 && strchr(chars, w->buf[w->t[i].off]);
}

/* Once over the file: brackets may be nested as deep as there are tokens. */
static void walk_brackets(struct walk *w)
{
	size_t *open = xcalloc(w->n, sizeof(*open)), n = 0;

	w->at = xcalloc(w->n, sizeof(*w->at));
	for (size_t i = 0; i < w->n; i++) {
		w->at[i].end = w->n;
		if (is_any(w, i, "([{"))
			open[n++] = i;
		else if (n && is_any(w, i, ")]}"))
			w->at[open[--n]].end = i;
		else if (n && is_any(w, i, ","))
			w->at[open[n - 1]].commas++;
	}
	free(open);
}

/* The index of the ')' that closes the '(' at i; the end where there is none. */
static size_t closing(const struct walk *w, size_t i)
{
	return i < w->n ? w->at[i].end : w->n;
}

static int count_args(const struct walk *w, size_t open)
{
	return w->at[open].commas + (w->at[open].end > open + 1);
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
		if (is(w, i, words[k]) && tok(w, i + 1)->kind == TOK_IDENT)
			return true;
	return is(w, i, "void");
}

static bool takes_kvm(const struct walk *w, size_t open)
{
	size_t i = open + 1;

	i += is(w, i, "const");
	return is(w, i, "struct") && is(w, i + 1, "kvm") && is(w, i + 2, "*");
}

/* Is the name at i, with a '(' behind it, one that is declared or defined here? */
static bool is_declaration(const struct walk *w, size_t i)
{
	const struct token *prev = tok(w, i - 1);

	if (is_type(w, i + 2))
		return true;
	if (w->in_line >= 0 || w->depth || w->paren)
		return false;
	return prev->kind == TOK_IDENT || is(w, i - 1, "*");
}

static bool in_export(const struct walk *w, size_t i)
{
	const struct token *t = tok(w, i - 2);

	return is(w, i - 1, "(") && t->kind == TOK_IDENT && t->len >= 13 &&
	       !memcmp(w->buf + t->off, "EXPORT_SYMBOL", 13);
}

static bool is_tag_or_member(const struct walk *w, size_t i)
{
	return is(w, i - 1, ".") || is(w, i - 1, "->") || is(w, i - 1, "struct") ||
	       is(w, i - 1, "union") || is(w, i - 1, "enum");
}

/* The variable, parameter or function pointer that has this name. */
static bool is_declarator(const struct walk *w, size_t i)
{
	if (is(w, i - 1, "*") && is(w, i - 2, "(") && is(w, i + 1, ")"))
		return true;
	if (tok(w, i - 1)->kind == TOK_IDENT && !is(w, i - 1, "return"))
		return true;
	return is(w, i - 1, "*") && tok(w, i - 2)->kind == TOK_IDENT &&
	       tok(w, i - 3)->kind == TOK_IDENT;
}

/* In a directive, only the body of a macro is code. */
static bool in_dead_directive(const struct walk *w, size_t i)
{
	return w->in_line >= 0 && (!is(w, w->in_line + 1, "define") || i <= (size_t)w->in_line + 2);
}

/* The name at i is an accessor's: is it code that uses it? */
static bool is_use(const struct walk *w, size_t i, const struct accessor *acc)
{
	if (in_dead_directive(w, i) || is_tag_or_member(w, i) || in_export(w, i))
		return false;
	if (!is(w, i + 1, "("))
		return !is_declarator(w, i);
	return !is_declaration(w, i) && count_args(w, i + 1) == count_params(acc->params);
}

static void add_text(struct strbuf *sb, const struct walk *w, size_t i, size_t end)
{
	for (size_t k = i; k < end; k++) {
		const struct token *t = tok(w, k), *prev = tok(w, k - 1);

		if (k > i && prev->off + prev->len < t->off)
			strbuf_add(sb, " ", 1);
		strbuf_add(sb, w->buf + t->off, t->len);
	}
}

/* The directive at off as it is written, on one line. */
static void add_directive(struct strbuf *sb, const struct walk *w, size_t off)
{
	size_t i = 0, end;

	while (i < w->n && w->t[i].off < off)
		i++;
	for (end = i + 1; end < w->n && w->t[end].directive && !w->t[end].first; end++)
		;
	add_text(sb, w, i, end);
}

static bool is_if_zero(const struct walk *w, const struct cond *c)
{
	return !strncmp(w->buf + c->off, "#if 0", 5);
}

/* The guard of a header is no condition that is worth a word. */
static bool is_guard(const struct walk *w, const struct cond *c)
{
	return ends_in(w->path, ".h") && c == w->cond && !strncmp(w->buf + c->off, "#ifndef", 7);
}

static const struct cond *innermost(const struct walk *w)
{
	int n = w->n_cond < MAX_COND ? w->n_cond : MAX_COND;

	for (int i = 0; i < n; i++)
		if (is_if_zero(w, &w->cond[i]))
			return &w->cond[i];
	return n && !is_guard(w, &w->cond[n - 1]) ? &w->cond[n - 1] : NULL;
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
static bool file_reason(const struct walk *w, struct not_analysed *na, struct strbuf *sb)
{
	bool assembler = w->path[strlen(w->path) - 1] == 'S';

	if (!assembler && is_included(w->a, w->path))
		return false;
	na->other_arch = !assembler && !has_arch(w->a, w->path);
	strbuf_addstr(sb, assembler ? "in an assembler file" :
		      na->other_arch ? NO_BUILD_OF_ARCH : "no configuration builds it");
	return true;
}

/* Why the use at i, in a file that was read, is not a site. */
static void place_reason(const struct walk *w, size_t i, struct strbuf *sb)
{
	const struct cond *c = innermost(w);

	if (!is(w, i + 1, "(")) {
		strbuf_addstr(sb, "not called by this name: its address is taken, or it is something else");
		return;
	}
	if (w->in_line >= 0) {
		strbuf_addstr(sb, "in macro ");
		add_text(sb, w, w->in_line + 2, w->in_line + 3);
		strbuf_addstr(sb, ", which no analysed code expands");
		return;
	}
	if (!c) {
		strbuf_addstr(sb, "not a site in any build: in a function that was skipped, "
			      "or another function of the same name");
		return;
	}
	strbuf_addstr(sb, is_if_zero(w, c) ? "under a false " : "under ");
	add_directive(sb, w, c->off);
	strbuf_addf(sb, " of line %d", c->line);
	strbuf_addstr(sb, is_if_zero(w, c) ? "" : ", false in every build");
}

static void set_function(struct walk *w, struct not_analysed *na)
{
	struct strbuf sb = STRBUF_INIT;
	size_t f = w->func;

	strbuf_reset(&sb);
	if (w->in_line >= 0)	/* a macro is a function's place, as in findings */
		add_text(&sb, w, w->in_line + 2, w->in_line + 3);
	else if (w->func >= 0 && w->depth)	/* or FNAME(walk_addr) */
		add_text(&sb, w, f, is(w, closing(w, f + 1) + 1, "(") ? closing(w, f + 1) + 1 : f + 1);
	na->function = strtab_add(w->a->st, sb.buf);
	strbuf_release(&sb);
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

static void report_use(struct walk *w, size_t i, const struct accessor *acc)
{
	struct strbuf sb = STRBUF_INIT;
	struct not_analysed *na;

	if (already_said(w->a, w->path, w->t[i].line))
		return;
	na = findings_add_na(w->a->out);
	na->file = strtab_add(w->a->st, w->path);
	na->line = w->t[i].line;
	na->builds = strtab_add(w->a->st, "");
	set_function(w, na);
	strbuf_addf(&sb, "%s: ", acc->name);
	if (!file_reason(w, na, &sb))
		place_reason(w, i, &sb);
	na->reason = strtab_add(w->a->st, sb.buf);
	strbuf_release(&sb);
	w->a->added++;
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

static void step_conditional(struct walk *w, size_t i)
{
	struct cond *c;

	if (is(w, i + 1, "if") || is(w, i + 1, "ifdef") || is(w, i + 1, "ifndef")) {
		if (w->n_cond < MAX_COND)
			w->cond[w->n_cond] = (struct cond){ w->t[i].off, w->t[i].line, w->depth };
		w->n_cond++;
	} else if (w->n_cond && (is(w, i + 1, "else") || is(w, i + 1, "elif"))) {
		if (w->n_cond > MAX_COND)
			return;
		c = &w->cond[w->n_cond - 1];
		c->off = w->t[i].off;
		c->line = w->t[i].line;
		w->depth = c->depth;	/* the branches open the same braces */
	} else if (w->n_cond && is(w, i + 1, "endif")) {
		w->n_cond--;
	}
}

/* The first name in front of a '(' outside all braces; "__" is for attributes. */
static void step_function(struct walk *w, size_t i)
{
	const char *s = w->buf + w->t[i].off, *old;

	if (w->depth || w->paren || w->t[i].kind != TOK_IDENT || !is(w, i + 1, "("))
		return;
	old = w->func < 0 ? NULL : w->buf + w->t[w->func].off;
	if (!old || (!strncmp(old, "__", 2) && strncmp(s, "__", 2)))
		w->func = i;
}

static void step_punct(struct walk *w, size_t i)
{
	switch (w->buf[w->t[i].off]) {
	case '{':
		w->depth++;
		break;
	case '}':
		w->depth -= w->depth > 0;
		w->func = w->depth ? w->func : -1;
		w->paren = 0;
		break;
	case '(':
		w->paren++;
		break;
	case ')':
		w->paren -= w->paren > 0;
		break;
	case ';':
		if (!w->depth) {
			w->func = -1;
			w->paren = 0;
		}
		break;
	}
}

/* Keep track of where token i is. */
static void step(struct walk *w, size_t i)
{
	const struct token *t = &w->t[i];

	if (!t->directive) {
		w->in_line = -1;
		step_function(w, i);
		if (t->kind == TOK_PUNCT)
			step_punct(w, i);
	} else if (t->first) {
		w->in_line = i;
		step_conditional(w, i);
	}
}

static bool is_declared(const struct accounting *a, const struct accessor *acc)
{
	return a->all_declared || ptrmap_get(&a->declared, acc, NULL);
}

static void look_for_uses(struct walk *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct accessor *acc;

		step(w, i);
		acc = accessor_here(w, i);
		if (!acc || !is_declared(w->a, acc) || !is_use(w, i, acc))
			continue;
		if (!is_site(w->a, w->path, w->t[i].line, acc))
			report_use(w, i, acc);
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
static void look_for_declarations(struct walk *w)
{
	bool own = !strcmp(w->path, DECLARED_IN);

	for (size_t i = 0; i < w->n; i++) {
		const struct accessor *acc = accessor_here(w, i);

		if (!acc || !is(w, i + 1, "("))
			continue;
		if (takes_kvm(w, i + 1) || (own && is(w, i - 1, "define")))
			*ptrmap_at(&w->a->declared, acc, NULL) = w->a;
	}
}

/* -1 with errno where the file cannot be read. */
static int walk_file(struct accounting *a, const char *path, void (*look)(struct walk *w))
{
	struct walk w = { .a = a, .path = path, .in_line = -1, .func = -1 };
	struct strbuf full = STRBUF_INIT;
	size_t len;

	strbuf_addf(&full, "%s/%s", a->tree, path);
	w.buf = read_source(full.buf, &len);
	strbuf_release(&full);
	if (!w.buf)
		return -1;
	if (mentions_accessor(&a->mentions, w.buf, len)) {
		walk_tokens(&w, len);
		walk_brackets(&w);
		look(&w);
	}
	free(w.t);
	free(w.at);
	free(w.buf);
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
