// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/base.h"
#include "edit/edit.h"
#include "judge/judge.h"
#include "check.h"

void check_init(struct check *c, const struct options *o, struct strtab *st)
{
	*c = (struct check){ .o = o, .st = st };
}

void check_release(struct check *c)
{
	size_t i;

	baseline_free(c->baseline);
	findings_release(&c->findings);
	if (c->rest)
		facts_release(c->rest);
	free(c->rest);
	free(c->paths);
	for (i = 0; i < c->n; i++) {
		if (c->programs)
			program_free(c->programs[i]);
		if (c->facts)
			collected_release(&c->facts[i]);
		compdb_release(&c->builds[i]);
	}
	free(c->programs);
	free(c->facts);
	free(c->infos);
	free(c->builds);
}

static void make_room(struct check *c, size_t n)
{
	c->n = n;
	c->builds = xcalloc(n, sizeof(*c->builds));
	c->facts = xcalloc(n, sizeof(*c->facts));
	c->programs = xcalloc(n, sizeof(*c->programs));
	c->infos = xcalloc(n, sizeof(*c->infos));
}

static int read_builds(struct check *c)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (compdb_read(c->o->builds[i], c->o->tree, c->st, &c->builds[i]))
			return -1;
		c->infos[i] = c->builds[i].info;
		if (c->infos[i].tree != c->infos[0].tree)
			return error("%s is a build of %s, but %s one of %s; check one tree at a time",
				     c->o->builds[i], c->infos[i].tree, c->o->builds[0],
				     c->infos[0].tree);
	}
	c->tree = c->infos[0].tree;
	return 0;
}

/* Units that have functions of their own to judge. */
static size_t count_parsed(const struct collected *f)
{
	size_t i, n = 0;

	for (i = 0; i < f->n; i++)
		n += f->v[i].status >= UNIT_ERROR;
	return n;
}

static int nothing_parsed(const struct check *c, size_t i)
{
	const struct collected *f = &c->facts[i];
	size_t k;

	for (k = 0; k < f->n; k++)
		if (f->v[k].n_skip)
			return error("nothing analysed: none of the files of %s could be parsed; %s: %s",
				     c->infos[i].name, f->v[k].unit, f->v[k].skips[0].reason);
	return error("nothing analysed: none of the files of %s could be parsed",
		     c->infos[i].name);
}

static int link_all(struct check *c)
{
	size_t i, parsed = 0;

	for (i = 0; i < c->n; i++) {
		parsed += count_parsed(&c->facts[i]);
		c->programs[i] = program_new(c->facts[i].units, c->facts[i].n,
					     c->infos[i].address_spaces, c->st);
	}
	if (parsed)
		return 0;
	for (i = 0; i < c->n; i++)
		if (c->facts[i].n_units)
			return nothing_parsed(c, i);
	return error("nothing analysed: no file of %s can hold code of KVM", c->infos[0].name);
}

int check_read(struct check *c)
{
	c->times.begun = seconds();
	make_room(c, c->o->n_builds);
	return read_builds(c);
}

int check_scan(struct check *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (collect(&c->builds[i], &c->o->gather, c->st, &c->facts[i]))
			return -1;
	c->times.facts = seconds();
	return link_all(c);
}

int check_load(struct check *c)
{
	return check_read(c) || check_scan(c) ? -1 : 0;
}

int check_unit(struct check *c, const struct unit *u, const char *dir)
{
	c->one_unit = true;
	make_room(c, 1);
	if (compdb_single(&c->builds[0], u, dir, c->o->tree, c->st))
		return -1;
	c->infos[0] = c->builds[0].info;
	c->tree = c->infos[0].tree;
	return 0;
}

int check_load_unit(struct check *c)
{
	struct gather_opts o = c->o->gather;

	/* make runs many at once, in a folder that is not ours */
	o.no_cache = !o.facts;
	o.lone = true;
	if (collect(&c->builds[0], &o, c->st, &c->facts[0]))
		return -1;
	c->rest = xcalloc(1, sizeof(*c->rest));
	facts_init(c->rest);
	tree_exports(c->tree, c->infos[0].arch, c->st, c->rest);
	return link_all(c);
}

/* Everything of all builds in one, for fix_findings(). */
static void settle_edits(struct check *c)
{
	struct sources sources = { .tree = c->tree };
	struct fix_input in = { .sources = &sources, .strings = c->st };
	struct facts **units = NULL;
	struct verdict *verdicts = NULL;
	size_t i, n;

	for (i = 0; i < c->n; i++) {
		const struct verdict *v = program_verdicts(c->programs[i], &n);

		verdicts = xrealloc(verdicts, in.n_verdicts + n, sizeof(*verdicts));
		if (n)
			memcpy(verdicts + in.n_verdicts, v, n * sizeof(*v));
		in.n_verdicts += n;
		n = c->facts[i].n;
		units = xrealloc(units, in.n_units + n, sizeof(*units));
		memcpy(units + in.n_units, c->facts[i].units, n * sizeof(*units));
		in.n_units += n;
	}
	in.units = units;
	in.tree = c->rest;
	in.verdicts = verdicts;
	fix_findings(&c->findings, &in);
	sources_release(&sources);
	free(units);
	free(verdicts);
}

