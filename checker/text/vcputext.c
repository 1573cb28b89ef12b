// SPDX-License-Identifier: GPL-2.0-only
/*
 * The vCPU of an expression that is read from one: E of E->kvm, &E of E.kvm, in
 * the words and with the parentheses that an argument needs. The expression is
 * known to be that, casts and parentheses aside; where its text does not tell
 * where E ends, there is no answer.
 */
#include <string.h>

#include "base/base.h"
#include "calltext.h"
#include "lex.h"

#define MAX_TOKENS 64

/* Tokens [from, to) of an expression. */
struct expr {
	const char *s;
	struct token v[MAX_TOKENS];
	unsigned int from, to;
};

static bool is_punct(const struct expr *e, unsigned int i, const char *p)
{
	return i >= e->from && i < e->to && e->v[i].kind == TOK_PUNCT &&
	       e->v[i].len == strlen(p) && !memcmp(e->s + e->v[i].off, p, e->v[i].len);
}

static bool is_word(const struct expr *e, unsigned int i, const char *word)
{
	return i < e->to && e->v[i].kind == TOK_IDENT && e->v[i].len == strlen(word) &&
	       !memcmp(e->s + e->v[i].off, word, e->v[i].len);
}

static bool read_expr(struct expr *e, const char *s)
{
	struct lexer lx;

	e->s = s;
	e->from = e->to = 0;
	lex_init(&lx, s, strlen(s));
	while (e->to < MAX_TOKENS && lex_next(&lx, &e->v[e->to]))
		if (e->v[e->to++].directive)
			return false;
	return e->to && e->to < MAX_TOKENS;
}

static int nesting(const struct expr *e, unsigned int i)
{
	char c = e->s[e->v[i].off];

	if (e->v[i].kind != TOK_PUNCT)
		return 0;
	return c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
}

/* The bracket that closes the one at i; e->to where none does. */
static unsigned int closing(const struct expr *e, unsigned int i)
{
	int depth = 0;

	for (; i < e->to; i++) {
		depth += nesting(e, i);
		if (!depth)
			return i;
	}
	return e->to;
}

static bool in_parens(const struct expr *e)
{
	return is_punct(e, e->from, "(") && closing(e, e->from) == e->to - 1;
}

/* "(type)" at the start: after it an operand begins, which nothing but a cast allows. */
static bool starts_with_cast(const struct expr *e)
{
	unsigned int end = is_punct(e, e->from, "(") ? closing(e, e->from) : e->to;

	if (end + 1 >= e->to)
		return false;
	if (e->v[end + 1].kind == TOK_IDENT || is_word(e, e->from + 1, "struct") ||
	    is_punct(e, end - 1, "*"))
		return true;
	/* f(x) has more behind it where it is a struct kvm *'s start. */
	return is_punct(e, end + 1, "(") && closing(e, end + 1) == e->to - 1;
}

/* Parentheses and casts off. */
static void strip(struct expr *e)
{
	for (;;) {
		if (in_parens(e)) {
			e->from++;
			e->to--;
		} else if (starts_with_cast(e)) {
			e->from = closing(e, e->from) + 1;
		} else {
			return;
		}
	}
}

/* A name, or brackets around something, and what is selected from it: nothing else around it. */
static bool is_postfix(const struct expr *e)
{
	for (unsigned int i = e->from; i < e->to; i++) {
		if (nesting(e, i) > 0)
			i = closing(e, i);
		else if (e->v[i].kind == TOK_PUNCT && !is_punct(e, i, ".") && !is_punct(e, i, "->"))
			return false;
		else if (e->v[i].kind == TOK_IDENT && i > e->from && e->v[i - 1].kind == TOK_IDENT)
			return false;
	}
	return e->from < e->to;
}

/* A comma outside of brackets would make two arguments of one. */
static bool has_comma(const struct expr *e)
{
	for (unsigned int i = e->from; i < e->to; i++) {
		if (nesting(e, i) > 0)
			i = closing(e, i);
		else if (is_punct(e, i, ","))
			return true;
	}
	return false;
}

static const char *text_of(struct strtab *st, const struct expr *e, const char *before)
{
	size_t off = e->v[e->from].off;

	return strtab_addf(st, "%s%.*s", before,
			   (int)(e->v[e->to - 1].off + e->v[e->to - 1].len - off), e->s + off);
}

/* Parentheses that an argument does not need; those of ({ }) are no parentheses. */
static void unwrap(struct expr *e)
{
	struct expr inner = *e;

	while (in_parens(&inner)) {
		inner.from++;
		inner.to--;
		if (inner.from >= inner.to || is_punct(&inner, inner.from, "{"))
			return;
		if (!has_comma(&inner))
			*e = inner;
	}
}

/* E of E->kvm: (*v)->kvm is read from *v. */
static const char *vcpu_of_arrow(struct strtab *st, struct expr *e)
{
	unwrap(e);
	return text_of(st, e, "");
}

/* Operators before an operand bind closer than all that is not behind it. */
static bool is_unary(const struct expr *e)
{
	struct expr operand = *e;

	while (is_punct(&operand, operand.from, "*") || is_punct(&operand, operand.from, "&"))
		operand.from++;
	if (starts_with_cast(&operand))
		operand.from = closing(&operand, operand.from) + 1;
	return is_postfix(&operand);
}

/* &E of E.kvm, where E has an address: (*v).kvm is read from v. */
static const char *vcpu_of_dot(struct strtab *st, struct expr *e)
{
	bool wrapped;

	unwrap(e);
	if (is_punct(e, e->from, "*")) {
		e->from++;
		wrapped = in_parens(e);
		unwrap(e);
		return wrapped || is_unary(e) ? text_of(st, e, "") : "";
	}
	/* What a call or a list of statements returns has none. */
	if (!is_postfix(e) || is_punct(e, e->to - 1, ")"))
		return "";
	return text_of(st, e, "&");
}

const char *calltext_vcpu(struct strtab *st, const char *kvm_text)
{
	struct expr e;
	bool arrow;

	if (!read_expr(&e, calltext_fold(st, kvm_text, strlen(kvm_text))))
		return "";
	strip(&e);
	if (e.to - e.from < 3 || !is_word(&e, e.to - 1, "kvm"))
		return "";
	arrow = is_punct(&e, e.to - 2, "->");
	if (!arrow && !is_punct(&e, e.to - 2, "."))
		return "";
	e.to -= 2;
	if (!is_postfix(&e))
		return "";
	return arrow ? vcpu_of_arrow(st, &e) : vcpu_of_dot(st, &e);
}
