// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memmem() */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "headers.h"
#include "includes.h"

#define MAX_DIRECTIVES 10000	/* of a file, and what a unit may look for in vain */

struct directive {
	const char *name;	/* NULL: a macro says it */
	bool quoted;
};

/* The directives of a file. */
struct text {
	struct directive *v;
	size_t n;
	bool unclear;		/* too many, or written in a way that is not followed */
};

/* Where a unit's flags say to look: the first n_quoted only for "name". */
struct search {
	const char *key;	/* tells searches apart */
	const char **dirs;
	size_t n, n_quoted;
};

/* Where a name is found, or NULL, and what is not there on the way. */
struct found {
	const char *path;
	const char **absent;
	size_t n;
};

struct includes {
	struct inputs *inputs;
	const char *tree;
	struct strtab *st;
	struct ptrmap texts;	/* path: struct text */
	struct ptrmap found;	/* (search, "folder\nname"): struct found */
	struct arena mem;
};

struct includes *includes_new(struct inputs *inputs, const char *tree, struct strtab *st)
{
	struct includes *in = xcalloc(1, sizeof(*in));

	in->inputs = inputs;
	in->tree = tree;
	in->st = st;
	return in;
}

void includes_free(struct includes *in)
{
	for (size_t i = 0; i < in->texts.alloc; i++)
		if (in->texts.slots[i].value)
			free(((struct text *)in->texts.slots[i].value)->v);
	for (size_t i = 0; i < in->found.alloc; i++)
		if (in->found.slots[i].value)
			free(((struct found *)in->found.slots[i].value)->absent);
	ptrmap_release(&in->texts);
	ptrmap_release(&in->found);
	arena_release(&in->mem);
	free(in);
}

/* Blanks, comments and lines that go on. The text ends in NUL. */
static const char *skip_blanks(const char *p)
{
	const char *end;

	for (;;) {
		if (*p == ' ' || *p == '\t' || *p == '\f' || *p == '\v') {
			p++;
		} else if (p[0] == '\\' && p[1] == '\n') {
			p += 2;
		} else if (p[0] == '/' && p[1] == '*') {
			end = strstr(p + 2, "*/");
			p = end ? end + 2 : p + strlen(p);
		} else {
			return p;
		}
	}
}

static void add_directive(struct text *t, const char *name, bool quoted)
{
	if (t->n >= MAX_DIRECTIVES) {
		t->unclear = true;
		return;
	}
	GROW(t->v, t->n);
	t->v[t->n++] = (struct directive){ name, quoted };
}

/* "name", <name>, or what a macro makes one of. */
static void read_name(struct includes *in, struct text *t, const char *p)
{
	char close = *p == '<' ? '>' : '"';
	size_t n;

	if (*p != '<' && *p != '"') {
		add_directive(t, NULL, false);
		return;
	}
	n = strcspn(p + 1, close == '>' ? ">\n" : "\"\n");
	if (p[1 + n] == close && n)
		add_directive(t, strtab_addn(in->st, p + 1, n), close == '"');
}

static void read_directive(struct includes *in, struct text *t, const char *p)
{
	static const char *const words[] = { "include", "include_next", "import", "embed" };
	const char *word = skip_blanks(p), *end = word;

	while (isalpha((unsigned char)*end) || *end == '_')
		end++;
	t->unclear |= end[0] == '\\' && end[1] == '\n' && strchr("ie", *word);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i]) == (size_t)(end - word) && !strncmp(word, words[i], end - word))
			read_name(in, t, skip_blanks(end));
}

static void read_directives(struct includes *in, struct text *t, const char *text, size_t len)
{
	static const char has[] = "__has_include";
	const char *p, *end = text + len;

	for (p = text; (p = memchr(p, '#', end - p)); p++)
		read_directive(in, t, p + 1);
	for (p = text; (p = memmem(p, end - p, has, strlen(has))); ) {
		p += strlen(has);
		p += strncmp(p, "_next", 5) ? 0 : 5;
		p = skip_blanks(p);
		if (*p == '(')
			read_name(in, t, skip_blanks(p + 1));
	}
}

static const struct text *text_of(struct includes *in, const char *path)
{
	void **slot = ptrmap_at(&in->texts, path, NULL);
	struct text *t = *slot;
	size_t len;
	char *text;

	if (t)
		return t;
	t = *slot = arena_alloc(&in->mem, 1, sizeof(*t));
	text = read_source(tree_path(in->st, in->tree, path), &len);
	if (text)
		read_directives(in, t, text, len);
	else
		t->unclear = true;
	free(text);
	return t;
}

/* The value of an option, in the same argument or the next; NULL where it is another one. */
static const char *value_of(const struct unit *u, int *i, const char *option)
{
	size_t n = strlen(option);

	if (strncmp(u->args[*i], option, n))
		return NULL;
	if (u->args[*i][n])
		return u->args[*i] + n;
	return *i + 1 < u->nr_args ? u->args[++*i] : NULL;
}

static void add_folders(const struct includes *in, const struct unit *u, const char *option,
			struct search *s)
{
	const char *dir;
	char *path;

	for (int i = 0; i < u->nr_args; i++) {
		dir = value_of(u, &i, option);
		if (!dir)
			continue;
		path = path_normalize(u->dir, dir);
		GROW(s->dirs, s->n);
		s->dirs[s->n++] = strtab_add(in->st, path);
		free(path);
	}
}

