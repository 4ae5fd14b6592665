/* commands.h - the subcommands, one constant each. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "options.h"

extern const command cmd_check, cmd_tag, cmd_rules, cmd_roster, cmd_hook;
extern const command cmd_policy, cmd_policy_show, cmd_policy_bundle, cmd_policy_sign, cmd_policy_verify,
    cmd_policy_keys;

#endif
