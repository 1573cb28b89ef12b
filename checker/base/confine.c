// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE	/* O_PATH, syscall() */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "confine.h"
#include "util.h"

#define READ_FILES (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define MAKE_FILES (READ_FILES | LANDLOCK_ACCESS_FS_WRITE_FILE | \
		    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE)
/* What the first version knows; <linux/landlock.h> may be older than the kernel. */
#define ALL_OF_V1 ((1ull << 13) - 1)
#define REFER (1ull << 13)	/* version 2 */
#define TRUNCATE (1ull << 14)	/* version 3 */

static int landlock_version(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

int confine_has_landlock(void)
{
	return landlock_version() > 0;
}

static unsigned long long handled(void)
{
	int version = landlock_version();

	return ALL_OF_V1 | (version > 1 ? REFER : 0) | (version > 2 ? TRUNCATE : 0);
}

/* Allow it below path; a path that is not there allows nothing. */
static void allow(int ruleset, const char *path, unsigned long long access)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access & handled() };
	struct stat st;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return;
	if (!fstat(rule.parent_fd, &st) && !S_ISDIR(st.st_mode))
		rule.allowed_access &= LANDLOCK_ACCESS_FS_READ_FILE;
	syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
}

static int confine_files(const struct confine *c)
{
	struct landlock_ruleset_attr attr = { .handled_access_fs = handled() };
	int ruleset, err;

	if (!confine_has_landlock())
		return 0;
	ruleset = syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (ruleset < 0)
		return -1;
	for (size_t i = 0; i < c->n_read; i++)
		allow(ruleset, c->read[i], READ_FILES);
	if (c->write)
		allow(ruleset, c->write, MAKE_FILES | TRUNCATE);
	err = syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
	return err;
}

/* What has nothing to do with parsing: network, programs, other processes. */
static const int never[] = {
	SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen),
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(pidfd_getfd), SCMP_SYS(bpf), SCMP_SYS(userfaultfd), SCMP_SYS(perf_event_open),
	SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(mount),
	SCMP_SYS(umount2), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(chroot),
	SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(link), SCMP_SYS(linkat),
	SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(ioctl), SCMP_SYS(setrlimit),
};

/* What changes files, for those who may write none. */
static const int writes[] = {
	SCMP_SYS(creat), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename),
	SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(mkdir), SCMP_SYS(mkdirat),
	SCMP_SYS(rmdir), SCMP_SYS(truncate), SCMP_SYS(chmod), SCMP_SYS(fchmodat),
	SCMP_SYS(chown), SCMP_SYS(lchown), SCMP_SYS(fchownat), SCMP_SYS(utimensat),
};

static int deny(scmp_filter_ctx f, const int *calls, size_t n)
{
	int err = 0;

	for (size_t i = 0; i < n && !err; i++)
		err = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), calls[i], 0);
	return err;
}

static int deny_arg(scmp_filter_ctx f, int call, struct scmp_arg_cmp when)
{
	return seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), call, 1, when);
}

static int deny_writing(scmp_filter_ctx f)
{
	return deny(f, writes, ARRAY_SIZE(writes)) ? :
	       deny_arg(f, SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, O_ACCMODE, O_WRONLY)) ? :
	       deny_arg(f, SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, O_ACCMODE, O_RDWR)) ? :
	       deny_arg(f, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE, O_WRONLY)) ? :
	       deny_arg(f, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE, O_RDWR)) ? :
	       deny_arg(f, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT));
}

/* Arguments that are in memory cannot be looked at: callers fall back to older calls. */
static int hide(scmp_filter_ctx f)
{
	static const int calls[] = {
		SCMP_SYS(clone3), SCMP_SYS(openat2), SCMP_SYS(io_uring_setup),
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(calls) && !err; i++)
		err = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), calls[i], 0);
	return err;
}

/*
 * clone() may make threads, a signal may go to this process, a limit may be
 * asked for.
 */
static int confine_calls(const struct confine *c)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	int err = f ? 0 : -ENOMEM;

	err = err ? : deny(f, never, ARRAY_SIZE(never)) ? : hide(f) ? :
	      deny_arg(f, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) ? :
	      deny_arg(f, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_NE, getpid(), 0)) ? :
	      deny_arg(f, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_NE, 0, 0));
	if (!err && !c->write)
		err = deny_writing(f);
	if (!err)
		err = seccomp_load(f);
	if (f)
		seccomp_release(f);
	errno = -err;
	return err && err != -EINVAL && err != -ENOSYS ? -1 : 0;	/* a kernel without it */
}

static int limit(int resource, rlim_t max)
{
	struct rlimit l;

	if (getrlimit(resource, &l))
		return -1;
	if (l.rlim_max != RLIM_INFINITY && l.rlim_max < max)
		max = l.rlim_max;
	l.rlim_cur = l.rlim_max = max;
	return setrlimit(resource, &l);
}

/* The shadow of AddressSanitizer is terabytes of address space by itself. */
static int limit_memory(int mib)
{
#ifdef SANITIZE
	(void)mib;
	return 0;
#else
	return mib ? limit(RLIMIT_AS, (rlim_t)mib << 20) : 0;
#endif
}

int confine_self(const struct confine *c)
{
	if (limit(RLIMIT_CORE, 0) || limit_memory(c->memory) ||
	    (c->write && limit(RLIMIT_FSIZE, (rlim_t)1 << 30)) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return confine_files(c) || confine_calls(c) ? -1 : 0;
}
