// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "choose.h"
#include "shape.h"

static const char *first_word(struct flow *f, CXCursor c)
{
	struct cx_place p = cx_spelled_at(f->cx, clang_getRangeStart(clang_getCursorExtent(c)));

	return cx_word(f->cx, p.file, p.off);
}

static unsigned int count_exprs(const struct cx_children *ch)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < ch->n; i++)
		n += clang_isExpression(clang_getCursorKind(ch->v[i])) != 0;
	return n;
}

enum hidden_kind flow_hidden_kind(struct flow *f, CXCursor c, const struct cx_children *ch)
{
	unsigned int n = count_exprs(ch);
	const char *word;

	if (n == 1 && ch->n == 1 && cx_is_implicit(c, ch->v[0]))
		return HIDDEN_CAST;
	word = first_word(f, c);
	if (!strcmp(word, "__builtin_choose_expr") && n == 3)
		return HIDDEN_CHOOSE;
	if (!strcmp(word, "__builtin_offsetof") || !strcmp(word, "__builtin_types_compatible_p"))
		return HIDDEN_CONSTANT;
	if (n == 4 && strncmp(word, "__", 2))
		return HIDDEN_ELVIS;
	return HIDDEN_OTHER;
}

CXCursor flow_chosen(struct flow *f, const struct cx_children *ch)
{
	CXCursor e[3];
	unsigned int n = 0;
	CXEvalResult r;
	bool first;

	(void)f;
	for (unsigned int i = 0; i < ch->n && n < 3; i++)
		if (clang_isExpression(clang_getCursorKind(ch->v[i])))
			e[n++] = ch->v[i];
	r = clang_Cursor_Evaluate(e[0]);
	first = r && clang_EvalResult_getAsLongLong(r);
	clang_EvalResult_dispose(r);
	return e[first ? 1 : 2];
}

static bool blank(char c)
{
	return isspace((unsigned char)c) || c == '\\';
}

/* Not the name of a macro that is one. */
static bool is_literal(const char *word)
{
	return isdigit((unsigned char)*word) || !strcmp(word, "true") || !strcmp(word, "false");
}

/* Between a parenthesis or semicolon and another one. */
static bool stands_alone(struct flow *f, CXCursor c)
{
	struct cx_place p = cx_spelled_at(f->cx, clang_getCursorLocation(c));
	size_t from = p.off, to = p.off;

	if (!p.file || !from || !is_literal(cx_word(f->cx, p.file, p.off)))
		return false;
	while (from && blank(p.file->text[from - 1]))
		from--;
	to += word_len(p.file->text + to, p.file->len - to);
	while (to < p.file->len && blank(p.file->text[to]))
		to++;
	return from && strchr("(;", p.file->text[from - 1]) && to < p.file->len &&
	       strchr(");?", p.file->text[to]);
}

bool flow_is_number(struct flow *f, CXCursor c, bool truth)
{
	long n;

	c = cx_strip(c);
	if (clang_getCursorKind(c) == CXCursor_DeclRefExpr &&
	    clang_getCursorKind(clang_getCursorReferenced(c)) == CXCursor_EnumConstantDecl)
		n = clang_getEnumConstantDeclValue(clang_getCursorReferenced(c)) != 0;
	else if (clang_getCursorKind(c) != CXCursor_IntegerLiteral || !is_constant(c, &n))
		return false;
	return !n == !truth && stands_alone(f, c);
}

/* One association of a _Generic(): its type as written, its expression. */
struct assoc {
	const char *text;
	size_t len;
	CXCursor expr;
};

static bool has_word(const struct assoc *a, const char *word)
{
	return find_word(a->text, a->len, word);
}

enum match { NO_MATCH, MATCH, PERHAPS };

static bool has_tag(const struct assoc *a)
{
	return has_word(a, "struct") || has_word(a, "union") || has_word(a, "enum");
}

/* One that has several spellings: unsigned long is long unsigned int. */
static bool is_number_type(CXType t)
{
	while (t.kind == CXType_Pointer)
		t = clang_getCanonicalType(clang_getPointeeType(t));
	return t.kind >= CXType_FirstBuiltin && t.kind <= CXType_LastBuiltin;
}

