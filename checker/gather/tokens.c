// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memrchr() */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "tables/tables.h"
#include "text/text.h"
#include "tokens.h"

#define MAX_DEPTH 200	/* of #include in #include, as clang has it */
#define PASTE_MIN 4	/* letters of a name that a paste must bring along to count */

struct tokens *tokens_new(const char *tree, struct strtab *st)
{
	struct tokens *t = xcalloc(1, sizeof(*t));

	t->st = st;
	t->tree = tree;
	return t;
}

void tokens_free(struct tokens *t)
{
	size_t i, j;

	if (!t)
		return;
	for (i = 0; i < t->n; i++) {
		for (j = 0; j < t->files[i]->n_macros; j++)
			free(t->files[i]->macros[j].names);
		free(t->files[i]->macros);
		free(t->files[i]->includes);
		free(t->files[i]);
	}
	free(t->files);
	ptrmap_release(&t->by_path);
	ptrmap_release(&t->names);
	ptrmap_release(&t->absent);
	free(t);
}

static void use(struct tokens *t, const struct token_file *f, const char *name, unsigned int how)
{
	void **slot = ptrmap_at(&t->names, f, name);

	*slot = (void *)((uintptr_t)*slot | how);
}

/* Names that the kernel's call macros put in front: kvm_x86_call(x) is a call of x. */
static const char *without_prefix(const char *name)
{
	static const char *const prefixes[] = { "kvm_x86_pmu_", "kvm_x86_" };
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(prefixes); i++) {
		n = strlen(prefixes[i]);
		if (!strncmp(name, prefixes[i], n) && name[n])
			return name + n;
	}
	return NULL;
}

static void add_name(struct tokens *t, struct token_file *f, const char *name, unsigned int how)
{
	const char *rest = without_prefix(name);

	use(t, f, name, how);
	if (rest)
		use(t, f, strtab_add(t->st, rest), how);
}

static void macro_name(struct token_macro *m, const char *name)
{
	GROW(m->names, m->n);
	m->names[m->n++] = name;
}

static struct token_file *file_at(struct tokens *t, const char *path, bool header);

/* Whether it can be read; what is not there is remembered. */
static bool is_there(struct tokens *t, const char *path)
{
	if (!access(path, R_OK))
		return true;
	*ptrmap_at(&t->absent, path, NULL) = t;
	return false;
}

/* A header of KVM's, as the units of a folder name it; NULL for any other. */
static const char *find_include(struct tokens *t, const struct token_file *f, const char *name,
				size_t len, bool quoted)
{
	const char *slash = strrchr(f->path, '/'), *path;
	const char *below_tree, *end;

	if (quoted) {
		path = strtab_addf(t->st, "%.*s/%.*s", (int)(slash - f->path), f->path, (int)len,
				   name);
		if (is_there(t, path))
			return path;
	}
	/* -I arch/<arch>/kvm, whatever the folder below it */
	end = strstr(f->path, "/kvm/");
	if (quoted && end) {
		path = strtab_addf(t->st, "%.*s/kvm/%.*s", (int)(end - f->path), f->path, (int)len,
				   name);
		if (is_there(t, path))
			return path;
	}
	if (!memmem(name, len, "kvm", 3))
		return NULL;
	below_tree = strtab_addf(t->st, "%s/include/%.*s", t->tree, (int)len, name);
	if (is_there(t, below_tree))
		return below_tree;
	if (end) {
		path = strtab_addf(t->st, "%.*s/include/%.*s", (int)(end - f->path), f->path,
				   (int)len, name);
		if (is_there(t, path))
			return path;
	}
	return NULL;
}

static void add_include(struct tokens *t, struct token_file *f, const char *name, size_t len,
			bool quoted)
{
	const char *path = find_include(t, f, name, len, quoted);
	struct token_file *inc;
	char *plain;

	if (!path)
		return;
	plain = path_normalize("", path);
	inc = file_at(t, strtab_add(t->st, plain), true);
	free(plain);
	GROW(f->includes, f->n_includes);
	f->includes[f->n_includes++] = inc;
}

/* a ## b ## c: the first and the last part, "" for a parameter. */
struct pasting {
	const char *first, *last;
};

/* What the reader knows of the directive it is in. */
struct reading {
	struct lexer lx;
	enum { IN_CODE, IN_HASH, IN_DEFINE, IN_PARAMS, IN_BODY, IN_INCLUDE, IN_TEST, IN_OTHER } where;
	struct token_macro macro;
	struct ptrmap params;	/* of the macro */
	struct pasting pasting;	/* first is NULL outside of one */
	size_t name_end;	/* of the macro */
	const char *last;	/* the name just read, for x = and x ## */
	bool paste;		/* behind ## */
	bool member;		/* it stands behind . or -> */
	bool dot;
	size_t angle;		/* behind the < of an #include */
	const char *guard;	/* what the first directive tests */
	size_t n_directives;
};

