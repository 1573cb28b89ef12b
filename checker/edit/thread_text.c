// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a function whose signature is to change, and every mention of
 * it: what no build has is in no call graph, but must not break either.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "text/text.h"
#include "thread_text.h"

/* What a name is made of. */
#define WORD "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

struct looking {
	const char *tree, *function;
	const struct mention *known;
	size_t n_known;
	struct strtab *st;
	const char *file;	/* the function's own */
	struct declared *declared;
};

/* Where a function outside of a file can be mentioned. */
static const char *const folders[] = { "arch", "drivers", "include", "virt", "sound", "kernel" };

static bool is_known(const struct looking *l, const char *file, int line)
{
	for (size_t i = 0; i < l->n_known; i++)
		if (l->known[i].line == line && !strcmp(l->known[i].file, file))
			return true;
	return false;
}

/* How deep in braces the code is after the token; a '}' that starts a line ends all. */
static int next_depth(const struct lexer *lx, const struct token *t, int depth)
{
	char c = lx->buf[t->off];

	if (t->kind != TOK_PUNCT || t->directive)
		return depth;
	if (c == '{')
		return depth + 1;
	if (c == '}')
		return t->column == 1 || !depth ? 0 : depth - 1;
	return depth;
}

/* Is the token an argument of EXPORT_SYMBOL() or its like? */
static bool is_alone_in_parens(const struct lexer *lx, const struct token *t,
			       const struct token *prev)
{
	const char *p = lx->buf + t->off + t->len;

	return p[strspn(p, " \t\n")] == ')' && lx->buf[prev->off] == '(';
}

/* What follows a name's parentheses: '{' of a definition, 0 where it has none. */
static char after_parens(struct lexer lx)
{
	struct token t;
	int depth = 0;

	while (lex_next(&lx, &t)) {
		char c = t.kind == TOK_PUNCT ? lx.buf[t.off] : 0;

		depth += (c == '(') - (c == ')');
		if (depth)
			continue;
		if (c != ')')
			return 0;
		return lex_next(&lx, &t) ? lx.buf[t.off] : ';';
	}
	return 0;
}

static void add_declared(struct declared *d, const char *file)
{
	if (d->n && !strcmp(d->v[d->n - 1], file))
		return;
	GROW(d->v, d->n);
	d->v[d->n++] = file;
}

/* Outside of functions there are declarations, the definition, and EXPORT_SYMBOL(). */
static const char *look_at_mention(const struct looking *l, const char *file,
				   const struct lexer *lx, const struct token *t,
				   const struct token *prev)
{
	char next = after_parens(*lx);

	if (is_alone_in_parens(lx, t, prev))
		return NULL;
	if (!next)
		return strtab_addf(l->st, "%s:%d mentions %s(), and no build has that",
				   file, t->line, l->function);
	if (next != '{')
		add_declared(l->declared, file);
	else if (strcmp(file, l->file))
		return strtab_addf(l->st, "%s:%d has another %s()", file, t->line, l->function);
	return NULL;
}

static const char *look_into(const struct looking *l, const char *file, const char *buf, size_t len)
{
	struct token t, prev = { .kind = TOK_END };
	const char *why = NULL;
	struct lexer lx;
	int depth = 0;

	lex_init(&lx, buf, len);
	for (; !why && lex_next(&lx, &t); prev = t) {
		depth = next_depth(&lx, &t, depth);
		if (!token_is(&lx, &t, l->function) || is_known(l, file, t.line))
			continue;
		if (t.directive || depth)
			why = strtab_addf(l->st, "%s:%d mentions %s(), and no build has that",
					  file, t.line, l->function);
		else
			why = look_at_mention(l, file, &lx, &t, &prev);
	}
	return why;
}

static bool is_source(const char *name)
{
	size_t n = strlen(name);

	return n > 2 && name[n - 2] == '.' && strchr("chS", name[n - 1]);
}

static const char *look_at_file(const struct looking *l, const char *file)
{
	char *path = path_normalize(l->tree, file), *buf;
	const char *why = NULL;
	size_t len;

	buf = read_source(path, &len);
	if (buf && strstr(buf, l->function))
		why = look_into(l, file, buf, len);
	free(buf);
	free(path);
	return why;
}

static const char *look_below(const struct looking *l, const char *folder)
{
	char *path = path_normalize(l->tree, folder);
	const char *why = NULL;
	DIR *d = opendir(path);
	struct dirent *e;

	free(path);
	while (d && !why && (e = readdir(d))) {
		const char *name = strtab_addf(l->st, "%s/%s", folder, e->d_name);
		struct stat st;

		if (e->d_name[0] == '.')
			continue;
		path = path_normalize(l->tree, name);
		if (is_source(e->d_name))
			why = look_at_file(l, name);
		else if (e->d_type == DT_DIR || (e->d_type != DT_REG && !stat(path, &st) &&
						 S_ISDIR(st.st_mode)))
			why = look_below(l, name);
		free(path);
	}
	if (d)
		closedir(d);
	return why;
}

