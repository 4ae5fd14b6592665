/* cmd_policy.c - `hallpass policy`: the group of commands for those who keep a policy; `policy show`. */
#include "commands.h"
#include "policy_show.h"

const command cmd_policy = {"policy", "VERB [options] ...", "Shows what a policy says, and ships it.", NULL, NULL, 0,
                            NULL};

static const option show_options[] = {
    {"effective", NULL, NULL, "show every value with the file and line that set it, and its lock"},
};

const command cmd_policy_show = {
    "policy show", "FILE|ID...", "Shows what the policy says once its layers are laid over each other.",
    NULL,          show_options, sizeof(show_options) / sizeof(show_options[0]),
    policy_show};
