// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "link/link.h"
#include "tables/tables.h"
#include "compdb.h"
#include "rounds.h"
#include "tokens.h"

static void add_key(struct ptrmap *m, const char *key)
{
	*ptrmap_at(m, key, NULL) = m;
}

/* All units have this one; its functions come with any of them. */
static void add_common(const struct rounds *r, struct ptrmap *done)
{
	add_key(done, tokens_path(r->tokens, "include/linux/kvm_host.h"));
}

static size_t want(const struct rounds *r, const struct ptrmap *names, unsigned int uses,
		   const struct ptrmap *done, bool *wanted)
{
	size_t i, n = 0;

	for (i = 0; i < r->n; i++) {
		if (wanted[i] || !tokens_match(r->tokens, r->files[i], names, uses, done))
			continue;
		wanted[i] = true;
		n++;
	}
	return n;
}

/* The units that have an accessor's name, in their own code or KVM's headers. */
static size_t want_accessors(const struct rounds *r, bool *wanted)
{
	struct ptrmap names = PTRMAP_INIT, done = PTRMAP_INIT;
	const struct accessor *a;
	unsigned int i;
	size_t n;

	for (i = 0; (a = accessor_at(i)); i++)
		add_key(&names, strtab_add(r->tokens->st, a->name));
	tokens_close(r->tokens, &names);
	add_common(r, &done);
	n = want(r, &names, TOKEN_CODE | TOKEN_DEFINED, &done, wanted);
	ptrmap_release(&names);
	ptrmap_release(&done);
	return n;
}

void rounds_start(const struct rounds *r, bool *wanted)
{
	bool any = want_accessors(r, wanted);
	size_t i;

	/* What cannot be read is scanned to be told so. */
	for (i = 0; i < r->n; i++)
		wanted[i] |= !any || r->files[i]->refused || access(r->files[i]->path, R_OK);
}

bool unit_has_accessor(const struct unit *u, const char *tree, struct strtab *st)
{
	struct tokens *t = tokens_new(tree, st);
	struct token_file *f = tokens_add(t, u);
	bool has = false;

	want_accessors(&(struct rounds){ .tokens = t, .files = &f, .n = 1 }, &has);
	tokens_free(t);
	return has;
}

/* Headers that a parsed unit had: their functions are known. */
static void add_parsed(const struct rounds *r, const struct facts *f, struct ptrmap *done)
{
	const struct fact_dep *d;

	for (d = f->deps; d < f->deps + f->n_dep; d++)
		add_key(done, tokens_path(r->tokens, d->path));
}

size_t rounds_more(const struct rounds *r, struct facts *const *facts, size_t n, bool *wanted)
{
	struct ptrmap names = PTRMAP_INIT, stored = PTRMAP_INIT, done = PTRMAP_INIT;
	struct program *p = program_new(facts, n, r->address_spaces, r->tokens->st);
	size_t i, more;

	program_demands(p, &names, &stored);
	program_free(p);
	tokens_close(r->tokens, &names);
	add_common(r, &done);
	for (i = 0; i < n; i++)
		add_parsed(r, facts[i], &done);
	more = want(r, &names, TOKEN_CODE | TOKEN_DEFINED, &done, wanted);
	more += want(r, &stored, TOKEN_STORED, &done, wanted);
	ptrmap_release(&names);
	ptrmap_release(&stored);
	ptrmap_release(&done);
	return more;
}

/* False where it is there by now. */
static bool add_absent(const struct tokens *t, struct inputs *inputs, const char *path,
		       struct ptrmap *seen, struct facts *f)
{
	char *plain = path_normalize("", path);
	const char *missing = inputs_missing(inputs, tree_relative(t->st, t->tree, plain));
	void **slot = missing ? ptrmap_at(seen, missing, NULL) : NULL;

	free(plain);
	if (slot && !*slot) {
		facts_add_absent(f)->path = missing;
		*slot = seen;
	}
	return missing;
}

bool rounds_deps(const struct rounds *r, struct inputs *inputs, struct facts *f)
{
	const struct tokens *t = r->tokens;
	struct ptrmap seen = PTRMAP_INIT;
	bool known = true;
	size_t i;

	for (i = 0; i < t->n; i++)
		facts_add_dep(f)->path = tree_relative(t->st, t->tree, t->files[i]->path);
	for (i = 0; i < t->absent.alloc; i++)
		if (t->absent.slots[i].value)
			known &= add_absent(t, inputs, t->absent.slots[i].a, &seen, f);
	ptrmap_release(&seen);
	return known;
}
