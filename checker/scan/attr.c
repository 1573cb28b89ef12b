// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "base/base.h"
#include "attr.h"

struct wanted {
	struct cx *cx;
	const char *name, *other;	/* either will do; other may be NULL */
	bool found;
};

static const char *attr_word(struct cx *cx, CXCursor attr)
{
	struct cx_place p = cx_spelled_at(cx, clang_getRangeStart(clang_getCursorExtent(attr)));

	return cx_word(cx, p.file, p.off);
}

static bool names(const char *word, const char *name)
{
	size_t n = strlen(name);

	if (!strncmp(word, "__", 2) && !strncmp(word + 2, name, n) && !strcmp(word + 2 + n, "__"))
		return true;
	return !strcmp(word, name);
}

bool attr_is(struct cx *cx, CXCursor attr, const char *name)
{
	return names(attr_word(cx, attr), name);
}

static enum CXChildVisitResult find_attr(CXCursor c, CXCursor parent, CXClientData data)
{
	struct wanted *w = data;
	const char *word;

	(void)parent;
	if (!clang_isAttribute(clang_getCursorKind(c)))
		return CXChildVisit_Continue;
	word = attr_word(w->cx, c);
	w->found = names(word, w->name) || (w->other && names(word, w->other));
	return w->found ? CXChildVisit_Break : CXChildVisit_Continue;
}

/* Behind the attribute's name in a printed declaration, or NULL. */
static const char *find_printed(const char *text, const char *name)
{
	static const char intro[] = "__attribute__((";
	size_t n = strlen(name);

	if (*name == '_' && !strncmp(text, name, n))	/* _Noreturn */
		return text + n;
	while ((text = strstr(text, intro))) {
		text += strlen(intro);
		text += 2 * !strncmp(text, "__", 2);
		if (!strncmp(text, name, n) && strchr("_()", text[n]))
			return text + n;
	}
	return NULL;
}

/* The argument of the attribute, without quotes, or its name; "" where there is no such one. */
static const char *argument(struct cx *cx, CXCursor decl, const char *name)
{
	CXPrintingPolicy policy = clang_getCursorPrintingPolicy(decl);
	CXString text = clang_getCursorPrettyPrinted(decl, policy);
	const char *s = find_printed(clang_getCString(text), name), *arg = "";
	size_t n;

	if (s) {
		s += strspn(s, "_(\" ");
		n = strcspn(s, "\" )");
		arg = n ? strtab_addn(cx->st, s, n) : name;
	}
	clang_disposeString(text);
	clang_PrintingPolicy_dispose(policy);
	return arg;
}

static bool has_attr(struct cx *cx, CXCursor decl, const char *name, const char *other)
{
	struct wanted w = { cx, name, other, false };

	if (!clang_Cursor_hasAttrs(decl))
		return false;
	if (CINDEX_VERSION_MINOR < 64)		/* does not say how a macro spells it */
		return *argument(cx, decl, name) || (other && *argument(cx, decl, other));
	clang_visitChildren(decl, find_attr, &w);
	return w.found;
}

static enum CXChildVisitResult name_function(CXCursor c, CXCursor parent, CXClientData data)
{
	struct cx *cx = data;
	void **slot;

	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_FunctionDecl)
		return CXChildVisit_Continue;
	slot = ptrmap_at(&cx->functions, cx_name(cx, c), NULL);
	if (*slot)
		return CXChildVisit_Continue;
	GROW(cx->function, cx->n_functions);
	cx->function[cx->n_functions++] = c;
	*slot = (void *)cx->n_functions;
	return CXChildVisit_Continue;
}

/* The function of the unit that has that name. */
static const char *function_id(struct cx *cx, const char *name)
{
	size_t n;

	if (!cx->n_functions)
		clang_visitChildren(clang_getTranslationUnitCursor(cx->tu), name_function, cx);
	n = (size_t)ptrmap_get(&cx->functions, name, NULL);
	return strtab_addf(cx->st, "F%s", n ? cx_id(cx, cx->function[n - 1]) : name);
}

static const char *named_function(struct cx *cx, CXCursor decl, const char *attr)
{
	const char *name = has_attr(cx, decl, attr, NULL) ? argument(cx, decl, attr) : "";

	return *name ? function_id(cx, name) : NULL;
}

const char *attr_cleanup(struct cx *cx, CXCursor var)
{
	return named_function(cx, var, "cleanup");
}

const char *attr_alias(struct cx *cx, CXCursor fn)
{
	return named_function(cx, fn, "alias");
}

bool attr_weak(struct cx *cx, CXCursor fn)
{
	return has_attr(cx, fn, "weak", NULL);
}

static bool never_returns(const char *name)
{
	static const char *const builtins[] = {
		"__builtin_unreachable", "__builtin_trap", "__builtin_abort", "__builtin_exit",
		"__builtin_longjmp",
	};

	for (size_t i = 0; i < ARRAY_SIZE(builtins); i++)
		if (!strcmp(name, builtins[i]))
			return true;
	return false;
}

/* At the end of the type: before, it is of some parameter. */
bool attr_noreturn_type(CXType fn)
{
	CXType t = clang_getCanonicalType(fn), result = clang_getCanonicalType(clang_getResultType(t));
	CXString type = clang_getTypeSpelling(t);
	bool is = ends_in(clang_getCString(type), " __attribute__((noreturn))");

	clang_disposeString(type);
	/* or of the function that the result points to */
	return is && (result.kind != CXType_Pointer ||
		      clang_getResultType(clang_getPointeeType(result)).kind == CXType_Invalid);
}

static bool is_declared_noreturn(struct cx *cx, CXCursor fn)
{
	return attr_noreturn_type(clang_getCursorType(fn)) || never_returns(cx_name(cx, fn)) ||
	       has_attr(cx, fn, "_Noreturn", "noreturn");
}

static const char NORETURN[] = "does not return", RETURNS[] = "returns";

static void **noreturn_slot(struct cx *cx, CXCursor fn)
{
	return ptrmap_at(&cx->noreturn, cx_id(cx, fn), NULL);
}

bool attr_noreturn(struct cx *cx, CXCursor fn)
{
	void **slot = noreturn_slot(cx, fn);

	if (!*slot)
		*slot = is_declared_noreturn(cx, fn) ? (void *)NORETURN : (void *)RETURNS;
	return *slot == (void *)NORETURN;
}

void attr_set_noreturn(struct cx *cx, CXCursor fn)
{
	*noreturn_slot(cx, fn) = (void *)NORETURN;
}
