// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "base/base.h"
#include "command.h"

#define COMMAND(word) &cmd_##word,
static const struct command *const commands[] = { COMMANDS(COMMAND) };

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