/* The spelling without blanks. */
static void squeeze(const char *s, size_t n, struct strbuf *out)
{
	for (size_t i = 0; i < n; i++)
		if (!blank(s[i]))
			strbuf_add(out, s + i, 1);
}

/* Whether all its words are C's own, or a tag, so that it is not another name of a type. */
static bool is_plain(const struct assoc *a)
{
	static const char *const words[] = {
		"const", "volatile", "char", "short", "int", "long", "signed", "unsigned", "float",
		"double", "void", "_Bool",
	};
	bool tag = false;

	for (size_t i = 0, n; i < a->len; i += n ? n : 1) {
		bool known = tag;

		n = word_len(a->text + i, a->len - i);
		if (!n)
			continue;
		tag = (n == 6 && !strncmp(a->text + i, "struct", n)) ||
		      (n == 5 && !strncmp(a->text + i, "union", n)) ||
		      (n == 4 && !strncmp(a->text + i, "enum", n));
		for (size_t k = 0; k < ARRAY_SIZE(words); k++)
			known |= n == strlen(words[k]) && !strncmp(a->text + i, words[k], n);
		if (!known && !tag)
			return false;
	}
	return true;
}

/* As clang writes it, and as it is written here. */
static enum match match_assoc(const struct assoc *a, CXType t)
{
	struct strbuf want = STRBUF_INIT, have = STRBUF_INIT;
	CXString s = clang_getTypeSpelling(t);
	enum match m = PERHAPS;

	squeeze(a->text, a->len, &want);
	squeeze(clang_getCString(s), strlen(clang_getCString(s)), &have);
	if (want.len == have.len && want.len && !memcmp(want.buf, have.buf, want.len))
		m = MATCH;
	else if (is_plain(a) && (has_tag(a) || !is_number_type(t)))
		m = NO_MATCH;
	strbuf_release(&want);
	strbuf_release(&have);
	clang_disposeString(s);
	return m;
}

/* From the comma before the type to the colon before the expression. */
static void read_text(struct flow *f, struct assoc *a)
{
	struct cx_place p = cx_spelled_at(f->cx, clang_getRangeStart(clang_getCursorExtent(a->expr)));
	size_t from, end = p.off;

	if (!p.file)
		return;
	while (end && p.file->text[end - 1] != ':' && p.file->text[end - 1] != ',')
		end--;
	end -= end > 0;
	for (from = end; from && p.file->text[from - 1] != ','; from--)
		;
	a->text = p.file->text + from;
	a->len = end - from;
}

static int read_assocs(struct flow *f, const struct cx_children *ch, struct assoc *out)
{
	int n = 0;

	for (unsigned int i = 1; i < ch->n; i++) {
		if (!clang_isExpression(clang_getCursorKind(ch->v[i])))
			continue;
		out[n] = (struct assoc){ "", 0, ch->v[i] };
		read_text(f, &out[n++]);
	}
	return n;
}

int flow_generic(struct flow *f, CXCursor c, CXCursor **out)
{
	CXType result = clang_getCanonicalType(clang_getCursorType(c)), t;
	struct assoc *a, *other = NULL;
	struct cx_children ch;
	int n, found = 0;
	bool sure = true;

	cx_children(c, &ch);
	a = xcalloc(ch.n + 1, sizeof(*a));
	*out = xcalloc(ch.n + 1, sizeof(**out));
	n = read_assocs(f, &ch, a);
	t = ch.n ? clang_getCanonicalType(clang_getCursorType(ch.v[0])) : result;
	for (int i = 0; i < n; i++) {
		CXType e = clang_getCanonicalType(clang_getCursorType(a[i].expr));
		enum match m;

		if (has_word(&a[i], "default")) {
			other = &a[i];
			continue;
		}
		m = clang_equalTypes(e, result) ? match_assoc(&a[i], t) : NO_MATCH;
		if (m == MATCH) {
			(*out)[0] = a[i].expr;
			found = 1;
			sure = true;
			break;
		}
		if (m == PERHAPS) {
			(*out)[found++] = a[i].expr;
			sure = false;
		}
	}
	if (other && (!found || !sure) &&
	    clang_equalTypes(clang_getCanonicalType(clang_getCursorType(other->expr)), result))
		(*out)[found++] = other->expr;
	cx_children_release(&ch);
	free(a);
	return found;
}
