// SPDX-License-Identifier: GPL-2.0-only
/*
 * One socket pair a worker. The parent writes the number of a unit; the worker
 * answers with a struct reply and the packed facts. A worker that would rather
 * be replaced says so in its answer and exits.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/base.h"
#include "facts/facts.h"
#include "compdb.h"
#include "pool.h"

#define DEFAULT_TIMEOUT 120
#define MAX_REPLY (256u << 20)
#define OVER "the time limit of the whole run was over before it was parsed"
#define DEFAULT_RSS (300 * 1024)

struct reply {
	uint64_t len;
	uint64_t retire;	/* the worker exits after this */
};

enum state { WORKER_NONE, WORKER_IDLE, WORKER_BUSY };

struct worker {
	enum state state;
	pid_t pid;
	int fd;
	size_t unit;
	double deadline;
	const char *killed;	/* why it was, or NULL */
	struct strbuf in;
};

struct run {
	const struct pool *p;
	const struct unit *const *units;
	size_t n, next, left;
	struct worker *workers;
	int jobs;
};

/* Resident memory of this process in KiB. */
static long resident(void)
{
	char *text = read_file("/proc/self/statm", NULL), *end;
	long pages = 0;

	if (text) {
		strtol(text, &end, 10);
		pages = strtol(end, NULL, 10);
	}
	free(text);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static bool send_all(int fd, const void *buf, size_t len)
{
	const char *p = buf;
	ssize_t w;

	for (; len; p += w, len -= w) {
		w = send(fd, p, len, MSG_NOSIGNAL);
		if (w < 0 && errno != EINTR)
			return false;
		if (w < 0)
			w = 0;
	}
	return true;
}

static bool recv_unit(int fd, uint64_t *no)
{
	ssize_t r;

	do {
		r = recv(fd, no, sizeof(*no), MSG_WAITALL);
	} while (r < 0 && errno == EINTR);
	return r == sizeof(*no);
}

/* The life of a worker; only this and the scan run in it. */
static void worker_main(const struct run *run, int fd)
{
	long max = run->p->max_rss ? run->p->max_rss : DEFAULT_RSS;
	struct strbuf out = STRBUF_INIT;
	struct reply r = { 0, 0 };
	struct facts f;
	uint64_t no;

	while (!r.retire && recv_unit(fd, &no)) {
		run->p->scan(run->units[no], run->p->opts, &f);
		strbuf_reset(&out);
		facts_pack(&f, &out);
		facts_release(&f);
		r.len = out.len;
		r.retire = resident() > max;
		if (!send_all(fd, &r, sizeof(r)) || !send_all(fd, out.buf, out.len))
			break;
	}
	_exit(0);
}

static void child_setup(const struct run *run, int fd, pid_t parent)
{
	int i;

	signals_take();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	if (run->p->quiet && freopen("/dev/null", "w", stderr) == NULL)
		close(STDERR_FILENO);
	/* Another worker's socket must close when the parent closes it. */
	for (i = 0; i < run->jobs; i++)
		if (run->workers[i].state != WORKER_NONE)
			close(run->workers[i].fd);
	if (run->p->confine && confine_self(run->p->confine)) {
		error("cannot confine the process that parses: %s", strerror(errno));
		_exit(1);
	}
	worker_main(run, fd);
}

static int worker_start(struct run *run, struct worker *w)
{
	pid_t parent = getpid(), pid;
	int sv[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sv))
		return -1;
	fflush(NULL);
	pid = fork();
	if (!pid) {
		close(sv[0]);
		child_setup(run, sv[1], parent);
	}
	close(sv[1]);
	if (pid < 0) {
		close(sv[0]);
		return -1;
	}
	*w = (struct worker){ .state = WORKER_IDLE, .pid = pid, .fd = sv[0], .in = w->in };
	w->in.len = 0;
	return 0;
}

/* How a worker ended: its wait status, and the most memory it had, in MiB. */
struct end {
	int status;
	long memory;
};

/* Close the worker's socket and wait for its end. */
static struct end worker_stop(struct worker *w)
{
	struct rusage used = { 0 };
	int status = 0;

	close(w->fd);
	while (wait4(w->pid, &status, 0, &used) < 0 && errno == EINTR)
		;
	w->state = WORKER_NONE;
	return (struct end){ status, used.ru_maxrss / 1024 };
}

/* An allocation that fails ends the parser in one way or another. */
static bool out_of_memory(const struct run *run, const struct end *end)
{
	int max = run->p->confine ? run->p->confine->memory : 0;

	return max && end->memory > max / 2;
}

static const char *death(const struct run *run, const struct worker *w, const struct end *end,
			 struct strtab *st)
{
	int status = end->status;

	if (w->killed)
		return w->killed;
	if (out_of_memory(run, end))
		return strtab_addf(st, "the parser needs more than %d MiB for this file",
				   run->p->confine->memory);
	if (WIFSIGNALED(status))
		return strtab_addf(st, "the parser crashed on this file (signal %d)",
				   WTERMSIG(status));
	return strtab_addf(st, "the parser gave up on this file (exit status %d)",
			   WEXITSTATUS(status));
}

/* The unit's facts are that there are none. */
static void unit_lost(struct run *run, size_t no, const char *why)
{
	const struct unit *u = run->units[no];
	struct strtab *st = run->p->opts->strings;
	struct fact_skip *skip;
	struct facts f;

	facts_init(&f);
	f.unit = tree_relative(st, run->p->opts->tree, u->file);
	f.module = u->module;
	f.status = UNIT_CRASHED;
	skip = facts_add_skip(&f);
	skip->file = f.unit;
	skip->reason = why;
	run->left--;
	run->p->done(run->p->ctx, no, &f);
}

