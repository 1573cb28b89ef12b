// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "delta.h"

struct making {
	struct delta *d;
	const struct states *s;
	const struct state *before, *after;
	const struct site *sites;
	size_t n_sites;
	struct pairs pairs;
	struct site *next;		/* the sites for the next patch */
	size_t n_next;
};

static struct delta_item *add_item(struct making *m, enum delta_kind kind)
{
	struct delta *d = m->d;
	struct delta_item *item;

	GROW(d->v, d->n);
	item = &d->v[d->n++];
	*item = (struct delta_item){ .kind = kind, .function = "", .text = "" };
	d->count[kind]++;
	return item;
}

static void set_now(struct delta_item *item, const struct finding *f)
{
	item->now = f;
	item->file = f->file;
	item->line = f->line;
	item->function = f->function;
}

struct site *sites_of(const struct state *s, size_t *n)
{
	struct site *v = xcalloc(s->findings.n + 1, sizeof(*v));

	for (*n = 0; *n < s->findings.n; ++*n)
		v[*n] = (struct site){ .f = &s->findings.v[*n], .file = s->findings.v[*n].file,
				       .line = s->findings.v[*n].line };
	return v;
}

static void add_site(struct making *m, struct site s)
{
	GROW(m->next, m->n_next);
	m->next[m->n_next++] = s;
}

static void add_new(struct making *m, const struct finding *now, const struct finding *was)
{
	struct delta_item *item = add_item(m, DELTA_NEW);

	set_now(item, now);
	item->was = was;
	delta_find_cause(&m->d->change, item, m->s->st);
}

/* Direct, alias and callers are one thing said with more or less certainty of the vCPU's name. */
static bool same_meaning(const struct finding *a, const struct finding *b)
{
	if (!a->reach != !b->reach)
		return false;
	return a->id == b->id || (a->id <= ID_VCPU_CALLERS && b->id <= ID_VCPU_CALLERS);
}

static void add_changed(struct making *m, const struct finding *now, const struct finding *was)
{
	struct delta_item *item = add_item(m, DELTA_CHANGED);

	set_now(item, now);
	item->was = was;
	item->worse = now->severity > was->severity;
	m->d->n_worse += item->worse;
	delta_find_cause(&m->d->change, item, m->s->st);
}

static void add_fixed(struct making *m, const struct site *s)
{
	struct delta_item *item = add_item(m, DELTA_FIXED);

	item->was = s->f;
	item->origin = s->origin;
	item->file = s->file;
	item->line = s->line;
	item->function = s->f->function;
}

static bool is_moved(const struct making *m, const struct site *s, const struct finding *now,
		     enum pairing how)
{
	const struct file_change *c = change_of_old(&m->d->change, s->file);

	if (how == PAIR_MOVED)
		return true;
	return (c && c->new != c->old) || s->f->function != now->function;
}

/* It was found, and nobody can tell now: neither fixed, nor new once that is told again. */
static bool is_untold(const struct site *s, const struct finding *now)
{
	return !s->f->silent && now->silent && now->context == CTX_UNKNOWN && !now->by_design;
}

static void see_pair(struct making *m, size_t b)
{
	const struct site *s = &m->sites[b];
	const struct finding *now = &m->after->findings.v[m->pairs.after_of[b] - 1];
	struct delta_item *item;

	if (s->f->silent && now->silent)
		return;
	if (is_untold(s, now)) {
		if (!s->lost)
			add_changed(m, now, s->f);
	} else if (s->f->silent) {
		add_new(m, now, s->f);
	} else if (now->silent) {
		add_fixed(m, s);
		m->d->v[m->d->n - 1].now = now;
	} else if (!same_meaning(s->f, now)) {
		add_changed(m, now, s->f);
	} else if (is_moved(m, s, now, m->pairs.how[b])) {
		item = add_item(m, DELTA_MOVED);
		set_now(item, now);
		item->was = s->f;
	}
}

static bool covers(const struct not_analysed *na, const char *file, int line, const char *function)
{
	if (na->file != file && strcmp(na->file, file))
		return false;
	return !na->line || na->line == line ||
	       (function && *function && !strcmp(na->function, function));
}

/* Is that place part of what could not be analysed? */
static bool is_unseen(const struct findings *l, const char *file, int line, const char *function)
{
	for (size_t i = 0; i < l->n_na; i++)
		if (covers(&l->na[i], file, line, function))
			return true;
	return false;
}

