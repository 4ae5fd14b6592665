/* commands.h - the subcommands, one constant each. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "options.h"

extern const command cmd_check, cmd_explain, cmd_tag, cmd_hook, cmd_audit, cmd_init, cmd_doctor;
extern const command cmd_roster, cmd_roster_import, cmd_roster_list, cmd_roster_remove;
extern const command cmd_policy, cmd_policy_new, cmd_policy_check, cmd_policy_test, cmd_policy_show, cmd_policy_diff,
    cmd_policy_fmt, cmd_policy_schema, cmd_policy_bundle, cmd_policy_sign, cmd_policy_verify, cmd_policy_keys;
extern const command cmd_rules, cmd_rules_check, cmd_rules_test, cmd_rules_show, cmd_rules_score, cmd_rules_fmt;

#endif
