// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "capture.h"

void capture_begin(struct capture *c)
{
	fflush(stderr);
	c->stderr_was = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	c->file = c->stderr_was < 0 ? -1 : memfd_create("stderr", MFD_CLOEXEC);
	if (c->file >= 0 && dup2(c->file, STDERR_FILENO) >= 0)
		return;
	close(c->file);
	close(c->stderr_was);
	c->stderr_was = -1;
}

void capture_end(struct capture *c, struct strbuf *text)
{
	if (c->stderr_was < 0)
		return;
	fflush(stderr);
	dup2(c->stderr_was, STDERR_FILENO);
	close(c->stderr_was);
	if (text && !lseek(c->file, 0, SEEK_SET))
		strbuf_read(text, c->file);
	close(c->file);
}
