/* verbs.h - commands of two words: "policy check" is the verb "check" of the group "policy". */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "options.h"

/* The group's verb among `count` commands; NULL: told what there is. `word` may be NULL. */
const command *verbs_find(const command *group, const command *const *all, size_t count, const char *word);

/* Runs a command with what stood behind its name, or the verb of a group, which stands right behind it. The exit
 * status. */
int verbs_run(const command *cmd, const command *const *all, size_t count, int argc, char **argv);

/* The help page of a command or group, on standard output. The exit status. */
int verbs_help(const command *cmd, const command *const *all, size_t count);

#endif
