// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "emit.h"

static bool asked_for(const struct finding *f, unsigned int show)
{
	return show & (f->by_design ? SHOW_BY_DESIGN : SHOW_ID(f->id)) &&
	       (f->by_design || id_info[f->id].shown == ON_REQUEST);
}

void report_select(struct findings *l, const struct report_opts *o)
{
	for (size_t i = 0; i < l->n; i++)
		if (asked_for(&l->v[i], o->show))
			l->v[i].silent = false;
	for (size_t i = 0; i < l->n; i++)
		if (report_severity(&l->v[i]) < o->least)
			l->v[i].silent = true;
}

bool report_shown(const struct finding *f, const struct report_opts *o)
{
	return (o->all_sites || !f->silent) && report_severity(f) >= o->least;
}

size_t report_count(const struct findings *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += !l->v[i].silent;
	return n;
}

const char *severity_name(enum severity s)
{
	static const char *const name[] = {
		[SEV_NOTE] = "note", [SEV_WARNING] = "warning", [SEV_ERROR] = "error",
	};

	return name[s];
}

enum severity report_severity(const struct finding *f)
{
	return f->by_design || f->id == ID_VM ? SEV_NOTE : f->severity;
}

const char *report_arch(const char *file, size_t *len)
{
	if (!strncmp(file, "arch/", 5))
		file += 5;
	*len = strcspn(file, "/");
	return file;
}

bool edits_are_utf8(const struct edit *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!utf8_valid(v[i].text, strlen(v[i].text)))
			return false;
	return n;
}

const char *report_tree(const struct findings *l, const struct report_opts *o)
{
	if (o->tree)
		return o->tree;
	return l->tree ? l->tree : ".";
}
