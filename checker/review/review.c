// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/base.h"
#include "cmd/check.h"
#include "output.h"
#include "units.h"

#define VERSIONS 8	/* of a unit's facts: the base's, and of patches that touch it */

static bool is_broken(const struct review *r)
{
	return r->series.n && r->series.v[r->series.n - 1].error;
}

static int status_of(const struct review *r)
{
	int status = REVIEW_CLEAN;

	if (is_broken(r))
		return REVIEW_TROUBLE;
	for (size_t i = 0; i < r->n_done; i++) {
		if (delta_is_bad(&r->deltas[i]))
			return REVIEW_NEW;
		if (r->deltas[i].count[DELTA_NOT_ANALYSED])
			status = REVIEW_UNSEEN;
	}
	return status;
}

static int write_format(const struct review *r, const struct review_format *f, const char *path)
{
	struct strbuf sb = STRBUF_INIT;
	int err;

	strbuf_reset(&sb);
	err = f->emit(r, &sb);
	if (!err && (!path || !strcmp(path, "-")))
		err = check_print(&sb);
	else if (!err && write_file(path, sb.buf, sb.len))
		err = error("cannot write the report to %s: %s", path, strerror(errno));
	strbuf_release(&sb);
	return err;
}

/* "sarif=FILE" goes there; one without goes where -o says. */
static int write_report(const struct review *r)
{
	const struct options *o = r->o;
	int err = 0;

	for (size_t i = 0; !err && i < o->review.n_formats; i++) {
		const char *spec = o->review.formats[i], *eq = strchr(spec, '=');

		err = write_format(r, review_format_find(spec), eq ? eq + 1 : o->output);
	}
	if (!o->review.n_formats)
		err = write_format(r, review_format_find("text"), o->output);
	return err;
}

static void say(const struct review *r, size_t i, double since)
{
	if (r->o->gather.verbose)
		fprintf(stderr, "%s: %zu units parsed, %.3f s\n", i ? r->series.v[i - 1].subject : "base",
			r->states[i].n_parsed, seconds() - since);
}

/* All patches as one. */
static int compare_ends(struct review *r, struct states *s)
{
	static const struct patch none = { .subject = "the series" };
	struct patch *p = xcalloc(1, sizeof(*p));
	struct site *sites;
	size_t n;
	int err;

	*p = none;
	p->before = r->states[0].tree;
	p->after = r->states[r->n_done].tree;
	sites = sites_of(&r->states[0], &n);
	err = delta_make(&r->total, s, p, 1, &r->states[0], &r->states[r->n_done], &sites, &n);
	r->is_total = !err;
	free(sites);
	return err;
}

/* The base, then patch by patch. */
static int compare_all(struct review *r, struct states *s)
{
	size_t n = r->series.n - is_broken(r);
	double since = seconds();
	int err;

	r->states = xcalloc(n + 1, sizeof(*r->states));
	r->deltas = xcalloc(n + 1, sizeof(*r->deltas));
	err = state_make(s, r->series.base, &r->states[0]);
	if (!err) {
		say(r, 0, since);
		r->sites = sites_of(&r->states[0], &r->n_sites);
	}
	for (size_t i = 0; !err && i < n; i++) {
		since = seconds();
		err = state_make(s, r->series.v[i].after, &r->states[i + 1]);
		if (!err)
			err = delta_make(&r->deltas[r->n_done++], s, &r->series.v[i], i + 1, &r->states[i],
					 &r->states[i + 1], &r->sites, &r->n_sites);
		if (!err)
			say(r, i + 1, since);
	}
	return err ? err : compare_ends(r, s);
}

static void release(struct review *r)
{
	for (size_t i = 0; i < r->n_done; i++)
		delta_release(&r->deltas[i]);
	for (size_t i = 0; r->states && i <= r->series.n - is_broken(r); i++)
		state_release(&r->states[i]);
	if (r->is_total)
		free((void *)r->total.patch);
	delta_release(&r->total);
	free(r->sites);
	free(r->states);
	free(r->deltas);
	series_release(&r->series);
}

static int review(struct review *r, struct sparse *sparse)
{
	const struct review_opts *ro = &r->o->review;
	struct options o = *r->o;
	struct states s = { .git = r->git, .sparse = sparse, .o = &o, .st = r->st };
	int err;

	o.tree = sparse_tree(sparse);
	o.gather.versions = VERSIONS;
	err = series_read(&r->series, r->git, ro->kind, o.n_args ? o.args[0] : NULL, ro->base, r->st);
	if (!err)
		err = compare_all(r, &s);
	if (!err)
		err = write_report(r);
	if (!err)
		err = status_of(r);
	/* what a patch brought does not stay */
	if (r->series.base && sparse_go(sparse, r->git, r->series.base) && err >= 0)
		err = -1;
	release(r);
	states_release(&s);
	return err;
}

/* Wait for the child, which gets the signals that we get. */
static int wait_child(pid_t pid, const sigset_t *set)
{
	int status = 0, sig;

	for (;;) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return status;
		sig = sigwaitinfo(set, NULL);
		if (sig > 0 && sig != SIGCHLD)
			kill(pid, sig);
	}
}

/*
 * The work is done in a child, so that what it leaves behind is removed
 * whatever happens to it.
 */
static int run_child(struct review *r, struct git *g, struct sparse *sparse)
{
	sigset_t set, old;
	pid_t pid;
	int status;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &old);
	if (git_folder(g, sparse_scratch(sparse)))
		return -1;
	fflush(NULL);
	pid = fork();
	if (!pid) {
		sigprocmask(SIG_SETMASK, &old, NULL);
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		status = review(r, sparse);
		fflush(NULL);
		_exit(status < 0 ? REVIEW_TROUBLE : status);
	}
	if (pid < 0)
		return error("cannot start a process: %s", strerror(errno));
	status = wait_child(pid, &set);
	if (!WIFEXITED(status))
		remove_tree(sparse_tree(sparse));
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	return error("the review was ended by signal %d", WTERMSIG(status));
}

/* One of our trees for each set of builds and repository. */
static const char *cache_key(const struct check *c, const struct git *g)
{
	const char *key = g->dir;

	for (size_t i = 0; i < c->n; i++)
		key = strtab_addf(c->st, "%s\n%s", key, c->infos[i].dir);
	return key;
}

int review_run(const struct options *o, struct strtab *st)
{
	struct review r = { .o = o, .st = st };
	struct sparse *sparse = NULL;
	struct options own = *o;
	struct git g = { 0 };
	struct check c;
	int status = -1;

	own.tree = NULL;	/* the build's own: its commands tell what to have of the tree */
	check_init(&c, &own, st);
	if (check_read(&c) || git_open(&g, o->tree ? o->tree : c.tree))
		goto out;
	check_warn_newer(&c);
	sparse = sparse_open(cache_key(&c, &g), st);
	if (!sparse)
		goto out;
	units_want(c.builds, c.n, sparse, st);
	r.git = &g;
	status = run_child(&r, &g, sparse);
out:
	git_close(&g);
	sparse_close(sparse);
	check_release(&c);
	return status;
}
