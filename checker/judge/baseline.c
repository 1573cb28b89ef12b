// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is known of a finding is looked for by what the line says of its place.
 * Where several findings share that, identical calls of one function, they are
 * told apart by the lines around them.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>
#include "base/base.h"
#include "text/text.h"
#include "baseline.h"

#define NO_REASON "reason not given"
#define HEAD "# Known findings of gfncheck: fingerprint:around id file function accessor call<TAB>reason\n"

#define NEAR 3			/* lines before and after a call that tell it from others */
#define AROUND (1 + 2 * NEAR)
#define HEX 4			/* digits for each */

/* The call's own line, those before it and those after it, nearest first; 0: none. */
struct around {
	uint16_t line[AROUND];
};

/* One line of the file: a known finding, or what people wrote between them. */
struct entry {
	const char *raw;		/* all of it; of the baseline's text */
	const char *place;		/* "id file function accessor call"; NULL: no finding */
	const char *fingerprint, *file, *function, *reason;	/* "" where not given */
	struct around around;
	bool has_around;
	int lineno;
	const struct finding *found;	/* what it is about, after match() */
	int twice;			/* or the line that says the same; 0: none */
};

struct baseline {
	struct strtab *st;
	char *path, *text;
	bool crlf;			/* as lines end */
	struct entry *v;
	size_t n;
};

static bool parse_around(const char *s, size_t len, struct around *a)
{
	if (len != AROUND * HEX)
		return false;
	for (int i = 0; i < AROUND; i++) {
		char hex[HEX + 1] = { 0 };
		char *end;

		memcpy(hex, s + i * HEX, HEX);
		a->line[i] = strtoul(hex, &end, 16);
		if (*end)
			return false;
	}
	return true;
}

/* The n-th field of a place, interned. */
static const char *field(struct baseline *b, const char *place, int n)
{
	for (; n && *place; n--) {
		place += strcspn(place, " ");
		place += *place == ' ';
	}
	return strtab_addn(b->st, place, strcspn(place, " "));
}

/* "FINGERPRINT[:AROUND] ID FILE ...<TAB>REASON"; -1 after error(). */
static int parse_entry(struct baseline *b, struct entry *e)
{
	const char *line = e->raw + strspn(e->raw, " \t"), *tab = strchr(line, '\t');
	const char *space = strchr(line, ' ');
	size_t len = tab ? (size_t)(tab - line) : strlen(line), first = strcspn(line, " \t");
	size_t fp = strcspn(line, ": \t");

	while (len && line[len - 1] == ' ')
		len--;

	if (!*line || *line == '#')
		return 0;
	if (!space || !len || space > line + len)
		return error("%s:%d: not a line of a baseline: \"FINGERPRINT ID FILE ...<TAB>REASON\" is wanted",
			     b->path, e->lineno);
	e->fingerprint = strtab_addn(b->st, line, fp);
	e->has_around = fp < first && parse_around(line + fp + 1, first - fp - 1, &e->around);
	e->place = strtab_addn(b->st, line + first + 1, len - first - 1);
	e->file = field(b, e->place, 1);
	e->function = field(b, e->place, 2);
	e->reason = tab ? strtab_add(b->st, tab + 1) : strtab_empty;
	return 0;
}

static int parse(struct baseline *b)
{
	static const char bom[] = "\xef\xbb\xbf";
	int lineno = 0, ret = 0;
	char *text = b->text;

	if (!strncmp(text, bom, strlen(bom)))
		text += strlen(bom);
	b->crlf = text[strcspn(text, "\r\n")] == '\r';
	for (char *p = text, *next; !ret && p && *p; p = next) {
		next = strchr(p, '\n');
		if (next)
			*next++ = '\0';
		p[strcspn(p, "\r")] = '\0';
		GROW(b->v, b->n);
		b->v[b->n] = (struct entry){ .raw = p, .lineno = ++lineno };
		ret = parse_entry(b, &b->v[b->n++]);
	}
	return ret;
}

struct baseline *baseline_read(const char *path, struct strtab *st)
{
	struct baseline *b = xcalloc(1, sizeof(*b));
	size_t len;

	b->st = st;
	b->path = xstrdup(path);
	b->text = read_file(path, &len);
	if (!b->text)
		error("cannot read the baseline %s: %s", path, strerror(errno));
	else if (memchr(b->text, '\0', len))
		error("%s is not a baseline: it is no text file", path);
	else if (!parse(b))
		return b;
	baseline_free(b);
	return NULL;
}

void baseline_free(struct baseline *b)
{
	if (!b)
		return;
	free(b->v);
	free(b->text);
	free(b->path);
	free(b);
}

/* A field must not hold what separates the fields. */
static void add_field(struct strbuf *out, const char *s, bool last)
{
	for (s = s && *s ? s : "-"; *s; s++)
		strbuf_add(out, *s == '\t' || *s == '\n' || (*s == ' ' && !last) ? "_" : s, 1);
	if (!last)
		strbuf_add(out, " ", 1);
}

