// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a name is spelled: in a file, or in the body of a macro.
 */
#include <ctype.h>
#include <string.h>

#include "base/base.h"
#include "cx.h"

/* The start of the logical line (continuations joined) that holds off. */
static size_t logical_line(const struct cx_file *f, size_t off)
{
	while (off > 0) {
		if (f->text[off - 1] == '\n' && !(off >= 2 && f->text[off - 2] == '\\'))
			break;
		off--;
	}
	return off;
}

/* The name of the macro in whose #define off stands, or "". */
static const char *defining_macro(struct cx *cx, const struct cx_file *f, size_t off)
{
	const char *p = f->text + logical_line(f, off);

	p += strspn(p, " \t");
	if (*p++ != '#')
		return "";
	p += strspn(p, " \t");
	if (strncmp(p, "define", 6))
		return "";
	p += 6;
	p += strspn(p, " \t");
	return cx_word(cx, f, p - f->text);
}

/* The offset of the word in text[from, to), or to. */
static size_t word_at(const char *text, size_t from, size_t to, const char *word)
{
	const char *p = find_word(text + from, to - from, word);

	return p ? (size_t)(p - text) : to;
}

/* The end of the logical line (continuations joined) that holds off. */
static size_t logical_end(const struct cx_file *f, size_t off)
{
	while (off < f->len && (f->text[off] != '\n' || (off && f->text[off - 1] == '\\')))
		off++;
	return off;
}

#define MACRO_DEPTH 3	/* of macros in macros' bodies */

struct macro_search {
	struct cx *cx;
	const char *macro, *name;
	struct cx_place *out;
	bool found;
	const char *inner[32];	/* names in the body, which may be macros themselves */
	unsigned int n_inner;
};

static void note_inner(struct macro_search *m, const struct cx_file *f, size_t off, size_t end)
{
	while (off < end && m->n_inner < ARRAY_SIZE(m->inner)) {
		const char *word = cx_word(m->cx, f, off);

		if (*word && !isdigit((unsigned char)*word) && word != m->macro)
			m->inner[m->n_inner++] = word;
		off += *word ? strlen(word) : 1;
	}
}

/* name in the body of "#define macro", in this file. */
static void search_file(CXFile file, CXSourceLocation *stack, unsigned int n, CXClientData data)
{
	struct macro_search *m = data;
	const struct cx_file *f = cx_file(m->cx, file);
	size_t off = 0, end, at;

	(void)stack, (void)n;
	if (!f->kvm)
		return;
	while (!m->found && (off = word_at(f->text, off, f->len, m->macro)) < f->len) {
		end = logical_end(f, off);
		at = word_at(f->text, off, end, m->name);
		if (defining_macro(m->cx, f, off) != m->macro) {
			off = end;
			continue;
		}
		if (at < end) {
			clang_getFileLocation(clang_getLocationForOffset(m->cx->tu, file, at), NULL,
					      &m->out->line, &m->out->col, &m->out->off);
			m->out->file = f;
			m->out->macro = m->macro;
			m->found = true;
		} else {
			note_inner(m, f, off, end);
		}
		off = end;
	}
}

/*
 * libclang before 17 gives the place of a macro's use for what its body
 * spells: look the name up in the body, and in those of the macros that it
 * uses.
 */
static bool spelled_in_macro(struct cx *cx, const char *macro, const char *name,
			     struct cx_place *p, int depth)
{
	struct macro_search m = { .cx = cx, .macro = macro, .name = name, .out = p };

	if (*macro && *name && macro != name)
		clang_getInclusions(cx->tu, search_file, &m);
	for (unsigned int i = 0; i < m.n_inner && !m.found && depth < MACRO_DEPTH; i++)
		m.found = spelled_in_macro(cx, m.inner[i], name, p, depth + 1);
	return m.found;
}

struct cx_place cx_spelled(struct cx *cx, CXCursor c)
{
	CXSourceLocation loc = clang_getCursorLocation(c);
	struct cx_place p = cx_spelled_at(cx, loc), in_file = cx_in_file(cx, loc);

	if (!p.file || !p.file->len)
		return in_file;		/* pasted together: spelled in no file */
	if (p.file != in_file.file || p.off != in_file.off)
		p.macro = defining_macro(cx, p.file, p.off);
	else if (CINDEX_VERSION_MINOR < 64)
		spelled_in_macro(cx, cx_word(cx, p.file, p.off), cx_name(cx, c), &p, 0);
	return p;
}
