// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "text/text.h"
#include "pair.h"

struct pairing_work {
	const struct change *c;
	const struct git *g;
	struct strtab *st;
	const struct site *before;
	const struct findings *after;
	size_t n;			/* of before */
	struct pairs *out;
};

static void join(struct pairing_work *w, size_t b, size_t a, enum pairing how)
{
	w->out->after_of[b] = a + 1;
	w->out->before_of[a] = b + 1;
	w->out->how[b] = how;
}

/* The file's name afterwards; NULL: it is gone. */
static const char *file_after(const struct change *c, const char *file)
{
	const struct file_change *f = change_of_old(c, file);

	return f ? f->new : file;
}

/* The line's number afterwards; 0: the patch removes it. */
static int line_after(const struct change *c, const char *file, int line)
{
	const struct file_change *f = change_of_old(c, file);

	return f && !f->new ? 0 : change_line(f, line);
}

static void pair_lines(struct pairing_work *w)
{
	for (size_t b = 0; b < w->n; b++) {
		const struct site *s = &w->before[b];
		const char *file = file_after(w->c, s->file);
		int line = line_after(w->c, s->file, s->line);

		for (size_t a = 0; line && a < w->after->n; a++) {
			const struct finding *f = &w->after->v[a];

			if (f->file == file && f->line == line && f->column == s->f->column &&
			    f->accessor == s->f->accessor && !w->out->before_of[a]) {
				join(w, b, a, PAIR_LINE);
				break;
			}
		}
	}
}

static bool same_file(struct pairing_work *w, const struct site *s, const struct finding *f)
{
	return file_after(w->c, s->file) == f->file;
}

/* White space says nothing about what a call is. */
static bool same_call(const char *a, const char *b)
{
	for (;;) {
		a += strspn(a, " \t\n\\");
		b += strspn(b, " \t\n\\");
		if (*a != *b)
			return false;
		if (!*a)
			return true;
		a++;
		b++;
	}
}

static bool same_place_and_call(struct pairing_work *w, const struct site *s,
				const struct finding *f)
{
	return same_file(w, s, f) && s->f->function == f->function && same_call(s->f->call, f->call);
}

static bool in_place(struct pairing_work *w, const struct site *s, const struct finding *f)
{
	const struct hunk *h = hunk_removes(change_of_old(w->c, s->file), s->line);

	return h && same_file(w, s, f) && s->f->function == f->function &&
	       h == hunk_adds(change_of_new(w->c, f->file), f->line);
}

static bool same_function_and_call(struct pairing_work *w, const struct site *s,
				   const struct finding *f)
{
	(void)w;
	return s->f->function == f->function && same_call(s->f->call, f->call);
}

static bool same_moved_call(struct pairing_work *w, const struct site *s, const struct finding *f)
{
	(void)w;
	return same_call(s->f->call, f->call);
}

/* A file of one of the trees; what git cannot give is empty. */
static const char *blob_text(struct pairing_work *w, const char *blob)
{
	struct git_output o = GIT_OUTPUT_INIT;
	const char *text = "";

	if (blob && !git_run(w->g, NULL, &o, "cat-file", "blob", blob, NULL))
		text = strtab_addn(w->st, o.out.buf, strnlen(o.out.buf, o.out.len));
	git_output_release(&o);
	return text;
}

/* From the end of what stands before the function that the line is in, to its closing brace. */
static void around(const char *text, int line, const char **from, const char **to)
{
	const char *p = text, *nl;

	*from = text;
	for (int i = 1; *p && i < line; i++) {
		nl = strchr(p, '\n');
		if (!nl)
			break;
		if (*p == '}' || (*p == '\n' && i + 1 < line && nl[1] != '\t' && nl[1] != ' '))
			*from = nl + 1;
		p = nl + 1;
	}
	nl = strstr(p, "\n}");
	*to = nl ? nl : p + strlen(p);
}

static void names_in(const char *from, const char *to, struct ptrmap *names, struct strtab *st)
{
	char *copy = xcalloc(to - from + 1, 1);
	struct lexer lx;
	struct token t;

	memcpy(copy, from, to - from);
	lex_init(&lx, copy, to - from);
	while (lex_next(&lx, &t))
		if (t.kind == TOK_IDENT)
			*ptrmap_at(names, strtab_addn(st, copy + t.off, t.len), NULL) = names;
	free(copy);
}

