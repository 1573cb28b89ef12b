// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include "once.h"

#define SAID ".gfncheck.tmp"

/* Of /proc/PID/stat. */
struct process {
	int pid, parent;
	char name[32];
	unsigned long long start;	/* in ticks since the machine's; with the pid, it is no other one */
};

static bool read_process(int pid, struct process *p)
{
	char path[64], *text, *name, *end;
	bool ok;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	text = read_file(path, NULL);
	name = text ? strchr(text, '(') : NULL;
	end = name ? strrchr(name, ')') : NULL;
	ok = end && sscanf(end + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
			   &p->parent, &p->start) == 2;
	if (ok)
		snprintf(p->name, sizeof(p->name), "%.*s", (int)(end - name - 1), name + 1);
	p->pid = pid;
	free(text);
	return ok;
}

static bool is_make(const struct process *p)
{
	return !strcmp(p->name, "make") || !strcmp(p->name, "gmake");
}

/* "sh -c ...", as make runs its recipes; no script, which may run many makes. */
static bool is_recipe(const struct process *p)
{
	char path[64], *text;
	size_t len, first;
	bool is;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", p->pid);
	text = read_file(path, &len);
	first = text ? strlen(text) + 1 : 0;
	is = text && first < len && text[first] == '-' && ends_in(text + first, "c");
	free(text);
	return is;
}

/* The make that people started: the first of those that run each other. */
static bool top_make(struct process *make)
{
	struct process p = { .parent = getppid() };
	bool found = false;

	while (p.parent > 1 && read_process(p.parent, &p) && (is_make(&p) || is_recipe(&p))) {
		if (!is_make(&p))
			continue;
		*make = p;
		found = true;
	}
	return found;
}

/* Is it new to this make? It is not from now on. */
static bool is_new(int fd, const struct process *make, const char *text)
{
	struct strbuf said = STRBUF_INIT;
	char head[64];
	bool is;
	int n = snprintf(head, sizeof(head), "make %d %llu\n", make->pid, make->start);

	if (strbuf_read(&said, fd) || strncmp(said.buf, head, n)) {
		strbuf_reset(&said);
		strbuf_addstr(&said, head);
	}
	is = !strstr(said.buf, text);
	if (is) {
		strbuf_addstr(&said, text);
		if (ftruncate(fd, 0) || pwrite(fd, said.buf, said.len, 0) < 0)
			unlink(SAID);
	}
	strbuf_release(&said);
	return is;
}

/* Many units are checked at once: the first that has the file says it. */
static bool claim(const char *text)
{
	struct process make;
	int fd = -1;
	bool is = true;

	if (top_make(&make))
		fd = open(SAID, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
	if (fd >= 0 && !flock(fd, LOCK_EX))
		is = is_new(fd, &make, text);
	if (fd >= 0)
		close(fd);
	return is;
}

void once_begin(struct once *o)
{
	o->held = getenv("KBUILD_CHECKSRC");
	if (o->held)
		capture_begin(&o->capture);
}

void once_end(struct once *o)
{
	struct strbuf text = STRBUF_INIT;

	if (!o->held)
		return;
	strbuf_reset(&text);
	capture_end(&o->capture, &text);
	if (text.len && claim(text.buf))
		fwrite(text.buf, 1, text.len, stderr);
	strbuf_release(&text);
}