static void search_init(const struct includes *in, const struct unit *u, struct search *s)
{
	struct strbuf sb = STRBUF_INIT;

	*s = (struct search){ 0 };
	add_folders(in, u, "-iquote", s);
	s->n_quoted = s->n;
	add_folders(in, u, "-I", s);
	add_folders(in, u, "-isystem", s);
	add_folders(in, u, "-idirafter", s);
	strbuf_addf(&sb, "%zu", s->n_quoted);
	for (size_t i = 0; i < s->n; i++)
		strbuf_addf(&sb, "\n%s", s->dirs[i]);
	s->key = strtab_add(in->st, sb.buf);
	strbuf_release(&sb);
}

/* True once there is such a file. */
static bool try_folder(struct includes *in, struct found *f, const char *dir, const char *name)
{
	char *path = path_normalize(dir, name);
	const char *at = tree_relative(in->st, in->tree, path), *missing;

	free(path);
	missing = inputs_missing(in->inputs, at);
	if (missing) {
		GROW(f->absent, f->n);
		f->absent[f->n++] = missing;
	} else {
		f->path = at;
	}
	return !missing;
}

/* folder: of the file that the directive is in. */
static const struct found *look_up(struct includes *in, const struct search *s, const char *folder,
				   const struct directive *d)
{
	const char *what = strtab_addf(in->st, "%s\n%s", d->quoted ? folder : "", d->name);
	void **slot = ptrmap_at(&in->found, s->key, what);
	struct found *f = *slot;

	if (f)
		return f;
	f = *slot = arena_alloc(&in->mem, 1, sizeof(*f));
	if (d->quoted && try_folder(in, f, folder, d->name))
		return f;
	for (size_t i = d->quoted ? 0 : s->n_quoted; i < s->n; i++)
		if (try_folder(in, f, s->dirs[i], d->name))
			break;
	return f;
}

/* One walk over the files of a unit. */
struct walk {
	struct includes *in;
	const struct ptrmap *given;
	struct facts *f;
	struct search search;
	struct ptrmap seen;	/* deps, and what is absent */
};

static void bring(struct walk *w, const char *path)
{
	if (w->given && ptrmap_get(w->given, path, NULL) && ptrmap_first(&w->seen, path, NULL))
		facts_add_dep(w->f)->path = path;
}

/* A macro says which: of what is given it may be any. */
static void bring_all(struct walk *w)
{
	for (size_t i = 0; w->given && i < w->given->alloc; i++)
		if (w->given->slots[i].value)
			bring(w, w->given->slots[i].a);
}

static void follow(struct walk *w, const char *folder, const struct directive *d)
{
	const struct found *found = look_up(w->in, &w->search, folder, d);

	for (size_t i = 0; i < found->n; i++)
		if (ptrmap_first(&w->seen, found->absent[i], NULL))
			facts_add_absent(w->f)->path = found->absent[i];
	if (found->path)
		bring(w, found->path);
}

/*
 * What a macro names in a header of others is not followed: <trace/define_trace.h>
 * includes once more what has included it.
 */
static bool follow_file(struct walk *w, const char *path)
{
	const struct text *t = text_of(w->in, path);
	const char *folder = folder_of(w->in->st, tree_path(w->in->st, w->in->tree, path));

	if (t->unclear || w->f->n_absent > MAX_DIRECTIVES)
		return false;
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].name)
			follow(w, folder, &t->v[i]);
		else if (headers_is_private(path) || path == w->f->unit)
			bring_all(w);
	}
	return true;
}

/* -include FILE is looked for like "FILE" of a file in the unit's folder. */
static void follow_options(struct walk *w, const struct unit *u)
{
	struct directive d = { .quoted = true };

	for (int i = 0; i < u->nr_args; i++) {
		if (strcmp(u->args[i], "-include") || i + 1 == u->nr_args)
			continue;
		d.name = u->args[++i];
		follow(w, u->dir, &d);
	}
}

bool includes_follow(struct includes *in, const struct unit *u, const struct ptrmap *given,
		     struct facts *f)
{
	struct walk w = { .in = in, .given = given, .f = f };
	bool sure = true;

	search_init(in, u, &w.search);
	for (size_t i = 0; i < f->n_dep; i++)
		ptrmap_first(&w.seen, f->deps[i].path, NULL);
	follow_options(&w, u);
	/* deps grow while they are gone through */
	for (size_t i = 0; sure && i < f->n_dep; i++)
		sure = follow_file(&w, f->deps[i].path);
	ptrmap_release(&w.seen);
	free(w.search.dirs);
	return sure;
}

bool includes_split(struct includes *in, const struct unit *u, struct facts *f)
{
	struct ptrmap own = PTRMAP_INIT, common = PTRMAP_INIT;
	struct facts part;
	bool sure;

	facts_init(&part);
	for (size_t i = 0; i < f->n_dep; i++) {
		if (headers_is_private(f->deps[i].path))
			*ptrmap_at(&own, f->deps[i].path, NULL) = f;
		else
			facts_add_dep(&part)->path = f->deps[i].path;
	}
	/* what the others bring along, all units have */
	sure = includes_follow(in, u, &own, &part);
	for (size_t i = 0; i < part.n_dep; i++)
		*ptrmap_at(&common, part.deps[i].path, NULL) = f;
	for (size_t i = 0; i < f->n_dep; i++)
		f->deps[i].own = !ptrmap_get(&common, f->deps[i].path, NULL);
	facts_release(&part);
	ptrmap_release(&own);
	ptrmap_release(&common);
	return sure && includes_follow(in, u, NULL, f);
}