static const char *place_of(const struct finding *f, struct strtab *st)
{
	struct strbuf sb = STRBUF_INIT;
	const char *place;

	add_field(&sb, id_info[f->id].id, false);
	add_field(&sb, f->file, false);
	add_field(&sb, f->function, false);
	add_field(&sb, f->accessor, false);
	add_field(&sb, f->call, true);
	place = strtab_add(st, sb.buf);
	strbuf_release(&sb);
	return place;
}

/* White space says nothing; 0 for a line without anything else. */
static uint16_t hash_line(const char *s, size_t len)
{
	struct strbuf sb = STRBUF_INIT;
	uint16_t h = 0;

	for (size_t i = 0; i < len; i++)
		if (!strchr(" \t\r", s[i]))
			strbuf_add(&sb, s + i, 1);
	if (sb.len)
		h = XXH3_64bits(sb.buf, sb.len) % 0xffff + 1;
	strbuf_release(&sb);
	return h;
}

/* The next NEAR lines that are not blank, from a line on, in the direction of step. */
static void hash_near(const struct source *s, int line, int step, uint16_t *out)
{
	int n = 0;

	for (line += step; line >= 1 && line <= s->n_lines && n < NEAR; line += step) {
		size_t len;
		const char *text = source_line(s, line, &len);
		uint16_t h = hash_line(text, len);

		if (h)
			out[n++] = h;
	}
}

static struct around around_of(const struct source *s, const struct finding *f)
{
	struct around a = { { 0 } };
	size_t len;
	const char *text = source_line(s, f->line, &len);

	if (text)
		a.line[0] = hash_line(text, len);
	hash_near(s, f->line, -1, a.line + 1);
	hash_near(s, f->line, 1, a.line + 1 + NEAR);
	return a;
}

/* How well the lines around fit. What follows counts more: code is put before a call. */
static int score(const struct around *a, const struct around *b)
{
	int n = a->line[0] == b->line[0] ? 10 : 0;

	for (int i = 0; i < NEAR; i++) {
		n += a->line[1 + i] && a->line[1 + i] == b->line[1 + i] ? 2 : 0;
		n += a->line[1 + NEAR + i] && a->line[1 + NEAR + i] == b->line[1 + NEAR + i] ? 3 : 0;
	}
	return n;
}

/* Findings, and what baseline entries are compared with of them. */
struct matching {
	struct baseline *b;
	const struct findings *l;
	const char **place;		/* of each finding */
	struct around *around;
	struct entry **known;		/* what each finding is, or NULL */
};

/* Where an editor made a blank of the tab: what follows a finding's place is the reason. */
static void split_reason(const struct matching *m, struct entry *e)
{
	for (size_t i = 0; e->place && !*e->reason && i < m->l->n; i++) {
		size_t len = strlen(m->place[i]);

		if (e->place == m->place[i])
			return;
		if (strncmp(e->place, m->place[i], len) || e->place[len] != ' ')
			continue;
		e->reason = e->place + len + strspn(e->place + len, " ");
		e->place = m->place[i];
	}
}

static void matching_init(struct matching *m, struct baseline *b, const struct findings *l,
			  const struct baseline_view *v)
{
	struct sources src = { .tree = v->tree };

	*m = (struct matching){ .b = b, .l = l };
	m->place = xcalloc(l->n, sizeof(*m->place));
	m->around = xcalloc(l->n, sizeof(*m->around));
	m->known = xcalloc(l->n, sizeof(*m->known));
	for (size_t i = 0; i < l->n; i++) {
		m->place[i] = place_of(&l->v[i], v->st);
		m->around[i] = around_of(source_get(&src, l->v[i].file), &l->v[i]);
	}
	sources_release(&src);
	for (size_t k = 0; k < b->n; k++)
		split_reason(m, &b->v[k]);
}

static void matching_release(struct matching *m)
{
	free(m->place);
	free(m->around);
	free(m->known);
}

/* -1: not about the same. An entry that has no lines around it goes by the fingerprint. */
static int fit(const struct matching *m, const struct entry *e, size_t i)
{
	if (e->found || m->known[i] || e->place != m->place[i])
		return -1;
	if (e->has_around)
		return score(&e->around, &m->around[i]);
	return !strcmp(e->fingerprint, m->l->v[i].fingerprint);
}

static void join(struct matching *m, struct entry *e, size_t i)
{
	e->found = &m->l->v[i];
	m->known[i] = e;
}

/* The best pair of those with that place; the later finding of two that are as good. */
static bool join_best(struct matching *m, const char *place)
{
	struct entry *best = NULL;
	int best_fit = -1;
	size_t at = 0;

	for (struct entry *e = m->b->v; e < m->b->v + m->b->n; e++) {
		for (size_t i = 0; e->place == place && i < m->l->n; i++) {
			int n = fit(m, e, i);

			if (n < best_fit || n < 0 || (n == best_fit && e != best))
				continue;
			best_fit = n;
			best = e;
			at = i;
		}
	}
	if (best)
		join(m, best, at);
	return best;
}

/* What people edited still has its fingerprint. */
static void join_by_fingerprint(struct matching *m)
{
	for (size_t i = 0; i < m->l->n; i++)
		for (size_t k = 0; k < m->b->n && !m->known[i]; k++)
			if (m->b->v[k].place && !m->b->v[k].found &&
			    !strcmp(m->b->v[k].fingerprint, m->l->v[i].fingerprint))
				join(m, &m->b->v[k], i);
}

