// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* memfd_create(), nftw() */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/base.h"
#include "git.h"

extern char **environ;

#define MAX_WORDS 64

/*
 * A repository's own configuration can name programs. These are the keys that
 * the commands below would look at.
 */
static const struct { const char *key, *value; } overrides[] = {
	{ "core.hooksPath", "/dev/null" },
	{ "core.fsmonitor", "false" },
	{ "core.attributesFile", "/dev/null" },
	{ "core.untrackedCache", "false" },
	{ "core.quotePath", "false" },
	{ "core.autocrlf", "false" },
	{ "core.sparseCheckout", "false" },
	{ "core.splitIndex", "false" },
	{ "submodule.recurse", "false" },
	{ "diff.noprefix", "false" },
	{ "diff.mnemonicPrefix", "false" },
	{ "diff.algorithm", "default" },
	{ "diff.renameLimit", "1000" },
	{ "diff.orderFile", "" },
	{ "apply.whitespace", "nowarn" },
	{ "mailinfo.quotedCR", "strip" },	/* of mails in base64, which no server has mended */
	{ "log.showSignature", "false" },
};

static void env_add(struct git *g, size_t *n, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
static void env_add(struct git *g, size_t *n, const char *fmt, ...)
{
	char *s = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	va_end(ap);
	GROW(g->env, *n);
	g->env[(*n)++] = s;
}

/* The user's environment, but for what would lead git elsewhere. */
static void env_base(struct git *g, size_t *n)
{
	size_t i;

	for (char **e = environ; *e; e++)
		if (strncmp(*e, "GIT_", 4) && strncmp(*e, "LC_ALL=", 7))
			env_add(g, n, "%s", *e);
	env_add(g, n, "LC_ALL=C.UTF-8");
	env_add(g, n, "GIT_TERMINAL_PROMPT=0");
	env_add(g, n, "GIT_OPTIONAL_LOCKS=0");
	env_add(g, n, "GIT_ATTR_NOSYSTEM=1");
	env_add(g, n, "GIT_PAGER=cat");
	env_add(g, n, "GIT_CONFIG_COUNT=%zu", ARRAY_SIZE(overrides));
	for (i = 0; i < ARRAY_SIZE(overrides); i++) {
		env_add(g, n, "GIT_CONFIG_KEY_%zu=%s", i, overrides[i].key);
		env_add(g, n, "GIT_CONFIG_VALUE_%zu=%s", i, overrides[i].value);
	}
}

static void env_end(struct git *g, size_t n)
{
	GROW(g->env, n);
	g->env[n] = NULL;
}

static void env_free(struct git *g)
{
	for (size_t i = 0; g->env && g->env[i]; i++)
		free(g->env[i]);
	free(g->env);
	g->env = NULL;
}

void git_output_release(struct git_output *o)
{
	strbuf_release(&o->out);
	strbuf_release(&o->err);
}

static int input_fd(const struct strbuf *in)
{
	size_t done = 0;
	int fd;

	if (!in)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	fd = memfd_create("git-stdin", MFD_CLOEXEC);
	while (fd >= 0 && done < in->len) {
		ssize_t n = write(fd, in->buf + done, in->len - done);

		if (n < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		done += n > 0 ? n : 0;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

static void child(const struct git *g, const char *const *argv, int in, int out, int err,
		  const char *dir)
{
	signal(SIGPIPE, SIG_DFL);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0 || (dir && chdir(dir)))
		_exit(127);
	environ = g->env;
	execvp("git", (char *const *)argv);
	_exit(127);
}

/* stderr goes to a file of its own, so that neither pipe can fill up unseen. */
static int run(const struct git *g, const char *dir, const char *const *argv,
	       const struct strbuf *in, struct git_output *o)
{
	int fd_in = input_fd(in), fd_err = memfd_create("git-stderr", MFD_CLOEXEC);
	int p[2] = { -1, -1 }, status = -1;
	pid_t pid = -1;

	if (fd_in < 0 || fd_err < 0 || pipe2(p, O_CLOEXEC))
		goto out;
	fflush(NULL);
	pid = fork();
	if (!pid)
		child(g, argv, fd_in, p[1], fd_err, dir);
	close(p[1]);
	p[1] = -1;
	if (pid < 0)
		goto out;
	strbuf_read(&o->out, p[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	lseek(fd_err, 0, SEEK_SET);
	strbuf_read(&o->err, fd_err);
out:
	if (pid < 0)
		error("cannot run git %s: %s", argv[1], strerror(errno));
	if (fd_in >= 0)
		close(fd_in);
	if (fd_err >= 0)
		close(fd_err);
	if (p[0] >= 0)
		close(p[0]);
	if (p[1] >= 0)
		close(p[1]);
	if (pid < 0)
		return -1;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return error("cannot run git: is it installed?");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void words(const char **argv, va_list ap)
{
	int n = 0;

	argv[n++] = "git";
	while (n < MAX_WORDS - 1 && (argv[n] = va_arg(ap, const char *)))
		n++;
	argv[n] = NULL;
}

int git_run(const struct git *g, const struct strbuf *in, struct git_output *o, ...)
{
	const char *argv[MAX_WORDS];
	va_list ap;

	va_start(ap, o);
	words(argv, ap);
	va_end(ap);
	return run(g, g->tmp, argv, in, o);
}

int git_run_user(const struct git *g, struct git_output *o, ...)
{
	struct git user = *g;
	const char *argv[MAX_WORDS];
	size_t n = 0;
	va_list ap;
	int status;

	user.env = NULL;
	env_base(&user, &n);
	env_add(&user, &n, "GIT_DIR=%s", g->dir);
	env_add(&user, &n, "GIT_WORK_TREE=%s", g->top);
	env_add(&user, &n, "GIT_INDEX_FILE=%s", g->index);
	env_end(&user, n);
	va_start(ap, o);
	words(argv, ap);
	va_end(ap);
	status = run(&user, g->top, argv, NULL, o);
	env_free(&user);
	return status;
}

const char *git_line(const struct git *g, struct strtab *st, ...)
{
	struct git_output o = GIT_OUTPUT_INIT;
	const char *argv[MAX_WORDS], *line = NULL;
	va_list ap;

	va_start(ap, st);
	words(argv, ap);
	va_end(ap);
	if (!run(g, g->tmp, argv, NULL, &o))
		line = strtab_addn(st, o.out.buf, strcspn(o.out.buf, "\n"));
	git_output_release(&o);
	return line;
}

int git_error(const struct git_output *o, const char *fmt, ...)
{
	const char *said = o->err.buf ? o->err.buf : "";
	size_t len = strlen(said);
	char *what = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&what, fmt, ap) < 0)
		abort();
	va_end(ap);
	while (len && said[len - 1] == '\n')
		len--;
	error("%s%s%.*s", what, len ? ": git says: " : "", (int)len, said);
	free(what);
	return -1;
}

/* An absolute path that git prints for the folder, or NULL. */
static char *ask_path(const struct git *g, const char *tree, const char *a, const char *b,
		      const char *c)
{
	const char *argv[] = { "git", "rev-parse", a, b, c, NULL };
	struct git_output o = GIT_OUTPUT_INIT;
	char *path = NULL, real[PATH_MAX];

	if (!run(g, tree, argv, NULL, &o)) {
		o.out.buf[strcspn(o.out.buf, "\n")] = '\0';
		if (o.out.buf[0] == '/')
			path = xstrdup(o.out.buf);
		else if (o.out.buf[0] && realpath(tree, real))
			path = path_normalize(real, o.out.buf);
	}
	git_output_release(&o);
	return path;
}

/* A hook runs with the index that is being committed. */
static char *users_index(const struct git *g, const char *tree)
{
	const char *env = getenv("GIT_INDEX_FILE");
	char cwd[PATH_MAX];

	if (env && *env && getcwd(cwd, sizeof(cwd)))
		return env[0] == '/' ? xstrdup(env) : path_normalize(cwd, env);
	return ask_path(g, tree, "--git-path", "index", NULL);
}

/* Or one that git does not trust, since it is another user's. */
static int no_repository(const struct git *g, const char *tree)
{
	const char *argv[] = { "git", "rev-parse", "--absolute-git-dir", NULL };
	struct git_output o = GIT_OUTPUT_INIT;

	run(g, tree, argv, NULL, &o);
	git_error(&o, "%s is in no git repository that can be read; name one that has the series' base with --tree",
		  tree);
	git_output_release(&o);
	return -1;
}

int git_open(struct git *g, const char *tree)
{
	size_t n = 0;
	char *top;

	*g = (struct git){ .name = tree };
	env_base(g, &n);
	env_end(g, n);
	g->dir = ask_path(g, tree, "--absolute-git-dir", NULL, NULL);
	if (!g->dir)
		return no_repository(g, tree);
	top = ask_path(g, tree, "--show-toplevel", NULL, NULL);
	g->top = top ? top : xstrdup("");
	g->index = users_index(g, tree);
	g->objects = ask_path(g, tree, "--git-path", "objects", NULL);
	return g->objects ? 0 : error("%s: cannot find the objects of %s", tree, g->dir);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	remove(path);
	return 0;
}

void remove_tree(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int make_folder(const char *path)
{
	return mkdir(path, 0700) ? error("cannot make the folder %s: %s", path, strerror(errno)) : 0;
}

/* As GIT_ALTERNATE_OBJECT_DIRECTORIES wants a path with any byte. */
static void add_quoted(struct strbuf *sb, const char *s)
{
	strbuf_addstr(sb, "\"");
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			strbuf_addstr(sb, "\\");
		strbuf_add(sb, s, 1);
	}
	strbuf_addstr(sb, "\"");
}

int git_folder(struct git *g, const char *tmp)
{
	struct strbuf sb = STRBUF_INIT;
	size_t n = 0;
	int err;

	remove_tree(tmp);
	g->tmp = xstrdup(tmp);
	strbuf_addf(&sb, "%s/objects", tmp);
	err = make_folder(tmp) || make_folder(sb.buf);
	strbuf_reset(&sb);
	strbuf_addf(&sb, "%s/empty", tmp);
	err = err || make_folder(sb.buf);
	while (g->env[n])
		n++;
	env_add(g, &n, "GIT_DIR=%s", g->dir);
	env_add(g, &n, "GIT_WORK_TREE=%s/empty", tmp);
	env_add(g, &n, "GIT_INDEX_FILE=%s/index", tmp);
	env_add(g, &n, "GIT_OBJECT_DIRECTORY=%s/objects", tmp);
	strbuf_reset(&sb);
	add_quoted(&sb, g->objects);
	env_add(g, &n, "GIT_ALTERNATE_OBJECT_DIRECTORIES=%s", sb.buf);
	env_end(g, n);
	strbuf_release(&sb);
	return err ? -1 : 0;
}

void git_close(struct git *g)
{
	if (g->tmp)
		remove_tree(g->tmp);
	env_free(g);
	free(g->dir);
	free(g->top);
	free(g->index);
	free(g->objects);
	free(g->tmp);
	*g = (struct git){ 0 };
}