struct meaning_build *check_meaning_builds(struct check *c)
{
	struct meaning_build *b = xcalloc(c->n, sizeof(*b));

	for (size_t i = 0; i < c->n; i++) {
		b[i].name = c->infos[i].name;
		b[i].units = c->facts[i].units;
		b[i].n = c->facts[i].n;
		b[i].verdicts = program_verdicts(c->programs[i], &b[i].n_verdicts);
	}
	return b;
}

static int path_cmp(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;

	return x < y ? -1 : x > y;
}

const char **check_inputs(const struct check *c, size_t *n)
{
	const char **v = NULL;
	size_t i, j, k, room = 0, out = 0;

	for (i = 0; i < c->n; i++)
		for (j = 0; j < c->facts[i].n; j++)
			room += c->facts[i].v[j].n_dep;
	v = xcalloc(room, sizeof(*v));
	*n = 0;
	for (i = 0; i < c->n; i++)
		for (j = 0; j < c->facts[i].n; j++)
			for (k = 0; k < c->facts[i].v[j].n_dep; k++)
				v[(*n)++] = c->facts[i].v[j].deps[k].path;
	if (*n)
		qsort(v, *n, sizeof(*v), path_cmp);
	for (i = 0; i < *n; i++)
		if (!out || v[i] != v[out - 1])
			v[out++] = v[i];
	*n = out;
	return v;
}

/* What no build has is said not to have been analysed. */
static int account_for(struct check *c)
{
	struct findings places = { 0 };
	const char **v;
	size_t i, n;
	int ret;

	for (i = 0; i < c->n; i++)
		judge_places(c->programs[i], &places);
	for (i = 0; i < c->findings.n_na; i++)
		*findings_add_na(&places) = c->findings.na[i];
	v = check_inputs(c, &n);
	ret = account(c->tree, &places, v, n, c->st, &c->findings);
	free(v);
	findings_release(&places);
	return ret < 0 ? -1 : 0;
}

/* What is known, or was not asked for, is neither reported nor edited. */
static int select_findings(struct check *c)
{
	struct baseline_view v = { .tree = c->tree, .st = c->st };

	report_select(&c->findings, &c->o->report);
	markers_apply(c->tree, &c->findings);
	if (!c->o->baseline)
		return 0;
	c->baseline = baseline_read(c->o->baseline, c->st);
	if (!c->baseline)
		return -1;
	baseline_apply(c->baseline, &c->findings, &v);
	return 0;
}

int check_judge(struct check *c)
{
	c->findings.tree = c->tree;
	for (size_t i = 0; i < c->n; i++)
		c->findings.n_units += c->facts[i].n_seen;
	judge(c->programs, c->infos, c->n, c->st, &c->findings);
	c->times.linked = seconds();
	if (select_findings(c) && !c->one_unit)
		return -1;
	settle_edits(c);
	c->times.edited = seconds();
	if (c->one_unit)	/* the rest of the tree is not its business */
		return 0;
	if (account_for(c))
		return -1;
	findings_sort(&c->findings);
	c->times.judged = seconds();
	return 0;
}

static void warn_newer(const struct check *c, size_t i, const struct stat *built, const char *name)
{
	const struct build_info *b = &c->infos[i];
	const char *path = strtab_addf(c->st, name, b->arch);
	struct stat st;

	if (!stat(strtab_addf(c->st, "%s/%s", b->tree, path), &st) && st.st_mtime > built->st_mtime)
		warning("%s is newer than the build %s: what it changed is not seen; prepare the build again",
			path, b->name);
}

void check_warn_newer(const struct check *c)
{
	static const char *const names[] = {
		"arch/%s/kvm/Makefile", "arch/%s/kvm/Kconfig", "virt/kvm/Makefile.kvm",
		"virt/kvm/Kconfig",
	};
	struct stat built;

	for (size_t i = 0; i < c->n && !c->o->gather.quiet; i++) {
		if (stat(strtab_addf(c->st, "%s/compile_commands.json", c->infos[i].dir), &built))
			continue;
		for (size_t k = 0; k < ARRAY_SIZE(names); k++)
			warn_newer(c, i, &built, names[k]);
	}
}

int check_print(const struct strbuf *sb)
{
	if (fwrite(sb->buf, 1, sb->len, stdout) != sb->len || fflush(stdout))
		return error("cannot write to stdout: %s", strerror(errno));
	return 0;
}