static void names_around(struct pairing_work *w, const char *blob, int line, struct ptrmap *names)
{
	const char *from, *to;

	around(blob_text(w, blob), line, &from, &to);
	names_in(from, to, names, w->st);
}

/*
 * The calls with names of the one put for names of the other, each always for
 * the same, and only for one that the other function does not have.
 */
static bool same_but_names(const char *a, const char *b, const struct ptrmap *in_a,
			   const struct ptrmap *in_b, struct strtab *st)
{
	struct ptrmap to = PTRMAP_INIT;
	struct lexer la, lb;
	struct token ta, tb;
	bool same = true, more_a, more_b;

	lex_init(&la, a, strlen(a));
	lex_init(&lb, b, strlen(b));
	for (;;) {
		const char *x, *y;
		void **slot;

		more_a = lex_next(&la, &ta);
		more_b = lex_next(&lb, &tb);
		if (!more_a || !more_b)
			break;
		x = strtab_addn(st, a + ta.off, ta.len);
		y = strtab_addn(st, b + tb.off, tb.len);
		slot = ptrmap_at(&to, x, NULL);
		if (ta.kind != tb.kind || (*slot && *slot != (void *)y) ||
		    (x != y && (ta.kind != TOK_IDENT || ptrmap_get(in_b, x, NULL) ||
				ptrmap_get(in_a, y, NULL)))) {
			same = false;
			break;
		}
		*slot = (void *)y;
	}
	ptrmap_release(&to);
	return same && !more_a && !more_b;
}

static bool renamed_locals(struct pairing_work *w, const struct site *s, const struct finding *f)
{
	const struct file_change *c = change_of_old(w->c, s->file);
	struct ptrmap in_a = PTRMAP_INIT, in_b = PTRMAP_INIT;
	bool same;

	if (!c || c->new != f->file || s->f->function != f->function)
		return false;
	names_around(w, c->old_blob, s->line, &in_a);
	names_around(w, c->new_blob, f->line, &in_b);
	same = same_but_names(s->f->call, f->call, &in_a, &in_b, w->st);
	ptrmap_release(&in_a);
	ptrmap_release(&in_b);
	return same;
}

/* Of a lost site nothing is known but where it was. */
static bool is_free(struct pairing_work *w, size_t b)
{
	return !w->out->after_of[b] && !line_after(w->c, w->before[b].file, w->before[b].line);
}

static bool is_added(struct pairing_work *w, size_t a)
{
	const struct finding *f = &w->after->v[a];
	const struct file_change *c = change_of_new(w->c, f->file);

	return !w->out->before_of[a] && c && (!c->old || hunk_adds(c, f->line));
}

typedef bool alike_fn(struct pairing_work *w, const struct site *s, const struct finding *f);

static void pair_alike(struct pairing_work *w, alike_fn *alike, enum pairing how)
{
	for (size_t b = 0; b < w->n; b++) {
		if (!is_free(w, b))
			continue;
		for (size_t a = 0; a < w->after->n; a++) {
			if (w->after->v[a].accessor != w->before[b].f->accessor || !is_added(w, a) ||
			    !alike(w, &w->before[b], &w->after->v[a]))
				continue;
			join(w, b, a, how);
			break;
		}
	}
}

void pair_sites(const struct change *c, const struct git *g, const struct site *before,
		size_t n_before, const struct findings *after, struct strtab *st,
		struct pairs *out)
{
	struct pairing_work w = { c, g, st, before, after, n_before, out };

	*out = (struct pairs){
		.after_of = xcalloc(n_before + 1, sizeof(*out->after_of)),
		.before_of = xcalloc(after->n + 1, sizeof(*out->before_of)),
		.how = xcalloc(n_before + 1, sizeof(*out->how)),
	};
	pair_lines(&w);
	pair_alike(&w, same_place_and_call, PAIR_MOVED);
	pair_alike(&w, in_place, PAIR_EDITED);
	pair_alike(&w, same_function_and_call, PAIR_MOVED);
	pair_alike(&w, same_moved_call, PAIR_MOVED);
	pair_alike(&w, renamed_locals, PAIR_EDITED);
}

void pairs_release(struct pairs *p)
{
	free(p->after_of);
	free(p->before_of);
	free(p->how);
}