/* Whether an accessor's name begins and ends like that. */
static bool makes_accessor(const struct pasting *p)
{
	size_t first = strlen(p->first), last = strlen(p->last), len;
	const struct accessor *a;
	unsigned int i;

	if (first < PASTE_MIN && last < PASTE_MIN)
		return false;
	for (i = 0; (a = accessor_at(i)); i++) {
		len = strlen(a->name);
		if (first + last <= len && !strncmp(a->name, p->first, first) &&
		    !strcmp(a->name + len - last, p->last))
			return true;
	}
	return false;
}

static void end_pasting(struct reading *r)
{
	if (r->pasting.first)
		r->macro.pastes |= makes_accessor(&r->pasting);
	r->pasting.first = NULL;
}

static const char *part_of(const struct reading *r, const char *name)
{
	return name && !ptrmap_get(&r->params, name, NULL) ? name : "";
}

static void end_directive(struct token_file *f, struct reading *r)
{
	end_pasting(r);
	if (r->where == IN_BODY) {
		GROW(f->macros, f->n_macros);
		f->macros[f->n_macros++] = r->macro;
	}
	ptrmap_release(&r->params);
	r->macro = (struct token_macro){ 0 };
	r->where = IN_CODE;
	r->last = NULL;
	r->paste = false;
}

static void begin_directive(struct reading *r, const char *name)
{
	r->n_directives++;
	r->where = !strcmp(name, "define") ? IN_DEFINE :
		   !strcmp(name, "include") ? IN_INCLUDE :
		   !strncmp(name, "if", 2) || !strncmp(name, "el", 2) ? IN_TEST : IN_OTHER;
}

static void read_macro_name(struct token_file *f, struct reading *r, const struct token *k,
			    const char *name)
{
	f->guarded |= r->n_directives == 2 && r->guard == name;
	r->macro.name = name;
	r->name_end = k->off + k->len;
	r->where = IN_BODY;
}

static void read_body_name(struct tokens *t, struct token_file *f, struct reading *r,
			   const char *name)
{
	if (r->paste)
		r->pasting.last = part_of(r, name);
	else
		end_pasting(r);
	macro_name(&r->macro, name);
	add_name(t, f, name, TOKEN_DEFINED);
}

static void read_ident(struct tokens *t, struct token_file *f, struct reading *r,
		       const struct token *k)
{
	const char *name = strtab_addn(t->st, r->lx.buf + k->off, k->len);

	switch (r->where) {
	case IN_HASH:
		begin_directive(r, name);
		return;
	case IN_DEFINE:
		read_macro_name(f, r, k, name);
		return;
	case IN_PARAMS:
		*ptrmap_at(&r->params, name, NULL) = t;
		return;
	case IN_BODY:
		read_body_name(t, f, r, name);
		break;
	case IN_TEST:
		if (r->n_directives == 1 && !r->guard && strcmp(name, "defined"))
			r->guard = name;
		use(t, f, name, TOKEN_TESTED);
		return;
	case IN_CODE:
		if (!r->last || strcmp(r->last, "struct"))	/* not the type of that name */
			add_name(t, f, name, TOKEN_CODE);
		break;
	default:
		return;
	}
	r->last = name;
	r->member = r->dot;
	r->paste = false;
}

static void read_punct(struct tokens *t, struct token_file *f, struct reading *r,
		       const struct token *k)
{
	char c = r->lx.buf[k->off];

	if (r->where == IN_CODE && k->first && c == '#')
		r->where = IN_HASH;
	if (r->where == IN_BODY && c == '(' && k->off == r->name_end)
		r->where = IN_PARAMS;
	else if (r->where == IN_PARAMS && c == ')')
		r->where = IN_BODY;
	if (r->where == IN_INCLUDE && c == '<')
		r->angle = k->off + 1;
	if (r->where == IN_INCLUDE && c == '>' && r->angle)
		add_include(t, f, r->lx.buf + r->angle, k->off - r->angle, false);
	if (c == '=' && r->lx.buf[k->off + 1] != '=' && r->last && r->member)
		use(t, f, r->last, TOKEN_STORED);
	r->paste = c == '#' && k->len == 2;
	if (!r->paste)
		end_pasting(r);
	else if (!r->pasting.first)
		r->pasting = (struct pasting){ part_of(r, r->last), "" };
	r->dot = c == '.' || (c == '-' && k->len == 2);
	r->last = NULL;
}