/* It is no site any more: gone, or in what could not be analysed now. */
static void see_gone(struct making *m, size_t b)
{
	struct site s = m->sites[b];
	const struct file_change *c = change_of_old(&m->d->change, s.file);
	int line = c && !c->new ? 0 : change_line(c, s.line);

	if (line && is_unseen(&m->after->findings, c ? c->new : s.file, line, s.f->function)) {
		s.file = c ? c->new : s.file;
		s.line = line;
		s.lost = true;
		add_site(m, s);
	} else if (!s.f->silent) {
		add_fixed(m, &s);
	}
}

static bool is_changed(const struct site *s, const struct finding *now)
{
	return !s->f->silent && !now->silent && !same_meaning(s->f, now);
}

static void see_after(struct making *m, size_t a)
{
	const struct finding *now = &m->after->findings.v[a];
	struct site s = { .f = now, .file = now->file, .line = now->line, .origin = m->d->no };
	size_t b = m->pairs.before_of[a];

	if (b && (now->silent || !m->sites[b - 1].f->silent) &&
	    !(is_changed(&m->sites[b - 1], now) && now->severity > m->sites[b - 1].f->severity))
		s.origin = m->sites[b - 1].origin;
	if (b && is_untold(&m->sites[b - 1], now)) {
		s.f = m->sites[b - 1].f;
		s.lost = true;
	}
	add_site(m, s);
}

static void see_sites(struct making *m)
{
	const struct findings *l = &m->after->findings;

	for (size_t a = 0; a < l->n; a++) {
		see_after(m, a);
		if (!m->pairs.before_of[a] && !l->v[a].silent)
			add_new(m, &l->v[a], NULL);
	}
	for (size_t b = 0; b < m->n_sites; b++) {
		if (m->pairs.after_of[b])
			see_pair(m, b);
		else
			see_gone(m, b);
	}
}

/* Equal but for numbers: those of lines change with what is above them. */
static bool same_reason(const char *a, const char *b)
{
	while (*a && *b) {
		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			a += strspn(a, "0123456789");
			b += strspn(b, "0123456789");
		} else if (*a++ != *b++) {
			return false;
		}
	}
	return !*a && !*b;
}

static bool was_unseen(const struct making *m, const struct not_analysed *now, bool *used)
{
	const struct findings *l = &m->before->findings;

	for (size_t i = 0; i < l->n_na; i++) {
		const struct not_analysed *was = &l->na[i];
		const struct file_change *c = change_of_old(&m->d->change, was->file);

		if (used[i] || !same_reason(was->reason, now->reason) ||
		    (c ? c->new != now->file : strcmp(was->file, now->file)) ||
		    (was->line && change_line(c, was->line) != now->line))
			continue;
		used[i] = true;
		return true;
	}
	return false;
}

static void add_not_analysed(struct making *m, const char *file, int line, const char *function,
			     const char *reason)
{
	struct delta_item *item = add_item(m, DELTA_NOT_ANALYSED);

	item->file = file;
	item->line = line;
	item->function = function ? function : "";
	item->text = reason;
}

static void see_not_analysed(struct making *m)
{
	const struct findings *l = &m->after->findings;
	bool *used = xcalloc(m->before->findings.n_na + 1, sizeof(*used));

	for (size_t i = 0; i < l->n_na; i++) {
		const struct not_analysed *na = &l->na[i];

		if (!was_unseen(m, na, used))
			add_not_analysed(m, na->file, na->line, na->function, na->reason);
	}
	free(used);
}

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* In a folder where KVM's code is: arch/<arch>/kvm, arch/<arch>/include, virt/kvm. */
static bool in_kvm(const char *path)
{
	const char *rest;

	if (!strncmp(path, "virt/kvm/", 9))
		return true;
	rest = !strncmp(path, "arch/", 5) ? strchr(path + 5, '/') : NULL;
	if (!rest)
		return false;
	return !strncmp(rest, "/kvm/", 5) ||
	       (!strncmp(rest, "/include/", 9) && strstr(base_of(rest), "kvm"));
}

/* Lines that the patch adds to the file mention an accessor. */
static bool adds_accessor(const struct file_change *f)
{
	for (size_t i = 0; i < f->n_hunks; i++) {
		struct strbuf sb = STRBUF_INIT;
		const char *p = f->hunks[i].text, *end = p + f->hunks[i].len, *next;
		struct mentions m;
		bool has;

		strbuf_add(&sb, "", 0);
		for (; p < end; p = next) {
			const char *nl = memchr(p, '\n', end - p);

			next = nl ? nl + 1 : end;
			if (*p == '+')
				strbuf_add(&sb, p + 1, next - p - 1);
		}
		mentions_init(&m);
		has = mentions_accessor(&m, sb.buf, sb.len);
		mentions_release(&m);
		strbuf_release(&sb);
		if (has)
			return true;
	}
	return false;
}

