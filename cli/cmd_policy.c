/* cmd_policy.c - `hallpass policy`: what a state, district or school makes of the rules. */
#include <string.h>

#include "commands.h"
#include "policy_show.h"
#include "status.h"
#include "tell.h"

static const char about[] = "show   what the policy says once its layers are laid over each other; with --effective\n"
                            "       every value with the file and line that set it, and its lock\n";

static int run(const arguments *args) {
    const char *verb = args->operand_count > 0 ? args->operands[0] : NULL;
    if (verb && strcmp(verb, "show") == 0) return policy_show(args);
    tell("say what to do with the policy: hallpass policy show FILE|ID");
    return STATUS_WRONG;
}

static const option policy_options[] = {
    {"effective", NULL, NULL, "show every value with the file and line that set it"},
};

const command cmd_policy = {
    "policy", "show [--effective] FILE|ID...", "Shows what a policy says.", about, policy_options, 1, run};