static void read_tokens(struct tokens *t, struct token_file *f, const char *text, size_t len)
{
	struct reading r = { .where = IN_CODE };
	struct token k;

	lex_init(&r.lx, text, len);
	while (lex_next(&r.lx, &k)) {
		if (r.where != IN_CODE && (!k.directive || k.first))
			end_directive(f, &r);
		if (k.kind == TOK_IDENT)
			read_ident(t, f, &r, &k);
		else if (k.kind == TOK_PUNCT)
			read_punct(t, f, &r, &k);
		else if (k.kind == TOK_STRING && r.where == IN_INCLUDE && k.len > 2)
			add_include(t, f, text + k.off + 1, k.len - 2, true);
		if (k.kind != TOK_PUNCT)
			r.dot = false;
	}
	end_directive(f, &r);
}

static struct token_file *file_at(struct tokens *t, const char *path, bool header)
{
	void **slot = ptrmap_at(&t->by_path, path, NULL);
	struct token_file *f = *slot;
	struct strbuf sb = STRBUF_INIT;
	size_t len;
	char *text;

	if (f)
		return f;
	errno = 0;
	f = xcalloc(1, sizeof(*f));
	*slot = f;
	f->path = path;
	f->header = header;
	GROW(t->files, t->n);
	t->files[t->n++] = f;
	text = t->depth < MAX_DEPTH ? read_source(path, &len) : NULL;
	t->depth++;
	if (text)
		read_tokens(t, f, text, len);
	else if (errno == ENXIO || errno == EFBIG)
		f->refused = strtab_add(t->st, source_refusal(path, &sb) ? : "");
	t->depth--;
	strbuf_release(&sb);
	free(text);
	return f;
}

struct token_file *tokens_add(struct tokens *t, const struct unit *u)
{
	char *plain = path_normalize(u->dir, u->file);
	const char *path = strtab_add(t->st, plain);

	free(plain);
	return file_at(t, path, false);
}

struct token_file *tokens_header(struct tokens *t, const char *path)
{
	return file_at(t, path, true);
}

const char *tokens_path(const struct tokens *t, const char *path)
{
	return tree_path(t->st, t->tree, path);
}

unsigned int tokens_use(const struct tokens *t, const struct token_file *f, const char *name)
{
	return (uintptr_t)ptrmap_get(&t->names, f, name);
}

static void mark(struct tokens *t, struct token_file *f)
{
	size_t i;

	if (f->mark == t->walk)
		return;
	f->mark = t->walk;
	for (i = 0; i < f->n_includes; i++)
		mark(t, f->includes[i]);
}

void tokens_mark(struct tokens *t, struct token_file *f)
{
	t->walk++;
	mark(t, f);
}

const struct token_file *tokens_refused(struct tokens *t, struct token_file *f)
{
	size_t i;

	tokens_mark(t, f);
	for (i = 0; i < t->n; i++)
		if (t->files[i]->mark == t->walk && t->files[i]->refused)
			return t->files[i];
	return NULL;
}

static bool macro_mentions(const struct token_macro *m, const struct ptrmap *names)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		if (ptrmap_get(names, m->names[i], NULL))
			return true;
	return m->pastes;
}

void tokens_close(struct tokens *t, struct ptrmap *names)
{
	size_t i, j;
	bool grew = true;

	while (grew) {
		grew = false;
		for (i = 0; i < t->n; i++) {
			for (j = 0; j < t->files[i]->n_macros; j++) {
				const struct token_macro *m = &t->files[i]->macros[j];

				if (ptrmap_get(names, m->name, NULL) || !macro_mentions(m, names))
					continue;
				*ptrmap_at(names, m->name, NULL) = t;
				grew = true;
			}
		}
	}
}

static bool file_uses(const struct tokens *t, const struct token_file *f,
		      const struct ptrmap *names, unsigned int uses)
{
	size_t i;

	for (i = 0; i < names->alloc; i++) {
		const struct ptrmap_slot *s = &names->slots[i];

		if (s->value && tokens_use(t, f, s->a) & uses)
			return true;
	}
	return false;
}

static bool walk(struct tokens *t, struct token_file *f, const struct ptrmap *names,
		 unsigned int uses, const struct ptrmap *done)
{
	size_t i;

	if (f->mark == t->walk)
		return false;
	f->mark = t->walk;
	if (f->header && done && ptrmap_get(done, f->path, NULL))
		return false;
	if (file_uses(t, f, names, uses))
		return true;
	for (i = 0; i < f->n_includes; i++)
		if (walk(t, f->includes[i], names, uses & ~TOKEN_DEFINED, done))
			return true;
	return false;
}

bool tokens_match(struct tokens *t, struct token_file *f, const struct ptrmap *names,
		  unsigned int uses, const struct ptrmap *done)
{
	t->walk++;
	return walk(t, f, names, uses, done);
}
