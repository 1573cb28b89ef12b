// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "choose.h"
#include "shape.h"

static struct cx_place spelled_at(struct flow *f, CXSourceLocation loc)
{
	struct cx_place p = { .macro = "" };
	CXFile file;

	clang_getSpellingLocation(loc, &file, &p.line, &p.col, &p.off);
	p.file = cx_file(f->cx, file);
	return p;
}

static const char *first_word(struct flow *f, CXCursor c)
{
	struct cx_place p = spelled_at(f, clang_getRangeStart(clang_getCursorExtent(c)));

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

/* Between a parenthesis or semicolon and another one. */
static bool stands_alone(struct flow *f, CXCursor c)
{
	struct cx_place p = spelled_at(f, clang_getCursorLocation(c));
	size_t from = p.off, to = p.off;

	if (!p.file || !from)
		return false;
	while (from && blank(p.file->text[from - 1]))
		from--;
	while (to < p.file->len && (isalnum((unsigned char)p.file->text[to]) || p.file->text[to] == '_'))
		to++;
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

/* One association of a _Generic(): its type as written, its type's name, its expression. */
struct assoc {
	const char *text;
	size_t len;
	CXCursor type;		/* a TypeRef, or null */
	CXCursor expr;
};

static bool has_word(const struct assoc *a, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= a->len; i++)
		if (!strncmp(a->text + i, word, n) &&
		    (i + n == a->len || !(isalnum((unsigned char)a->text[i + n]) || a->text[i + n] == '_')) &&
		    (!i || !(isalnum((unsigned char)a->text[i - 1]) || a->text[i - 1] == '_')))
			return true;
	return false;
}

static size_t count_char(const struct assoc *a, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < a->len; i++)
		n += a->text[i] == c;
	return n;
}

enum match { NO_MATCH, MATCH, PERHAPS };

/* The spelling without blanks and qualifiers, for the types that C has itself. */
static void squeeze(const char *s, size_t n, struct strbuf *out)
{
	for (size_t i = 0; i < n; i++)
		if (!blank(s[i]))
			strbuf_add(out, s + i, 1);
}

static enum match match_builtin(const struct assoc *a, CXType t)
{
	struct strbuf want = STRBUF_INIT, have = STRBUF_INIT;
	CXString s = clang_getTypeSpelling(t);
	bool same;

	squeeze(a->text, a->len, &want);
	squeeze(clang_getCString(s), strlen(clang_getCString(s)), &have);
	same = want.len == have.len && !memcmp(want.buf, have.buf, want.len);
	strbuf_release(&want);
	strbuf_release(&have);
	clang_disposeString(s);
	return same ? MATCH : PERHAPS;
}

static enum match match_assoc(const struct assoc *a, CXType t)
{
	size_t stars = count_char(a, '*');
	bool is_const = has_word(a, "const"), konst = false;
	CXType named;

	if (count_char(a, '(') || count_char(a, '['))
		return PERHAPS;
	t = clang_getCanonicalType(t);
	if (clang_Cursor_isNull(a->type))
		return match_builtin(a, t);
	for (size_t i = 0; i < stars; i++) {
		if (t.kind != CXType_Pointer)
			return NO_MATCH;
		t = clang_getCanonicalType(clang_getPointeeType(t));
		konst |= clang_isConstQualifiedType(t);
	}
	named = clang_getCanonicalType(clang_getCursorType(a->type));
	if (!clang_equalTypes(clang_getCanonicalType(clang_getUnqualifiedType(t)),
			      clang_getCanonicalType(clang_getUnqualifiedType(named))))
		return NO_MATCH;
	if (stars > 1 || has_word(a, "volatile"))
		return PERHAPS;
	return !stars || is_const == konst || clang_isConstQualifiedType(named) ? MATCH : NO_MATCH;
}

/* From the comma before the type to the colon before the expression. */
static void read_text(struct flow *f, struct assoc *a)
{
	struct cx_place p = spelled_at(f, clang_getRangeStart(clang_getCursorExtent(a->expr)));
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

static int read_assocs(struct flow *f, const struct cx_children *ch, struct assoc *out, int max)
{
	CXCursor type = clang_getNullCursor();
	int n = 0;

	for (unsigned int i = 1; i < ch->n && n < max; i++) {
		if (!clang_isExpression(clang_getCursorKind(ch->v[i]))) {
			type = ch->v[i];
			continue;
		}
		out[n] = (struct assoc){ "", 0, type, ch->v[i] };
		read_text(f, &out[n++]);
		type = clang_getNullCursor();
	}
	return n;
}

int flow_generic(struct flow *f, CXCursor c, CXCursor *out, int max)
{
	CXType result = clang_getCanonicalType(clang_getCursorType(c)), t;
	struct assoc a[16], *other = NULL;
	struct cx_children ch;
	int n, found = 0;
	bool sure = true;

	cx_children(c, &ch);
	n = ch.n ? read_assocs(f, &ch, a, max < 16 ? max : 16) : 0;
	t = ch.n ? clang_getUnqualifiedType(clang_getCanonicalType(clang_getCursorType(ch.v[0]))) : result;
	for (int i = 0; i < n; i++) {
		CXType e = clang_getCanonicalType(clang_getCursorType(a[i].expr));
		enum match m;

		if (has_word(&a[i], "default")) {
			other = &a[i];
			continue;
		}
		m = clang_equalTypes(e, result) ? match_assoc(&a[i], t) : NO_MATCH;
		if (m == MATCH) {
			out[0] = a[i].expr;
			found = 1;
			sure = true;
			break;
		}
		if (m == PERHAPS) {
			out[found++] = a[i].expr;
			sure = false;
		}
	}
	if (other && (!found || !sure) && found < max &&
	    clang_equalTypes(clang_getCanonicalType(clang_getCursorType(other->expr)), result))
		out[found++] = other->expr;
	cx_children_release(&ch);
	return found;
}