static void worker_died(struct run *run, struct worker *w)
{
	bool busy = w->state == WORKER_BUSY;
	struct end end = worker_stop(w);

	if (busy)
		unit_lost(run, w->unit, death(run, w, &end, run->p->opts->strings));
}

static int seconds_for_a_unit(const struct run *run)
{
	return run->p->timeout ? run->p->timeout : DEFAULT_TIMEOUT;
}

static void give_work(struct run *run, struct worker *w)
{
	uint64_t no = run->next;

	if (run->next == run->n)
		return;
	if (!send_all(w->fd, &no, sizeof(no))) {
		worker_died(run, w);
		return;
	}
	w->unit = run->next++;
	w->state = WORKER_BUSY;
	w->deadline = seconds() + seconds_for_a_unit(run);
	if (run->p->started)
		run->p->started(run->p->ctx, w->unit);
}

static void kill_worker(struct worker *w, const char *why)
{
	if (!w->killed)
		kill(w->pid, SIGKILL);
	w->killed = why;
}

/* The whole answer is here. */
static void unit_done(struct run *run, struct worker *w, const struct reply *r)
{
	const char *packed = w->in.buf + sizeof(*r);
	struct facts f;

	if (facts_unpack(packed, r->len, run->p->opts->strings, &f)) {
		kill(w->pid, SIGKILL);
		worker_died(run, w);
		return;
	}
	run->left--;
	w->state = WORKER_IDLE;
	w->in.len = 0;
	run->p->done(run->p->ctx, w->unit, &f);
	if (r->retire)
		worker_stop(w);
}

static void worker_read(struct run *run, struct worker *w)
{
	char buf[65536];
	struct reply r;
	ssize_t n = recv(w->fd, buf, sizeof(buf), 0);

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		worker_died(run, w);
		return;
	}
	strbuf_add(&w->in, buf, n);
	if (w->in.len < sizeof(r))
		return;
	memcpy(&r, w->in.buf, sizeof(r));
	if (r.len > MAX_REPLY)
		kill_worker(w, "there is too much to say of this file");
	else if (w->in.len - sizeof(r) >= r.len)
		unit_done(run, w, &r);
}

/* Every worker that may run does, and has work. */
static int keep_busy(struct run *run)
{
	int i, running = 0, err = 0;

	for (i = 0; i < run->jobs; i++) {
		struct worker *w = &run->workers[i];

		if (w->state == WORKER_NONE && run->next < run->n && worker_start(run, w))
			err = errno;
		if (w->state == WORKER_IDLE)
			give_work(run, w);
		running += w->state != WORKER_NONE;
	}
	if (!running && run->left && err)
		return error("cannot start a worker process: %s", strerror(err));
	return 0;
}

static bool is_over(const struct run *run)
{
	return run->p->until && seconds() > run->p->until;
}

static void kill_late(struct run *run)
{
	struct strtab *st = run->p->opts->strings;
	double t = seconds();
	int i;

	for (i = 0; i < run->jobs; i++) {
		struct worker *w = &run->workers[i];

		if (w->state != WORKER_BUSY || w->killed)
			continue;
		if (is_over(run))
			kill_worker(w, OVER);
		else if (t > w->deadline)
			kill_worker(w, strtab_addf(st, "the parser took more than %d seconds on this file",
						   seconds_for_a_unit(run)));
	}
}

/* What no worker has begun when time is up. */
static void lose_rest(struct run *run)
{
	while (is_over(run) && run->next < run->n)
		unit_lost(run, run->next++, OVER);
}

/* Wait for an answer, a death, or a second. */
static void wait_workers(struct run *run, struct pollfd *fds)
{
	int i;

	for (i = 0; i < run->jobs; i++) {
		fds[i].fd = run->workers[i].state == WORKER_NONE ? -1 : run->workers[i].fd;
		fds[i].events = POLLIN;
		fds[i].revents = 0;
	}
	if (poll(fds, run->jobs, 1000) < 0)
		return;
	for (i = 0; i < run->jobs; i++)
		if (fds[i].fd >= 0 && fds[i].revents)
			worker_read(run, &run->workers[i]);
}

int pool_run(const struct pool *p, const struct unit *const *units, size_t n)
{
	struct run run = { .p = p, .units = units, .n = n, .left = n };
	struct pollfd *fds;
	int i, err = 0;

	run.jobs = p->jobs < 1 ? 1 : (size_t)p->jobs > n ? (int)n : p->jobs;
	run.workers = xcalloc(run.jobs, sizeof(*run.workers));
	fds = xcalloc(run.jobs, sizeof(*fds));
	while (run.left && !err) {
		err = keep_busy(&run);
		if (!err && run.left) {
			wait_workers(&run, fds);
			kill_late(&run);
			lose_rest(&run);
		}
		if (signals_waiting())
			err = -1;
	}
	for (i = 0; i < run.jobs; i++) {
		if (run.workers[i].state == WORKER_BUSY)
			kill(run.workers[i].pid, SIGKILL);
		if (run.workers[i].state != WORKER_NONE)
			worker_stop(&run.workers[i]);
		strbuf_release(&run.workers[i].in);
	}
	free(fds);
	free(run.workers);
	return err;
}
