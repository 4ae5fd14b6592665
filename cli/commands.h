/* commands.h - the subcommands, one constant each. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "options.h"

extern const command cmd_check, cmd_tag, cmd_rules, cmd_policy, cmd_roster, cmd_hook;

#endif