/* Is the token an '&' that takes an address? */
static bool takes_address(const char *buf, const struct token *t)
{
	size_t i = t->off;

	if (t->kind != TOK_PUNCT || t->len != 1 || buf[i] != '&')
		return false;
	while (i && strchr(" \t\n", buf[i - 1]))
		i--;
	return !i || !strchr(WORD ")]&", buf[i - 1]);
}

/*
 * What a use of the parameter says against it. A function that locks the VM, or
 * changes parts of it in place, does its work for the VM, whoever calls it.
 */
static const char *use_refuses(const struct looking *l, const char *param, const char *after,
			       bool address)
{
	after += strspn(after, " \t");
	if (address && !strncmp(after, "->", 2))
		return strtab_addf(l->st, "%s() works on the VM: &%s%.*s", l->function, param,
				   (int)(2 + strspn(after + 2, WORD)), after);
	if (address || (*after == '=' && after[1] != '='))
		return strtab_addf(l->st, "%s() changes its %s", l->function, param);
	return NULL;
}

/* Within the function: is the new name free, and does the old one keep its value? */
static const char *look_inside(const struct looking *l, const char *param, const char *buf,
			       size_t len, int line, int end_line)
{
	struct token t, prev = { .kind = TOK_END };
	const char *why = NULL;
	struct lexer lx;

	lex_init(&lx, buf, len);
	for (; !why && lex_next(&lx, &t) && t.line <= end_line; prev = t) {
		bool member = buf[prev.off] == '.' || (prev.len == 2 && buf[prev.off] == '-');

		if (t.line < line || member)
			continue;
		if (token_is(&lx, &t, "vcpu"))
			return strtab_addf(l->st, "%s() has something named vcpu", l->function);
		if (token_is(&lx, &t, param) && !token_is(&lx, &prev, "struct"))
			why = use_refuses(l, param, buf + t.off + t.len,
					  takes_address(buf, &prev));
	}
	return why;
}

const char *thread_text_refuses(const char *tree, const char *function, const char *param,
				const char *file, int line, int end_line, bool everywhere,
				const struct mention *known, size_t n, struct strtab *st,
				struct declared *declared)
{
	struct looking l = { tree, function, known, n, st, file, declared };
	char *path = path_normalize(tree, file);
	const char *why = "its file cannot be read";
	size_t len;
	char *buf = read_source(path, &len);

	if (buf)
		why = look_inside(&l, param, buf, len, line, end_line);
	free(buf);
	free(path);
	if (!why && !everywhere)
		return look_at_file(&l, file);
	for (size_t i = 0; i < ARRAY_SIZE(folders) && !why && everywhere; i++)
		why = look_below(&l, folders[i]);
	return why;
}

/* Set, stepped, handed over by its address, or declared again. */
static bool is_changed(const char *buf, const struct token *prev, const struct token *t,
		       unsigned int *declared)
{
	const char *after = buf + t->off + t->len, *before = buf + prev->off;

	if (*before == '*') {
		while (before > buf && strchr(" \t\n", before[-1]))
			before--;
		*declared += before - buf >= 8 && !strncmp(before - 8, "kvm_vcpu", 8);
		before = buf + prev->off;
	}
	after += strspn(after, " \t\n");
	if (!strncmp(after, "->", 2))	/* "&vcpu->kvm->mmu_lock" is no address of vcpu */
		return false;
	if (takes_address(buf, prev) || !strncmp(before, "++", 2) || !strncmp(before, "--", 2))
		return true;
	return (*after == '=' && after[1] != '=') ||
	       (*after && strchr("+-", *after) && (after[1] == '=' || after[1] == *after));
}

bool thread_text_is_kept(const char *tree, const char *param, const char *file, int line,
			 int end_line)
{
	char *path = path_normalize(tree, file), *buf;
	struct token t, prev = { .kind = TOK_END };
	unsigned int declared = 0;
	bool changed;
	size_t len;
	struct lexer lx;

	buf = read_source(path, &len);
	free(path);
	changed = !buf;
	lex_init(&lx, buf ? buf : "", buf ? len : 0);
	for (; !changed && lex_next(&lx, &t) && t.line <= end_line; prev = t) {
		bool member = buf[prev.off] == '.' || (prev.len == 2 && buf[prev.off] == '-' &&
						       buf[prev.off + 1] == '>');

		if (t.line >= line && !member && token_is(&lx, &t, param))
			changed = is_changed(buf, &prev, &t, &declared);
	}
	free(buf);
	return !changed && declared < 2;
}