static void match(struct matching *m)
{
	for (size_t k = 0; k < m->b->n; k++) {
		const char *place = m->b->v[k].place;

		while (place && join_best(m, place))
			;
	}
	join_by_fingerprint(m);
}

/* Entries of one place and the same lines around it are about one call. */
static void find_twice(struct baseline *b)
{
	for (size_t k = 0; k < b->n; k++)
		for (size_t i = 0; i < b->n && b->v[k].place && !b->v[k].found; i++)
			if (b->v[i].found && b->v[i].place == b->v[k].place &&
			    b->v[i].fingerprint == b->v[k].fingerprint)
				b->v[k].twice = b->v[i].lineno;
}

size_t baseline_apply(struct baseline *b, struct findings *l, const struct baseline_view *v)
{
	struct matching m;
	size_t n = 0;

	matching_init(&m, b, l, v);
	match(&m);
	find_twice(b);
	for (size_t i = 0; i < l->n; i++) {
		if (!m.known[i])
			continue;
		n += !l->v[i].silent;
		l->v[i].silent = true;
		l->v[i].known = *m.known[i]->reason ? m.known[i]->reason : NO_REASON;
	}
	matching_release(&m);
	return n;
}

static bool looked_at(const struct baseline_view *v, const struct entry *e)
{
	return !v->looked_at || v->looked_at(v->ctx, e->file, e->function);
}

size_t baseline_warn_stale(const struct baseline *b, const struct baseline_view *v)
{
	size_t stale = 0, unseen = 0;
	const char *file = NULL;

	for (const struct entry *e = b->v; e < b->v + b->n; e++) {
		if (!e->place || e->found)
			continue;
		if (e->twice) {
			warning("%s:%d: says what line %d says, remove one", b->path, e->lineno,
				e->twice);
			stale++;
		} else if (looked_at(v, e)) {
			warning("%s:%d: matches nothing any more, remove it: %s", b->path, e->lineno,
				e->raw);
			stale++;
		} else {
			file = e->file;
			unseen++;
		}
	}
	if (unseen && !v->part)
		warning("%s: not looked at: %zu %s whose code was not analysed, such as that in %s",
			b->path, unseen, unseen == 1 ? "line" : "lines", file);
	return stale;
}

static void add_line(struct strbuf *out, const struct matching *m, size_t i)
{
	const struct finding *f = &m->l->v[i];
	const char *reason = m->known[i] ? m->known[i]->reason : "";

	strbuf_addf(out, "%s:", f->fingerprint);
	for (int k = 0; k < AROUND; k++)
		strbuf_addf(out, "%04x", m->around[i].line[k]);
	strbuf_addf(out, " %s\t%s\n", m->place[i], *reason ? reason : NO_REASON);
}

/* The old lines in their order: what they are about now, and what was not looked at. */
static void add_old(struct strbuf *out, const struct matching *m, const struct baseline_view *v)
{
	for (const struct entry *e = m->b->v; e < m->b->v + m->b->n; e++) {
		if (e->found)
			add_line(out, m, e->found - m->l->v);
		else if (!e->place || !looked_at(v, e))
			strbuf_addf(out, "%s\n", e->raw);
	}
}

/*
 * What is there already; a baseline without lines where there is no file, or
 * something that is written to, as /dev/stdout. NULL after error().
 */
static struct baseline *read_old(const char *path, struct strtab *st, bool *there)
{
	struct baseline *b;
	struct stat s;

	*there = stat(path, &s) ? errno != ENOENT : S_ISREG(s.st_mode) || S_ISDIR(s.st_mode);
	if (*there)
		return baseline_read(path, st);
	b = xcalloc(1, sizeof(*b));
	b->st = st;
	return b;
}

/* As the lines of the old one end. */
static void end_lines(struct strbuf *out, bool crlf)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; crlf && i < out->len; i++)
		strbuf_addstr(&sb, out->buf[i] == '\n' ? "\r\n" : (char[]){ out->buf[i], '\0' });
	if (!crlf)
		return;
	strbuf_release(out);
	*out = sb;
}

int baseline_write(const char *path, const struct findings *l, const struct baseline_view *v)
{
	struct strbuf out = STRBUF_INIT;
	struct matching m;
	bool there;
	struct baseline *old = read_old(path, v->st, &there);
	int ret = 0;

	if (!old)
		return -1;
	matching_init(&m, old, l, v);
	match(&m);
	strbuf_addstr(&out, there ? "" : HEAD);
	add_old(&out, &m, v);
	for (size_t i = 0; i < l->n; i++)
		if (!m.known[i] && (!l->v[i].silent || (l->v[i].known && !l->v[i].marked)))
			add_line(&out, &m, i);
	end_lines(&out, old->crlf);
	if (write_file(path, out.buf, out.len))
		ret = error("cannot write the baseline %s: %s", path, strerror(errno));
	matching_release(&m);
	baseline_free(old);
	strbuf_release(&out);
	return ret;
}