static bool has_arch(const struct states *s, const char *path)
{
	size_t n;

	if (strncmp(path, "arch/", 5))
		return true;
	n = strcspn(path + 5, "/");
	for (size_t i = 0; i < s->n_archs; i++)
		if (!strncmp(s->archs[i], path + 5, n) && !s->archs[i][n])
			return true;
	return false;
}

/* Why nothing of a file that the patch touches was looked at; NULL: it was, or need not be. */
static const char *untouched_reason(const struct making *m, const struct file_change *f)
{
	bool c = ends_in(f->new, ".c"), h = ends_in(f->new, ".h");

	if ((!c && !h) || state_read(m->after, f->new) || state_has_unit(m->after, f->new))
		return NULL;
	if (in_kvm(f->new) && !has_arch(m->s, f->new))
		return "the patch touches it, and no build of its architecture was given";
	if (c && (in_kvm(f->new) || adds_accessor(f)))
		return "the patch touches it, and it has no compile command in any build";
	return NULL;
}

static bool already_said(const struct delta *d, const char *file)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].kind == DELTA_NOT_ANALYSED && !strcmp(d->v[i].file, file))
			return true;
	return false;
}

static void see_untouched(struct making *m)
{
	for (size_t i = 0; i < m->d->change.n; i++) {
		const struct file_change *f = &m->d->change.v[i];
		const char *reason;

		if (!f->new || (f->old && !f->n_hunks && f->old == f->new))
			continue;
		reason = untouched_reason(m, f);
		if (reason && !already_said(m->d, f->new))
			add_not_analysed(m, f->new, 0, "", reason);
	}
}

static void add_note(struct making *m, const char *file, const char *text)
{
	struct delta_item *item = add_item(m, DELTA_NOTE);

	item->file = file;
	item->text = text;
}

/* What decides which files and which lines of them are compiled. */
static void see_build_files(struct making *m)
{
	for (size_t i = 0; i < m->d->change.n; i++) {
		const struct file_change *f = &m->d->change.v[i];
		const char *path = f->new ? f->new : f->old, *name = base_of(path);
		bool makefile = !strncmp(name, "Makefile", 8) || !strcmp(name, "Kbuild");
		bool kconfig = !strncmp(name, "Kconfig", 7);

		if (!strncmp(path, "tools/", 6) || !strncmp(path, "Documentation/", 14))
			continue;
		if (makefile && (in_kvm(path) || strstr(path, "kvm")))
			add_note(m, path, "the patch changes what is compiled: the commands are still those of "
				 "the build; code that this turns on, or compiles otherwise, is not seen");
		if (kconfig && (in_kvm(path) || strstr(path, "kvm")))
			add_note(m, path, "the patch changes options: the configuration is still that of the "
				 "build; code under a new option is not seen");
	}
}

static int compare_items(const void *pa, const void *pb)
{
	const struct delta_item *a = pa, *b = pb;
	int d = (a->kind > b->kind) - (a->kind < b->kind);

	if (!d)
		d = strcmp(a->file, b->file);
	return d ? d : (a->line > b->line) - (a->line < b->line);
}

int delta_make(struct delta *d, const struct states *s, const struct patch *p, size_t no,
	       const struct state *before, const struct state *after, struct site **sites,
	       size_t *n)
{
	struct making m = { .d = d, .s = s, .before = before, .after = after, .sites = *sites,
			    .n_sites = *n };

	*d = (struct delta){ .patch = p, .after = after, .no = no };
	if (change_read(&d->change, s->git, p->before, p->after, s->st))
		return -1;
	pair_sites(&d->change, s->git, *sites, *n, &after->findings, s->st, &m.pairs);
	see_sites(&m);
	see_not_analysed(&m);
	see_untouched(&m);
	see_build_files(&m);
	if (d->n)
		qsort(d->v, d->n, sizeof(*d->v), compare_items);
	pairs_release(&m.pairs);
	free(*sites);
	*sites = m.next;
	*n = m.n_next;
	return 0;
}

void delta_release(struct delta *d)
{
	change_release(&d->change);
	free(d->v);
}

bool delta_is_bad(const struct delta *d)
{
	return d->count[DELTA_NEW] || d->n_worse;
}
