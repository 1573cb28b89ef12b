// SPDX-License-Identifier: GPL-2.0-only
/*
 * The only program of the kernel under test: loads KVM, runs the scenarios that
 * /scenarios names, each in a process, and prints a line for each:
 *
 *	PROVE <tab> name <tab> as0|vcpu|untold <tab> what was seen
 *
 * As "init --list", on any machine: a line for each scenario, tabs between.
 */
#define _GNU_SOURCE
#include "prove.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIME_LIMIT = 20 };		/* seconds for a scenario */

extern const struct scenario __start_scenarios[], __stop_scenarios[];
static const char *const space_name[] = { "as0", "vcpu", "untold" };
static const struct scenario *running;

static void print_result(const struct result *r)
{
	printf("\nPROVE\t%s\t%s\t%s\n", running->name, space_name[r->space], r->text);
	fflush(stdout);
}

struct result seen(enum space space, const char *fmt, ...)
{
	struct result r = { .space = space };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(r.text, sizeof(r.text), fmt, ap);
	va_end(ap);
	return r;
}

void die(const char *fmt, ...)
{
	struct result r = { .space = UNTOLD };
	int err = errno;
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	vsnprintf(r.text, sizeof(r.text), fmt, ap);
	va_end(ap);
	n = strlen(r.text);
	if (err)
		snprintf(r.text + n, sizeof(r.text) - n, ": %s", strerror(err));
	if (running)
		print_result(&r);
	else
		printf("init: %s\n", r.text);
	fflush(stdout);
	_exit(2);
}

static void load(const char *module, const char *params)
{
	int fd = open(module, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return;
	if (fd < 0 || syscall(SYS_finit_module, fd, params, 0))
		die("cannot load %s %s", module, params);
	close(fd);
}

static void run(const struct scenario *s)
{
	int status;
	pid_t pid = fork();

	running = s;
	if (pid == 0) {
		struct result r;

		alarm(TIME_LIMIT);
		r = s->run();
		print_result(&r);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status)) {
		struct result r = seen(UNTOLD, "ended by signal %d%s", WTERMSIG(status),
				       WTERMSIG(status) == SIGALRM ? ": out of time" : "");
		print_result(&r);
	}
	running = NULL;
}

static bool same(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

/* Is it a line of /scenarios? */
static bool is_named(const char *names, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = names; (at = strstr(at, name)); at += n)
		if ((at == names || at[-1] == '\n') && at[n] == '\n')
			return true;
	return false;
}

/* Scenarios with the same parameters of kvm-amd run on one loaded module. */
static void run_with(const char *names, const char *params)
{
	bool loaded = false;

	for (const struct scenario *s = __start_scenarios; s < __stop_scenarios; s++) {
		if (!is_named(names, s->name) || !same(s->params, params))
			continue;
		if (!loaded)
			load("/kvm-amd.ko", params);
		loaded = true;
		run(s);
	}
	if (loaded && syscall(SYS_delete_module, "kvm_amd", O_NONBLOCK))
		die("cannot unload kvm-amd");
}

static void run_all(void)
{
	static char names[16384];
	int fd = open("/scenarios", O_RDONLY);

	if (fd < 0 || read(fd, names, sizeof(names) - 1) < 0)
		die("/scenarios");
	close(fd);
	run_with(names, "");
	run_with(names, "npt=0");
}

static void list(void)
{
	for (const struct scenario *s = __start_scenarios; s < __stop_scenarios; s++)
		printf("%s\t%s\t%s\n", s->name, s->site, s->guest);
}

static void boot(void)
{
	int console;

	mkdir("/dev", 0755);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	console = open("/dev/console", O_RDWR);
	for (int fd = 0; fd < 3; fd++)
		dup2(console, fd);
	load("/irqbypass.ko", "");
	load("/kvm.ko", "force_emulation_prefix=1");
}

/* The power goes off also when the work was given up. */
int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "--list")) {
		list();
		return 0;
	}
	if (getpid() != 1)
		return 2;
	if (fork() == 0) {
		boot();
		run_all();
		printf("\nPROVE\tdone\n");
		fflush(stdout);
		_exit(0);
	}
	while (wait(NULL) > 0)
		;
	sync();
	reboot(RB_POWER_OFF);
}
