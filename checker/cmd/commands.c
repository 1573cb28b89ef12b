// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "base/base.h"
#include "command.h"

static const struct command *const commands[] = {
	&cmd_fix,
	&cmd_thread,
	&cmd_explain,
	&cmd_callers,
	&cmd_discover,
	&cmd_summary,
	&cmd_review,
};

const struct command *command_at(size_t i)
{
	return i < ARRAY_SIZE(commands) ? commands[i] : NULL;
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}
