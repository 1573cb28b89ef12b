// SPDX-License-Identifier: GPL-2.0-only
/*
 * The formats there are, and where a report goes.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "emit.h"

#define FORMAT(name, in_dir) { #name, report_##name, in_dir },
static const struct report_format formats[] = { FORMATS(FORMAT) };

const struct report_format *report_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

#define NAME(name, in_dir) ", " #name
const char *report_names(void)
{
	return &(FORMATS(NAME))[2];
}

static int write_stdout(const struct strbuf *sb)
{
	if (fwrite(sb->buf, 1, sb->len, stdout) != sb->len || fflush(stdout))
		return error("cannot write the report: %s", strerror(errno));
	return 0;
}

static int write_output(const struct strbuf *sb, const char *path)
{
	if (write_file(path, sb->buf, sb->len))
		return error("cannot write the report to %s: %s", path, strerror(errno));
	return 0;
}

static int write_in_dir(const struct strbuf *sb, const char *dir, const char *file)
{
	struct strbuf path = STRBUF_INIT;
	int ret;

	if (mkdir(dir, 0777) && errno != EEXIST)
		return error("cannot make the folder %s for the report: %s", dir, strerror(errno));
	strbuf_addf(&path, "%s/%s", dir, file);
	ret = write_output(sb, path.buf);
	strbuf_release(&path);
	return ret;
}

int report_write(const struct report_format *fmt, const struct findings *l,
		 const struct report_opts *o, const char *output)
{
	struct strbuf sb = STRBUF_INIT;
	int ret;

	if (output && !strcmp(output, "-"))
		output = NULL;
	if (fmt->in_dir && !output)
		return error("--format=%s writes a folder: name it with -o DIR", fmt->name);
	strbuf_reset(&sb);
	ret = fmt->emit(l, o, &sb);
	if (!ret && !output)
		ret = write_stdout(&sb);
	else if (!ret && fmt->in_dir)
		ret = write_in_dir(&sb, output, fmt->in_dir);
	else if (!ret)
		ret = write_output(&sb, output);
	strbuf_release(&sb);
	return ret;
}
