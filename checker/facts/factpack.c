// SPDX-License-Identifier: GPL-2.0-only
/*
 * A pack is: the number of strings, each string as its length and its bytes,
 * then unit, module and status, then for each record of facts.def the number
 * of them and their fields in order. Numbers are little-endian base 128,
 * signed ones folded so that small stays small; strings are numbers.
 */
#include <stdlib.h>
#include <string.h>
#include "factpack.h"

static void put_num(struct strbuf *out, uint64_t v)
{
	char buf[10];
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		buf[n++] = (char)(v | 0x80);
	buf[n++] = (char)v;
	strbuf_add(out, buf, n);
}

static void put_int(struct strbuf *out, int64_t v)
{
	put_num(out, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

/* Strings by address, in the order they are met. */
struct pack {
	struct strbuf strings, rest;
	struct ptrmap known;	/* string: its number, from 1 */
};

static void put_str(struct pack *p, const char *s)
{
	void **no = ptrmap_at(&p->known, s, NULL);
	size_t len;

	if (!*no) {
		*no = (void *)p->known.n;
		len = strlen(s);
		put_num(&p->strings, len);
		strbuf_add(&p->strings, s, len);
	}
	put_num(&p->rest, (uintptr_t)*no - 1);
}

#define PUT_S(name) put_str(p, r->name);
#define PUT_I(name) put_int(&p->rest, r->name);
#define FACT(rec, fields)						\
static void put_##rec##s(struct pack *p, const struct facts *f)	\
{									\
	const struct fact_##rec *r = f->rec##s;				\
									\
	put_num(&p->rest, f->n_##rec);					\
	for (; r < f->rec##s + f->n_##rec; r++) {			\
		fields(PUT_S, PUT_I)					\
	}								\
}
#include "facts.def"

void facts_pack(const struct facts *f, struct strbuf *out)
{
	struct pack p = { STRBUF_INIT, STRBUF_INIT, PTRMAP_INIT };

	strbuf_reset(&p.strings);
	put_str(&p, f->unit);
	put_str(&p, f->module);
	put_num(&p.rest, f->status);
#define FACT(rec, fields) put_##rec##s(&p, f);
#include "facts.def"
	put_num(out, p.known.n);
	strbuf_add(out, p.strings.buf, p.strings.len);
	strbuf_add(out, p.rest.buf, p.rest.len);
	strbuf_release(&p.strings);
	strbuf_release(&p.rest);
	ptrmap_release(&p.known);
}

struct unpack {
	const unsigned char *p, *end;
	const char **strings;
	size_t n;
	bool bad;
};

static uint64_t get_num(struct unpack *u)
{
	unsigned int shift;
	uint64_t v = 0;

	for (shift = 0; shift < 64 && u->p < u->end; shift += 7) {
		v |= (uint64_t)(*u->p & 0x7f) << shift;
		if (!(*u->p++ & 0x80))
			return v;
	}
	u->bad = true;
	return 0;
}

static int64_t get_int(struct unpack *u)
{
	uint64_t v = get_num(u);

	return (int64_t)(v >> 1 ^ -(v & 1));
}

static const char *get_str(struct unpack *u)
{
	uint64_t i = get_num(u);

	if (i < u->n)
		return u->strings[i];
	u->bad = true;
	return strtab_empty;
}

static enum unit_status get_status(struct unpack *u)
{
	uint64_t v = get_num(u);

	u->bad |= v > UNIT_OK;
	return u->bad ? UNIT_FAILED : (enum unit_status)v;
}

/* A count of things that take at least one byte each. */
static size_t get_count(struct unpack *u)
{
	uint64_t n = get_num(u);

	if (n <= (size_t)(u->end - u->p))
		return n;
	u->bad = true;
	return 0;
}

static void get_strings(struct unpack *u, struct strtab *st)
{
	size_t n = get_count(u), len;

	u->strings = xcalloc(n, sizeof(*u->strings));
	for (; u->n < n && !u->bad; u->n++) {
		len = get_count(u);
		u->strings[u->n] = strtab_addn(st, (const char *)u->p, len);
		u->p += len;
	}
}

/* GROW() counts on arrays of a power of two. */
static size_t room(size_t n)
{
	size_t r = 1;

	while (r < n)
		r *= 2;
	return r;
}

#define GET_S(name) r->name = get_str(u);
#define GET_I(name) r->name = get_int(u);
#define FACT(rec, fields)						\
static void get_##rec##s(struct unpack *u, struct facts *f)		\
{									\
	size_t n = get_count(u);					\
	struct fact_##rec *r;						\
									\
	if (!n)								\
		return;							\
	f->rec##s = xcalloc(room(n), sizeof(*r));			\
	for (r = f->rec##s; f->n_##rec < n && !u->bad; f->n_##rec++, r++) { \
		fields(GET_S, GET_I)					\
	}								\
}
#include "facts.def"

int facts_unpack(const char *buf, size_t len, struct strtab *st, struct facts *out)
{
	struct unpack u = { .p = (const unsigned char *)buf,
			    .end = (const unsigned char *)buf + len };

	facts_init(out);
	get_strings(&u, st);
	out->unit = get_str(&u);
	out->module = get_str(&u);
	out->status = get_status(&u);
#define FACT(rec, fields) get_##rec##s(&u, out);
#include "facts.def"
	free(u.strings);
	if (!u.bad && u.p == u.end)
		return 0;
	facts_release(out);
	return -1;
}
