// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "repository.h"

/* In the child: git, silent, with its answer in fd. Nothing that the tree configures is run. */
static void exec_git(const char *tree, int fd, const char *const *args)
{
	const char *argv[12] = { "git", "-C", tree, "-c", "core.fsmonitor=false" };
	int null = open("/dev/null", O_RDWR), n = 5;

	while (*args)
		argv[n++] = *args++;
	dup2(null, STDIN_FILENO);
	dup2(null, STDERR_FILENO);
	dup2(fd, STDOUT_FILENO);
	execvp("git", (char **)argv);
	_exit(127);
}

/* The first line of what git says, interned; NULL where it fails. */
static const char *git(const char *tree, struct strtab *st, const char *const *args)
{
	char buf[4096];
	int fd[2], status;
	ssize_t n = 0, r;
	pid_t pid;

	if (pipe(fd))
		return NULL;
	pid = fork();
	if (!pid)
		exec_git(tree, fd[1], args);
	close(fd[1]);
	while (pid > 0 && n < (ssize_t)sizeof(buf) && (r = read(fd[0], buf + n, sizeof(buf) - n)) > 0)
		n += r;
	close(fd[0]);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status || !n)
		return NULL;
	buf[n - 1] = '\0';
	return strtab_addn(st, buf, strcspn(buf, "\n"));
}

#define GIT(tree, st, ...) git(tree, st, (const char *const[]){ __VA_ARGS__, NULL })

const char *repository_uri(const char *remote, struct strtab *st)
{
	const char *host = strstr(remote, "://"), *colon = strchr(remote, ':'), *at;

	if (!host) {
		if (!colon || memchr(remote, '/', colon - remote))
			return NULL;	/* a folder */
		return strtab_addf(st, "ssh://%.*s/%s", (int)(colon - remote), remote,
				   colon + 1 + strspn(colon + 1, "/"));
	}
	if (!strncmp(remote, "file:", 5))
		return NULL;
	host += 3;
	at = memchr(host, '@', strcspn(host, "/"));
	if (!at || !strncmp(remote, "ssh:", 4))
		return remote;
	return strtab_addf(st, "%.*s%s", (int)(host - remote), remote, at + 1);
}

struct repository repository_of(const char *tree, struct strtab *st)
{
	struct repository r = { 0 };
	const char *top = GIT(tree, st, "rev-parse", "--show-toplevel");
	const char *remote;

	if (!top || strcmp(top, tree))
		return r;
	remote = GIT(tree, st, "config", "--get", "remote.origin.url");
	r.uri = remote ? repository_uri(remote, st) : NULL;
	r.revision = GIT(tree, st, "rev-parse", "--verify", "HEAD");
	r.branch = GIT(tree, st, "symbolic-ref", "--short", "HEAD");
	return r;
}
